import { type Bare, bareOf } from '../bare.ts';
import { Inspector } from '../inspector.ts';
import { readerOf } from '../newsroom.ts';
import type { Program } from '../programs.ts';
import { type Spread, spreadOf } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';

/** What an isolate holds: its heap with the buffers outside of it, garbage included, in MB. */
export interface Memory {
  program: Spread;
  bare: number;
  /** What all of workerd has, before and after, in MB. */
  process: { before: number; after: number };
  requests: number;
  urls: number;
}

/** The forms of a story that readers ask for. */
const FORMS = ['', '.md', '.json', '/cite.bib'];
/** Requests at the same time. */
const LANES = 16;
/** Parts of the requests; after each of the second half the memory is looked at, as garbage comes and goes. */
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

/** Asks for many addresses, none of them twice in the same words, and looks at what the isolate holds meanwhile. */
export async function measureMemory(
  { modules, state }: Program,
  built: Bare,
  scale: Scale,
  advance: () => void,
): Promise<Memory> {
  const runtime = await openRuntime([readerOf('reader', modules), bareOf(built)], { state, inspector: true });
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
    const lane = async (end: number) => {
      while (next < end) await ask(next++);
    };
    for (let part = 1; part <= PARTS; part++) {
      const end = Math.ceil((requests * part) / PARTS);
      await Promise.all(Array.from({ length: LANES }, () => lane(end)));
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
