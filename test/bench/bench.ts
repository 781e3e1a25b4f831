import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Presets, SingleBar } from 'cli-progress';
import { bundleWorker } from '../../src/cli/bundle.ts';
import { gzipBytes, loadedWith, READER_SOURCES } from '../cli/modules.ts';
import { buildWorker, type Module, modulesOf } from './build.ts';
import { measureCold } from './cold.ts';
import { measureMemory, PARTS } from './memory.ts';
import { documentAt, fill, newsroomOf, readerOf } from './newsroom.ts';
import { profile, sharesOf } from './profile.ts';
import { measurePublishing } from './publishing.ts';
import { measurePush } from './push.ts';
import { DOCUMENTS, measureReading } from './reading.ts';
import { measureRenderers, profileRenderers } from './renderers.ts';
import { makeReport, targetTable } from './report.ts';
import type { Results } from './results.ts';
import { openRuntime } from './runtime.ts';
import { FULL, SMOKE } from './scale.ts';
import { targetsOf } from './targets.ts';
import { measureWalks } from './walks.ts';

// `npm run bench`: measures the program as it is deployed, prints what came out and writes report.md with its charts.
// `npm run bench -- --smoke` runs each measurement once, as small as it can be, and writes nothing.

const { values } = parseArgs({ options: { smoke: { type: 'boolean', default: false } } });
const scale = values.smoke ? SMOKE : FULL;
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

/** How often KV is read by the first request and by the next. */
async function countReads(program: Module[], counting: Module) {
  const reader = readerOf('reader', [counting, ...program]);
  const runtime = await openRuntime([reader], { state });
  try {
    const reads = async () => {
      await documentAt(runtime, 'reader', DOCUMENTS.rss);
      return Number(await (await fetch(`${runtime.urlOf('reader')}/reads`)).text());
    };
    return { cold: await reads(), warm: await reads() };
  } finally {
    await runtime.stop();
  }
}

/** Where the time goes that a request takes, by the names of the program's functions. */
async function measureProfiles(): Promise<Results['profiles']> {
  const program = modulesOf(await bundleWorker({ minify: false }));
  const workers = ['warm', 'unchanged', 'cold'].map((name) => readerOf(name, program));
  const runtime = await openRuntime(workers, { state, inspector: true });
  const times = values.smoke ? 20 : 2000;
  const repeat = async (worker: string, headers: Record<string, string>) => {
    for (let time = 0; time < times; time++) {
      await (await fetch(`${runtime.urlOf(worker)}${DOCUMENTS.rss}`, { headers })).arrayBuffer();
    }
  };
  try {
    const { etag } = await documentAt(runtime, 'warm', DOCUMENTS.rss);
    await documentAt(runtime, 'unchanged', DOCUMENTS.rss);
    const profiles = [
      { what: 'A warm feed', profiled: await profile(runtime, 'warm', () => repeat('warm', {})) },
      {
        what: 'A 304',
        profiled: await profile(runtime, 'unchanged', () => repeat('unchanged', { 'If-None-Match': etag })),
      },
      {
        what: 'The first feed of an isolate',
        profiled: await profile(runtime, 'cold', () => documentAt(runtime, 'cold', DOCUMENTS.rss)),
      },
    ];
    return [
      ...profiles.map(({ what, profiled }) => ({ what, shares: sharesOf(profiled, 12) })),
      ...(await profileRenderers(values.smoke ? 2 : 200)),
    ];
  } finally {
    await runtime.stop();
  }
}

const [loadBefore = 0] = loadavg();
const state = within('state');
const { rounds, desks } = scale;

const built = await step('build', 9, async (advance) => {
  const build = async (name: string) => {
    const module = await buildWorker(name);
    advance();
    return module;
  };
  const bundle = await bundleWorker();
  advance();
  return {
    bundle,
    program: modulesOf(bundle),
    constant: await build('constant'),
    dressed: await build('dressed'),
    notModified: await build('not-modified'),
    simple: await build('simple'),
    stream: await build('stream'),
    metered: await build('metered'),
    counting: await build('counting'),
    post: await build('post'),
  };
});
const { bundle, program, constant, stream } = built;
await step('newsroom', 1, async (advance) => {
  const runtime = await openRuntime([newsroomOf(program)], { state });
  await fill(runtime, scale.stories);
  await runtime.stop();
  advance();
});
const results: Results = {
  bundle: gzipBytes(bundle, loadedWith(bundle.metafile, READER_SOURCES)),
  reading: await step('reading', rounds * 17, (advance) => measureReading(state, built, scale, advance)),
  reads: await countReads(program, built.counting),
  cold: await step('cold', rounds + 1, (advance) =>
    measureCold(state, folder, { program, constant, stream }, scale, advance),
  ),
  publishing: await step('publishing', desks.length * 2 * (rounds + 1), (advance) =>
    measurePublishing(within('desks'), program, built.metered, scale, advance),
  ),
  memory: await step('memory', PARTS, (advance) => measureMemory(state, program, constant, scale, advance)),
  walks: await step('walks', rounds * 4, (advance) =>
    measureWalks(state, within('elsewhere'), program, scale, advance),
  ),
  renderers: await step('renderers', rounds * 10, (advance) => measureRenderers(scale, advance)),
  push: await step('push', rounds + 1, (advance) =>
    measurePush(within('push'), program, built.post, scale, advance),
  ),
  profiles: await step('profiles', 1, measureProfiles),
};

const { text, charts } = makeReport(results, new Date(), loadBefore);
console.log(`\n${targetTable(targetsOf(results))}\n`);
if (values.smoke) {
  console.log('Every measurement ran. As small as this, its figures mean nothing; npm run bench measures.');
} else {
  mkdirSync(here('charts'), { recursive: true });
  for (const [name, svg] of Object.entries(charts)) writeFileSync(here(`charts/${name}.svg`), svg);
  writeFileSync(here('report.md'), text);
  console.log('The report is test/bench/report.md.');
}
