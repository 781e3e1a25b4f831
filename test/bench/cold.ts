import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runWrangler } from '../../src/cli/wrangler.ts';
import type { Module } from './build.ts';
import { documentAt, readerOf } from './newsroom.ts';
import { busyMilliseconds, type CpuProfile } from './profile.ts';
import { DOCUMENTS, type DocumentName } from './reading.ts';
import { openRuntime, type Runtime, type Worker } from './runtime.ts';
import type { Scale } from './scale.ts';

/** A request: CPU of workerd and time, in milliseconds. */
export interface Taken {
  cpu: number;
  time: number;
}

export interface Cold {
  /** The first request to an isolate that has started. */
  first: Record<DocumentName, Taken[]>;
  /** The same of a Worker that answers with what KV holds. */
  firstStream: Taken[];
  /** From the start of workerd to the first feed, of the Worker and of a bare one. */
  start: { program: Taken[]; bare: Taken[] };
  /** What `wrangler check startup` takes, in milliseconds of CPU. */
  startup: number[];
}

const NAMES = Object.keys(DOCUMENTS) as DocumentName[];

async function take(runtime: Runtime, worker: string, path: string): Promise<Taken> {
  const [cpu, began] = [runtime.cpu(), performance.now()];
  await documentAt(runtime, worker, path);
  return { cpu: runtime.cpu() - cpu, time: performance.now() - began };
}

/** Isolates that nobody has asked for anything, in a workerd that has served others. */
async function measureFirst(state: string, program: Module[], stream: Module, scale: Scale) {
  const rounds = Array.from({ length: scale.rounds }, (_, round) => round);
  const streams = rounds.map(
    (round): Worker => ({ name: `stream ${round}`, modules: [stream], kv: { DOCUMENTS: 'documents' } }),
  );
  const readers = rounds.flatMap((round) => NAMES.map((name) => readerOf(`${name} ${round}`, program)));
  const other = readerOf('other', program);
  const runtime = await openRuntime([other, ...streams, ...readers], { state });
  try {
    // What is not the isolate's own: KV's simulation, sockets, the kernel's cache.
    for (let time = 0; time < 5; time++) {
      for (const name of NAMES) await documentAt(runtime, 'other', `${DOCUMENTS[name]}?${time}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const first: Cold['first'] = { rss: [], atom: [], json: [], page: [] };
    const firstStream: Taken[] = [];
    for (const round of rounds) {
      for (const name of NAMES) first[name].push(await take(runtime, `${name} ${round}`, DOCUMENTS[name]));
      firstStream.push(await take(runtime, `stream ${round}`, '/'));
    }
    return { first, firstStream };
  } finally {
    await runtime.stop();
  }
}

async function measureStart(state: string, worker: Worker, path: string): Promise<Taken> {
  const began = performance.now();
  const runtime = await openRuntime([worker], { state });
  try {
    await documentAt(runtime, worker.name, path);
    return { cpu: runtime.cpu(), time: performance.now() - began };
  } finally {
    await runtime.stop();
  }
}

async function measureStartup(folder: string): Promise<number> {
  const file = join(folder, 'startup.cpuprofile');
  await runWrangler(['check', 'startup', '--outfile', file], 'pipe');
  return busyMilliseconds(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
}

/** What the first request to an isolate costs, and the start before it. */
export async function measureCold(
  state: string,
  folder: string,
  { program, constant, stream }: { program: Module[]; constant: Module; stream: Module },
  scale: Scale,
  advance: () => void,
): Promise<Cold> {
  const { first, firstStream } = await measureFirst(state, program, stream, scale);
  advance();
  const bare: Worker = {
    name: 'bare',
    modules: [constant, { type: 'Data', path: 'body', contents: new Uint8Array(100_000) }],
  };
  const start: Cold['start'] = { program: [], bare: [] };
  const startup: number[] = [];
  for (let round = 0; round < scale.rounds; round++) {
    start.program.push(await measureStart(state, readerOf('reader', program), DOCUMENTS.rss));
    start.bare.push(await measureStart(state, bare, '/'));
    startup.push(await measureStartup(folder));
    advance();
  }
  return { first, firstStream, start, startup };
}
