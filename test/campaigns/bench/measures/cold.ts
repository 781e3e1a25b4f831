import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuiltWorkers, streamWorker } from '../bare.ts';
import { DOCUMENTS, type DocumentName, NAMES } from '../documents.ts';
import { fetchDocument, readerOf } from '../newsroom.ts';
import { busyMilliseconds, type CpuProfile } from '../profile.ts';
import { forEachVersion, type Program, VERSIONS, type Version, type Versions } from '../programs.ts';
import { interleave } from '../rounds.ts';
import { openRuntime, type Runtime, type Worker } from '../runtime.ts';
import type { Scale } from '../scale.ts';

/** The CPU time of workerd and the elapsed time of a request, in milliseconds. */
export interface RequestCost {
  cpu: number;
  time: number;
}

/** Costs of the current program, of a bare Worker that streams the same bytes from KV, and of the earlier program, if that was measured. */
type Costs = Record<'now' | 'stream', RequestCost[]> & { before?: RequestCost[] };

export interface Cold {
  /** The first request of an isolate. */
  first: Record<DocumentName, Costs>;
  /** From the start of workerd to the first feed. */
  start: Costs;
  /** The CPU time of `wrangler check startup`, in milliseconds. */
  startup: Versions<number[]>;
}

const measuredVersions = ({ before }: Versions<Program>): readonly Version[] => (before ? VERSIONS : ['now']);

async function measureRequest(runtime: Runtime, worker: string, path: string): Promise<RequestCost> {
  const [cpu, began] = [runtime.cpu(), performance.now()];
  await fetchDocument(runtime, worker, path);
  return { cpu: runtime.cpu() - cpu, time: performance.now() - began };
}

/** Warms up what isolates share: the simulation of KV, sockets, the kernel's cache. */
async function warmUp(runtime: Runtime): Promise<void> {
  for (let time = 0; time < 5; time++) {
    for (const name of NAMES) await fetchDocument(runtime, 'other', `${DOCUMENTS[name]}?${time}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Measures the first request for each document, each in its own isolate, in a workerd that has served others. */
async function measureFirstRound(
  programs: Versions<Program>,
  built: BuiltWorkers,
): Promise<Record<string, RequestCost>> {
  const streams = NAMES.map((name) => streamWorker(`stream ${name}`, built, name));
  const runtimes = await forEachVersion(programs, ({ modules, state, flags }, version) => {
    const readers = ['other', ...NAMES].map((name) => readerOf(name, modules));
    return openRuntime([...readers, ...(version === 'now' ? streams : [])], { state, flags });
  });
  try {
    await forEachVersion(runtimes, warmUp);
    const costs: Record<string, RequestCost> = {};
    for (const name of NAMES) {
      for (const version of measuredVersions(programs))
        costs[`${version} ${name}`] = await measureRequest(
          runtimes[version] as Runtime,
          name,
          DOCUMENTS[name],
        );
      costs[`stream ${name}`] = await measureRequest(runtimes.now, `stream ${name}`, '/');
    }
    return costs;
  } finally {
    await forEachVersion(runtimes, (runtime) => runtime.stop());
  }
}

async function measureFirst(
  programs: Versions<Program>,
  built: BuiltWorkers,
  { firstRequests }: Scale,
  advance: () => void,
): Promise<Cold['first']> {
  const rounds: Record<string, RequestCost>[] = [];
  for (let round = 0; round < firstRequests; round++) {
    rounds.push(await measureFirstRound(programs, built));
    advance();
  }
  const first = NAMES.map((name) => {
    const series = (who: string) => [who, rounds.map((costs) => costs[`${who} ${name}`])];
    return [name, Object.fromEntries([...measuredVersions(programs), 'stream'].map(series))];
  });
  return Object.fromEntries(first) as Cold['first'];
}

async function measureStart(worker: Worker, path: string, program: Program): Promise<RequestCost> {
  const { state, flags } = program;
  const runtime = await openRuntime([worker], { state, flags });
  try {
    await fetchDocument(runtime, worker.name, path);
    return { cpu: runtime.cpu(), time: performance.now() - runtime.started };
  } finally {
    await runtime.stop();
  }
}

/** Measures the first request of an isolate, and starts of workerd. */
export async function measureCold(
  programs: Versions<Program>,
  built: BuiltWorkers,
  folder: string,
  scale: Scale,
  advance: () => void,
): Promise<Cold> {
  const first = await measureFirst(programs, built, scale, advance);
  const start = await interleave(
    [...measuredVersions(programs), 'stream'] as const,
    scale.starts,
    async (who) => {
      const program = programs[who === 'stream' ? 'now' : who] as Program;
      const cost = await (who === 'stream'
        ? measureStart(streamWorker('stream', built, 'rss'), '/', program)
        : measureStart(readerOf('reader', program.modules), DOCUMENTS.rss, program));
      if (who === 'stream') advance();
      return cost;
    },
  );
  const file = join(folder, 'startup.cpuprofile');
  const startup = await interleave(measuredVersions(programs), scale.starts, async (version) => {
    await programs[version]?.checkStartup(file);
    if (version === 'now') advance();
    return busyMilliseconds(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
  });
  return { first, start, startup };
}
