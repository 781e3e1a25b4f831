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
import { newsroomOf, publishStories } from './newsroom.ts';
import { buildCommit, buildProgram, forEachVersion, type Program, type Versions } from './programs.ts';
import { makeReport } from './report/report.ts';
import { isMet, targetTable } from './report/target.ts';
import { targetsOf } from './report/targets.ts';
import type { Results } from './results.ts';
import { openRuntime } from './runtime.ts';
import { FULL, SMOKE, withRounds } from './scale.ts';

// `npm run bench` measures the program as deployed, prints the results, and writes report.md with its charts.
// `npm run bench -- --before <commit>` also measures the program of that commit, in the same rounds.
// `--rounds 3` runs three rounds instead of five.
// `npm run bench -- --smoke` runs each measurement once, as small as possible, and writes nothing. It fails if a count has grown.

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
const subfolder = (name: string) => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};

/** Runs a part of the bench with its own progress bar, and returns its result. */
async function runStep<T>(
  name: string,
  total: number,
  work: (advance: () => void) => Promise<T>,
): Promise<T> {
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
const { rounds, firstRequests, starts, deskSizes, fullStories } = scale;

const { built, programs } = await runStep('build', WORKERS.length + 1, async (advance) => {
  const built = await buildWorkers(advance);
  const programs: Versions<Program> = { now: await buildProgram(subfolder('state')) };
  if (values.before !== undefined)
    programs.before = await buildCommit(values.before, subfolder('before'), subfolder('state before'));
  advance();
  return { built, programs };
});
const { now } = programs;
const versions = programs.before ? 2 : 1;
const documents = await runStep('newsroom', versions, (advance) =>
  forEachVersion(programs, async (program) => {
    const runtime = await openRuntime([newsroomOf(program.modules)], program);
    await publishStories(runtime, scale.stories);
    await runtime.stop();
    advance();
    return readDocuments(program);
  }),
);
const results: Results = {
  script: await forEachVersion(programs, async ({ script }) => script),
  reading: await runStep('reading', rounds * loadsOf(versions), (advance) =>
    measureReading(programs, documents, built, scale, advance),
  ),
  reads: await countReads(now, built),
  cold: await runStep('cold', firstRequests + starts * 2, (advance) =>
    measureCold(programs, built, subfolder('startup'), scale, advance),
  ),
  publishing: await runStep(
    'publishing',
    desksOf(deskSizes, fullStories, versions > 1).length * (rounds + 1),
    (advance) => measurePublishing(programs, built, subfolder, scale, advance),
  ),
  latency: await runStep('latency', versions * 2 * (rounds + 1), (advance) =>
    measureLatency(programs, built, subfolder, scale, advance),
  ),
  exchange: await runStep('exchange', versions * rounds, (advance) =>
    measureExchange(programs, subfolder, scale, advance),
  ),
  memory: await runStep('memory', PARTS, (advance) => measureMemory(now, built, scale, advance)),
  walks: await runStep('walks', rounds * 3, (advance) => measureWalks(now, scale, advance)),
  renderers: await runStep('renderers', rounds * 10, (advance) => measureRenderers(scale, advance)),
  push: await runStep('push', rounds + 1, (advance) =>
    measurePush(subfolder('push'), now.modules, built, scale, advance),
  ),
  profiles: await runStep('profiles', 1, () => measureProfiles(now, scale)),
};

const { text, charts } = makeReport(results, { date: new Date(), load: loadBefore, before: values.before });
const targets = targetsOf(results);
console.log(`\n${targetTable(targets)}\n`);
if (values.smoke) {
  console.log(
    'Every measurement ran. Times and CPU of a smoke run mean nothing, counts do; use npm run bench to measure.',
  );
  const grown = targets.filter((target) => target.isCounted && !isMet(target));
  for (const { what } of grown) console.error(`Grown: ${what}.`);
  process.exitCode = grown.length > 0 ? 1 : 0;
} else {
  mkdirSync(here('charts'), { recursive: true });
  for (const [name, svg] of Object.entries(charts)) writeFileSync(here(`charts/${name}.svg`), svg);
  writeFileSync(here('report.md'), text);
  console.log('Wrote test/campaigns/bench/report.md.');
}
