import * as z from 'zod';
import identity from '../../data/site.json' with { type: 'json' };
import { parseSite, type Site } from '../site.ts';

/** What wrangler.toml binds. */
export interface Env {
  STORIES: KVNamespace;
  SITE_URL: string;
  REUSE_SECONDS: string;
}

export interface Settings {
  site: Site;
  /** Seconds for which an isolate answers from what it has read. */
  reuseSeconds: number;
}

const reuseSeconds = z.coerce.number({ error: 'must be a number of seconds' }).min(0).max(3600);

let settings: (Settings & { from: string }) | undefined;

/** Reads the settings once for each isolate; throws what they have wrong. */
export function readSettings({ SITE_URL, REUSE_SECONDS }: Pick<Env, 'SITE_URL' | 'REUSE_SECONDS'>): Settings {
  const from = `${SITE_URL} ${REUSE_SECONDS}`;
  if (settings?.from === from) return settings;
  const parsed = z.object({ REUSE_SECONDS: reuseSeconds }).safeParse({ REUSE_SECONDS });
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  settings = { from, site: parseSite(identity, SITE_URL), reuseSeconds: parsed.data.REUSE_SECONDS };
  return settings;
}
