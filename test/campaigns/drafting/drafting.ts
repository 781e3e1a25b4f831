import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Presets, SingleBar } from 'cli-progress';
import { EVENTS } from './events.ts';
import { measureDrafting } from './measure.ts';
import { makeReport } from './report.ts';

// `npm run drafting` makes a draft for each planted fault, prints the results, and writes report.md.

const bar = new SingleBar(
  { format: 'drafts {bar} {value}/{total} {duration_formatted}', noTTYOutput: false, hideCursor: true },
  Presets.shades_classic,
);
bar.start(
  EVENTS.reduce((sum, { faults }) => sum + 1 + faults.length, 0),
  0,
);
const results = await measureDrafting(EVENTS, () => bar.increment());
bar.stop();

const report = makeReport(results);
console.log(report);
writeFileSync(fileURLToPath(new URL('report.md', import.meta.url)), report);
console.log('Wrote test/campaigns/drafting/report.md.');
