import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FIXTURES } from './fixtures.ts';
import { measure } from './measure.ts';
import { makeReport } from './report.ts';
import figures from './served/figures.json' with { type: 'json' };
import { measureMoves, measureServed } from './served/measure.ts';

// `npm run observations` judges every page of the watch's campaign, prints the results, and writes report.md. With the folder of the
// public sets (see served/foreign.ts), it measures these too, which takes minutes, and writes their figures.

const write = (name: string, text: string) => {
  writeFileSync(fileURLToPath(new URL(name, import.meta.url)), text);
  console.log(`Wrote test/campaigns/watch/${name}.`);
};

const [folder] = process.argv.slice(2);
const served =
  folder === undefined
    ? figures
    : {
        ...figures,
        now: await measureServed(folder),
        moves: { ...figures.moves, now: await measureMoves(folder) },
      };
if (folder !== undefined) write('served/figures.json', `${JSON.stringify(served, null, 2)}\n`);
const report = makeReport(await measure(FIXTURES), served);
console.log(report);
write('report.md', report);
