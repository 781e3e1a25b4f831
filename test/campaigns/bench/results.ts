import type { Cold } from './measures/cold.ts';
import type { Exchange } from './measures/exchange.ts';
import type { Latency } from './measures/latency.ts';
import type { Memory } from './measures/memory.ts';
import type { Publishing } from './measures/publishing.ts';
import type { Push } from './measures/push.ts';
import type { Reading } from './measures/reading.ts';
import type { RendererSpeed } from './measures/renderers.ts';
import type { Walks } from './measures/walks.ts';
import type { Share } from './profile.ts';
import type { Program, Versions } from './programs.ts';

/** The results of a run. */
export interface Results {
  script: Versions<Program['script']>;
  reading: Reading;
  /** KV reads of an isolate's first request, and of the next one. */
  reads: { cold: number; warm: number };
  cold: Cold;
  publishing: Publishing[];
  latency: Latency[];
  exchange: Versions<Exchange>;
  memory: Memory;
  walks: Walks;
  renderers: RendererSpeed[];
  push: Push;
  /** The functions that take the most time, for each profiled task. */
  profiles: { what: string; shares: Share[] }[];
}
