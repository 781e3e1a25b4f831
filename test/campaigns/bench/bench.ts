import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { buildWorkers, WORKERS } from './bare.ts';
import { readDocuments } from './documents.ts';
import { measureCold } from './measures/cold.ts';
import { measureExchange } from './measures/exchange.ts';
import { measureLatency } from './measures/latency.ts';
import { measureMemory, PARTS } from './measures/memory.ts';
import { measureProfiles } from './measures/profiles.ts';
import { desksOf, measurePublishing } from './measures/publishing.ts';
import { measurePush } from './measures/push.ts';
import { loadsOf, measureReading } from './measures/reading.ts';
import { countReads } from './measures/reads.ts';
import { measureRenderers } from './measures/renderers.ts';
import { measureWalks } from './measures/walks.ts';
import { fill, newsroomOf } from './newsroom.ts';
import { buildCommit, buildProgram, forEachVersion, type Program, type Versions } from './programs.ts';
import { makeReport } from './report/report.ts';
import { targetTable } from './report/target.ts';
import { targetsOf } from './report/targets.ts';
import type { Results } from './results.ts';
import { openRuntime } from './runtime.ts';
import { FULL, SMOKE, withRounds } from './scale.ts';

// `npm run bench`: measures the program as it is deployed, prints what came out and writes report.md with its charts.
// `npm run bench -- --before <commit>` measures the program of that commit as well, in the same rounds.
// `--rounds 3` takes fewer rounds than the five that it takes otherwise.
// `npm run bench -- --smoke` runs each measurement once, as small as it can be, and writes nothing.

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    before: { type: 'string' },
    rounds: { type: 'string', default: String(FULL.rounds) },
  },
});
const scale = values.smoke ? SMOKE : withRounds(FULL, Number(values.rounds));
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'edgewire-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const within = (name: string) => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};

/** Runs a part of the bench with a bar of its own, and gives what it measured. */
async function step<T>(name: string, total: number, work: (advance: () => void) => Promise<T>): Promise<T> {
  const bar = new SingleBar(
    { format: `${name.padEnd(12)} {bar} {duration_formatted}`, noTTYOutput: false, hideCursor: true },
    Presets.shades_classic,
  );
  const began = performance.now();
  bar.start(total, 0);
  try {
    return await work(() => bar.increment());
  } finally {
    bar.stop();
    if (!process.stdout.isTTY) console.log(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

const [loadBefore = 0] = loadavg();
const { rounds, firsts, starts, desks } = scale;

const { built, programs } = await step('build', WORKERS.length + 1, async (advance) => {
  const built = await buildWorkers(advance);
  const programs: Versions<Program> = { now: await buildProgram(within('state')) };
  if (values.before !== undefined)
    programs.before = await buildCommit(values.before, within('before'), within('state before'));
  advance();
  return { built, programs };
});
const { now } = programs;
const versions = programs.before ? 2 : 1;
const documents = await step('newsroom', versions, (advance) =>
  forEachVersion(programs, async (program) => {
    const runtime = await openRuntime([newsroomOf(program.modules)], program);
    await fill(runtime, scale.stories);
    await runtime.stop();
    advance();
    return readDocuments(program);
  }),
);
const results: Results = {
  script: await forEachVersion(programs, async ({ script }) => script),
  reading: await step('reading', rounds * loadsOf(versions), (advance) =>
    measureReading(programs, documents, built, scale, advance),
  ),
  reads: await countReads(now, built),
  cold: await step('cold', firsts + starts * 2, (advance) =>
    measureCold(programs, built, within('startup'), scale, advance),
  ),
  publishing: await step('publishing', desksOf(desks, versions > 1).length * (rounds + 1), (advance) =>
    measurePublishing(programs, built, within, scale, advance),
  ),
  latency: await step('latency', versions * 2 * (rounds + 1), (advance) =>
    measureLatency(programs, built, within, scale, advance),
  ),
  exchange: await step('exchange', versions * rounds, (advance) =>
    measureExchange(programs, within, scale, advance),
  ),
  memory: await step('memory', PARTS, (advance) => measureMemory(now, built, scale, advance)),
  walks: await step('walks', rounds * 3, (advance) => measureWalks(now, scale, advance)),
  renderers: await step('renderers', rounds * 10, (advance) => measureRenderers(scale, advance)),
  push: await step('push', rounds + 1, (advance) =>
    measurePush(within('push'), now.modules, built, scale, advance),
  ),
  profiles: await step('profiles', 1, () => measureProfiles(now, scale)),
};

const { text, charts } = makeReport(results, { date: new Date(), load: loadBefore, before: values.before });
console.log(`\n${targetTable(targetsOf(results))}\n`);
if (values.smoke) {
  console.log('Every measurement ran. As small as this, its figures mean nothing; npm run bench measures.');
} else {
  mkdirSync(here('charts'), { recursive: true });
  for (const [name, svg] of Object.entries(charts)) writeFileSync(here(`charts/${name}.svg`), svg);
  writeFileSync(here('report.md'), text);
  console.log('The report is test/campaigns/bench/report.md.');
}
