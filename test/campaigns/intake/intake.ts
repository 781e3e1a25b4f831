import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import identity from '../../../data/site.json' with { type: 'json' };
import { parseSite } from '../../../src/settings/site-schema.ts';
import { makeReport } from './report.ts';
import { openTables } from './sqlite.ts';
import { followForAWeek } from './week.ts';
import { makeFeeds } from './world.ts';

// `npm run intake` follows 200 feeds for a week of a virtual clock, prints what was asked, and writes report.md. It fails if a rule is
// broken. test/newsroom/wire/object/intake/week.test.ts follows fewer in the program's own runtime.

const site = parseSite(identity, 'https://news.example');
const week = await followForAWeek(makeFeeds(200, { hosts: 60 }), { sql: openTables(), site });
const report = makeReport(week);
console.log(report);
writeFileSync(join(import.meta.dirname, 'report.md'), report);
console.log('Wrote test/campaigns/intake/report.md.');
const faults = [...Object.values(week.breaches), week.lost].flat();
for (const fault of faults.slice(0, 20)) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
