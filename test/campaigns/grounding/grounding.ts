import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Presets, SingleBar } from 'cli-progress';
import { CASES } from './cases.ts';
import { measureGrounding } from './measure.ts';
import { CROSS_PAIRS, PAIRS } from './pairs.ts';
import { plantErrors } from './plant/plant.ts';
import { makeReport } from './report.ts';

// `npm run grounding` checks all claims, prints the results, and writes report.md.

const pairs = [...PAIRS, ...CROSS_PAIRS];
const errors = plantErrors(pairs);

const bar = new SingleBar(
  { format: 'claims {bar} {value}/{total} {duration_formatted}', noTTYOutput: false, hideCursor: true },
  Presets.shades_classic,
);
bar.start(pairs.length + errors.length + CASES.length, 0);
const results = measureGrounding(pairs, errors, CASES, () => bar.increment());
bar.stop();

const report = makeReport(results);
console.log(report);
writeFileSync(fileURLToPath(new URL('report.md', import.meta.url)), report);
console.log('Wrote test/campaigns/grounding/report.md.');
