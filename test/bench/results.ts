import type { Cold } from './cold.ts';
import type { Memory } from './memory.ts';
import type { Share } from './profile.ts';
import type { Publishing } from './publishing.ts';
import type { Push } from './push.ts';
import type { Reading } from './reading.ts';
import type { Rendered } from './renderers.ts';
import type { Walks } from './walks.ts';

/** What a run has measured. */
export interface Results {
  /** What the entry weighs compressed, in bytes. */
  bundle: number;
  reading: Reading;
  /** KV reads of a request that is the first, and of one that follows at once. */
  reads: { cold: number; warm: number };
  cold: Cold;
  publishing: Publishing[];
  memory: Memory;
  walks: Walks;
  renderers: Rendered[];
  push: Push;
  /** Where the time goes, by what was asked for. */
  profiles: { what: string; shares: Share[] }[];
}
