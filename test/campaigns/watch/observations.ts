import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FIXTURES } from './fixtures.ts';
import { measure } from './measure.ts';
import { makeReport } from './report.ts';

// `npm run observations` judges every page of the watch's campaign, prints the results, and writes report.md.

const report = makeReport(await measure(FIXTURES));
console.log(report);
writeFileSync(fileURLToPath(new URL('report.md', import.meta.url)), report);
console.log('Wrote test/campaigns/watch/report.md.');
