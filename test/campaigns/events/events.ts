import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readFixture } from './fixture.ts';
import { makeReport } from './report.ts';

// `npm run events` groups the labelled reports, prints how well, and writes report.md.

const report = makeReport(readFixture());
console.log(report);
writeFileSync(fileURLToPath(new URL('report.md', import.meta.url)), report);
console.log('Wrote test/campaigns/events/report.md.');
