import { type BuiltWorkers, bareWorker } from '../bare.ts';
import { Inspector } from '../inspector.ts';
import { readerOf } from '../newsroom.ts';
import type { Program } from '../programs.ts';
import { type Spread, spreadOf } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';

/** The memory of an isolate: its heap and the buffers outside, including garbage, in MB. */
export interface Memory {
  program: Spread;
  bare: number;
  /** The resident memory of workerd before and after, in MB. */
  process: { before: number; after: number };
  requests: number;
  urls: number;
}

/** Suffixes of story URLs that readers request. */
const FORMS = ['', '.md', '.json', '/cite.bib'];
const CONCURRENCY = 16;
/**
 * The requests are sent in this many parts. In the second half, memory is read after each part, because a single reading would
 * depend on when garbage was last collected.
 */
export const PARTS = 40;

interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
  embedderHeapUsedSize?: number;
}

async function heapOf(runtime: Runtime, worker: string): Promise<number> {
  const inspector = await Inspector.open(runtime, worker);
  try {
    const usage = await inspector.call<HeapUsage>('Runtime.getHeapUsage');
    return (usage.usedSize + (usage.backingStorageSize ?? 0) + (usage.embedderHeapUsedSize ?? 0)) / 1e6;
  } finally {
    inspector.close();
  }
}

/** Sends many requests, each with its own URL, and reads the isolate's memory meanwhile. */
export async function measureMemory(
  { modules, state }: Program,
  built: BuiltWorkers,
  scale: Scale,
  advance: () => void,
): Promise<Memory> {
  const runtime = await openRuntime([readerOf('reader', modules), bareWorker(built)], {
    state,
    inspector: true,
  });
  const paths = Array.from({ length: scale.stories }, (_, number) =>
    FORMS.map((form) => `/stories/story-${number}${form}`),
  )
    .flat()
    .slice(0, 10_000);
  const { requests } = scale;
  const ask = async (number: number) => {
    const path = paths[(number * 7919) % paths.length] as string;
    const response = await fetch(`${runtime.urlOf('reader')}${path}?${number}`);
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
  };
  try {
    const before = runtime.memory();
    const readings: number[] = [];
    let next = 0;
    const askUntil = async (end: number) => {
      while (next < end) await ask(next++);
    };
    for (let part = 1; part <= PARTS; part++) {
      const end = Math.ceil((requests * part) / PARTS);
      await Promise.all(Array.from({ length: CONCURRENCY }, () => askUntil(end)));
      if (part > PARTS / 2) readings.push(await heapOf(runtime, 'reader'));
      advance();
    }
    return {
      program: spreadOf(readings),
      bare: await heapOf(runtime, 'bare'),
      process: { before, after: runtime.memory() },
      requests,
      urls: Math.min(paths.length, requests),
    };
  } finally {
    await runtime.stop();
  }
}
