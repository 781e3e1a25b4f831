import type { Cold } from './measures/cold.ts';
import type { Exchange } from './measures/exchange.ts';
import type { Latency } from './measures/latency.ts';
import type { Memory } from './measures/memory.ts';
import type { Publishing } from './measures/publishing.ts';
import type { Push } from './measures/push.ts';
import type { Reading } from './measures/reading.ts';
import type { Rendered } from './measures/renderers.ts';
import type { Walks } from './measures/walks.ts';
import type { Share } from './profile.ts';
import type { Versions } from './programs.ts';

/** What a run has measured. */
export interface Results {
  /** What an isolate loads to answer readers weighs compressed, in bytes. */
  script: Versions<number>;
  reading: Reading;
  /** KV reads of a request that is the first, and of one that follows at once. */
  reads: { cold: number; warm: number };
  cold: Cold;
  publishing: Publishing[];
  latency: Latency[];
  exchange: Versions<Exchange>;
  memory: Memory;
  walks: Walks;
  renderers: Rendered[];
  push: Push;
  /** Where the time goes, by what was asked for. */
  profiles: { what: string; shares: Share[] }[];
}
