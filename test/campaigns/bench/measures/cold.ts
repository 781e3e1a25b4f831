import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bare, bareOf, streamOf } from '../bare.ts';
import { DOCUMENTS, type DocumentName, NAMES } from '../documents.ts';
import { documentAt, readerOf } from '../newsroom.ts';
import { busyMilliseconds, type CpuProfile } from '../profile.ts';
import { forEachVersion, type Program, VERSIONS, type Version, type Versions } from '../programs.ts';
import { interleave } from '../rounds.ts';
import { openRuntime, type Runtime, type Worker } from '../runtime.ts';
import type { Scale } from '../scale.ts';

/** A request: CPU of workerd and time, in milliseconds. */
export interface Taken {
  cpu: number;
  time: number;
}

/** The earlier program is there if it was measured. */
type Beside<Other extends string> = Record<'now' | Other, Taken[]> & { before?: Taken[] };

export interface Cold {
  /** The first request to an isolate that has started; and to one that streams the same bytes from KV. */
  first: Record<DocumentName, Beside<'stream'>>;
  /** From the start of workerd to the first feed, and to the first answer of a bare Worker. */
  start: Beside<'bare'>;
  /** What `wrangler check startup` takes, in milliseconds of CPU. */
  startup: Versions<number[]>;
}

const present = ({ before }: Versions<Program>): readonly Version[] => (before ? VERSIONS : ['now']);

async function take(runtime: Runtime, worker: string, path: string): Promise<Taken> {
  const [cpu, began] = [runtime.cpu(), performance.now()];
  await documentAt(runtime, worker, path);
  return { cpu: runtime.cpu() - cpu, time: performance.now() - began };
}

/** What is not the isolates' own is made ready: KV's simulation, sockets, the kernel's cache. */
async function serveOthers(runtime: Runtime): Promise<void> {
  for (let time = 0; time < 5; time++) {
    for (const name of NAMES) await documentAt(runtime, 'other', `${DOCUMENTS[name]}?${time}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** An isolate for each document that nobody has asked for anything, in a workerd that has served others. */
async function firstRound(programs: Versions<Program>, built: Bare): Promise<Record<string, Taken>> {
  const streams = NAMES.map((name) => streamOf(`stream ${name}`, built, name));
  const runtimes = await forEachVersion(programs, ({ modules, state }, version) => {
    const readers = ['other', ...NAMES].map((name) => readerOf(name, modules));
    return openRuntime([...readers, ...(version === 'now' ? streams : [])], { state });
  });
  try {
    await forEachVersion(runtimes, serveOthers);
    const taken: Record<string, Taken> = {};
    for (const name of NAMES) {
      for (const version of present(programs))
        taken[`${version} ${name}`] = await take(runtimes[version] as Runtime, name, DOCUMENTS[name]);
      taken[`stream ${name}`] = await take(runtimes.now, `stream ${name}`, '/');
    }
    return taken;
  } finally {
    await forEachVersion(runtimes, (runtime) => runtime.stop());
  }
}

async function measureFirst(
  programs: Versions<Program>,
  built: Bare,
  { firsts }: Scale,
  advance: () => void,
): Promise<Cold['first']> {
  const rounds: Record<string, Taken>[] = [];
  for (let round = 0; round < firsts; round++) {
    rounds.push(await firstRound(programs, built));
    advance();
  }
  const first = NAMES.map((name) => {
    const series = (who: string) => [who, rounds.map((taken) => taken[`${who} ${name}`])];
    return [name, Object.fromEntries([...present(programs), 'stream'].map(series))];
  });
  return Object.fromEntries(first) as Cold['first'];
}

async function measureStart(worker: Worker, path: string, state: string): Promise<Taken> {
  const runtime = await openRuntime([worker], { state });
  try {
    await documentAt(runtime, worker.name, path);
    return { cpu: runtime.cpu(), time: performance.now() - runtime.started };
  } finally {
    await runtime.stop();
  }
}

/** What the first request to an isolate costs, and the start before it. */
export async function measureCold(
  programs: Versions<Program>,
  built: Bare,
  folder: string,
  scale: Scale,
  advance: () => void,
): Promise<Cold> {
  const first = await measureFirst(programs, built, scale, advance);
  const start = await interleave([...present(programs), 'bare'] as const, scale.starts, async (who) => {
    const { modules, state } = programs[who === 'bare' ? 'now' : who] as Program;
    const taken = await (who === 'bare'
      ? measureStart(bareOf(built), '/', state)
      : measureStart(readerOf('reader', modules), DOCUMENTS.rss, state));
    if (who === 'bare') advance();
    return taken;
  });
  const file = join(folder, 'startup.cpuprofile');
  const startup = await interleave(present(programs), scale.starts, async (version) => {
    await programs[version]?.checkStartup(file);
    if (version === 'now') advance();
    return busyMilliseconds(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
  });
  return { first, start, startup };
}
