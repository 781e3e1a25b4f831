import type { Settings } from '../../settings.ts';
import type { Fetched, PageRequest } from './fetched.ts';

export interface FetcherOptions {
  sql: SqlStorage;
  settings: Pick<Settings, 'site' | 'isLoopbackAllowed'>;
  /** The clock, in milliseconds. */
  now?: () => number;
  send?: typeof fetch;
  sleep?: (milliseconds: number) => Promise<void>;
}

/** Fetches what others publish: one request a host at a time, within bounds, and only what robots may read. */
export class Fetcher {
  readonly #options: FetcherOptions;

  constructor(options: FetcherOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async fetchPage({ url }: PageRequest): Promise<Fetched> {
    const { settings } = this.#options;
    return { ok: false, kind: 'address', detail: `${settings.site.title} cannot fetch ${url} yet.` };
  }
}
