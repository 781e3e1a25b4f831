import * as z from 'zod';
import identity from '../data/site.json' with { type: 'json' };
import { parseSite, type Site } from './site.ts';

/** What wrangler.toml binds. */
export interface Env {
  STORIES: KVNamespace;
  DESK: DurableObjectNamespace;
  API_RATE: RateLimit;
  SITE_URL: string;
  REUSE_SECONDS: string;
  FLUSH_MILLISECONDS: string;
  /** Who may publish: `name:token`, several separated by commas. A secret; without it the API is closed. */
  PUBLISH_TOKEN?: string;
}

export interface Settings {
  site: Site;
  /** Seconds for which an isolate answers from what it has read. */
  reuseSeconds: number;
  /** Milliseconds from a change to its printing, in which further changes join it. */
  flushMilliseconds: number;
}

const settingsSchema = z.object({
  REUSE_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).min(0).max(3600),
  FLUSH_MILLISECONDS: z.coerce.number({ error: 'must be a number of milliseconds' }).min(0).max(86_400_000),
});

let settings: (Settings & { from: string }) | undefined;

/** Reads the settings once for each isolate; throws what they have wrong. */
export function readSettings(env: Pick<Env, 'SITE_URL' | 'REUSE_SECONDS' | 'FLUSH_MILLISECONDS'>): Settings {
  const from = [env.SITE_URL, env.REUSE_SECONDS, env.FLUSH_MILLISECONDS].join(' ');
  if (settings?.from === from) return settings;
  const parsed = settingsSchema.safeParse(env);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const { REUSE_SECONDS: reuseSeconds, FLUSH_MILLISECONDS: flushMilliseconds } = parsed.data;
  settings = { from, site: parseSite(identity, env.SITE_URL), reuseSeconds, flushMilliseconds };
  return settings;
}
