import type { ApiClient } from '../../cli/client/api-client.ts';
import type { Site } from '../../settings/site.ts';
import type { Interruption } from './interruption.ts';
import type { Progress } from './progress.ts';
import type { WorkFolder } from './work/work-folder.ts';

/** A move as it runs. */
export interface Move {
  work: WorkFolder;
  /** The server; null if a dry run reaches none. */
  api: ApiClient | null;
  /** The site of the server: data/site.json, and what was saved there in its place. */
  site: Site;
  /** The time zone of the newsroom. */
  timeZone: string;
  isDryRun: boolean;
  /** By which acknowledgements of the server are kept: its address. */
  server: string;
  /** By which what this run does is kept: the server's address, or that it was a dry run. */
  ledger: string;
  progress: Progress;
  interruption: Interruption;
  /** The present time, in milliseconds. */
  now: number;
}

/** What a dry run keeps its outcomes by. */
export const DRY_RUN = 'dry run';
