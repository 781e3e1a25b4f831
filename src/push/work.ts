import type { Env } from '../env.ts';
import type { Settings } from '../settings.ts';
import type { Outbound } from './outbound.ts';

/** What the messages of a batch are worked off with. */
export interface Work {
  env: Env;
  settings: Settings;
  outbound: Outbound;
}
