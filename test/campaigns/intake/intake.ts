import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import identity from '../../../data/site.json' with { type: 'json' };
import { parseSite } from '../../../src/site-schema.ts';
import { makeReport } from './report.ts';
import { openTables } from './sqlite.ts';
import { followForAWeek } from './week.ts';

// `npm run intake` follows 200 feeds for a week of a virtual clock, prints what was asked, and writes report.md.

const week = await followForAWeek(openTables(), parseSite(identity, 'https://news.example'));
const report = makeReport(week);
console.log(report);
writeFileSync(join(import.meta.dirname, 'report.md'), report);
console.log('Wrote test/campaigns/intake/report.md.');
if (Object.values(week.breaches).some(({ length }) => length > 0)) process.exitCode = 1;
