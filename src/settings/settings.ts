import * as z from 'zod';
import identity from '../../data/site.json' with { type: 'json' };
import { isLoopback } from '../lib/public-hosts.ts';
import { type SavedSettings, seenOf, withSaved } from './saved-settings.ts';
import type { Site } from './site.ts';
import { type NewsroomSettings, parseNewsroom, parseSite } from './site-schema.ts';

/** The variables in wrangler.toml. */
export interface Variables {
  SITE_URL: string;
  REUSE_SECONDS: string;
  FLUSH_MILLISECONDS: string;
  HUB_RETRY_SECONDS: string;
  HUB_LOOPBACK: string;
}

export interface Settings {
  site: Site;
  newsroom: NewsroomSettings;
  /** Seconds for which an isolate reuses what it has read from KV. */
  reuseSeconds: number;
  /** Milliseconds between a change and its write to KV. Changes in the meantime are written with it. */
  flushMilliseconds: number;
  /** Seconds before the first retry of a delivery. Each further delay is twice as long. */
  retrySeconds: number;
  /** Whether the hub and the wire may call this machine, for development. */
  isLoopbackAllowed: boolean;
}

const settingsSchema = z.object({
  REUSE_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).min(0).max(3600),
  FLUSH_MILLISECONDS: z.coerce.number({ error: 'must be a number of milliseconds' }).min(0).max(86_400_000),
  HUB_RETRY_SECONDS: z.coerce.number({ error: 'must be a number of seconds' }).min(0).max(3600),
  HUB_LOOPBACK: z.enum(['true', 'false'], { error: 'must be true or false' }),
});

let settings: (Settings & { from: string }) | undefined;
/** The settings with something saved, by what they were parsed from: the same are the same object. An isolate may run Desk and readers. */
const savedSettings = new Map<string, Settings>();
const MAX_KEPT = 4;

const variablesOf = (env: Variables) =>
  [env.SITE_URL, env.REUSE_SECONDS, env.FLUSH_MILLISECONDS, env.HUB_RETRY_SECONDS, env.HUB_LOOPBACK].join(
    ' ',
  );

/**
 * Returns the settings with what the newsroom has saved in place of that of data/site.json. The same is parsed once. Throws if what is
 * saved breaks a rule, which a later version may have added.
 */
export function readSettingsWith(env: Variables, saved: SavedSettings): Settings {
  if (Object.keys(saved).length === 0) return readSettings(env);
  const from = `${variablesOf(env)} ${JSON.stringify(saved)}`;
  const known = savedSettings.get(from);
  if (known) return known;
  const merged = withSaved(identity, saved);
  const site: Site = {
    ...parseSite(merged, env.SITE_URL),
    ...(seenOf(saved) === undefined ? {} : { isSaved: true }),
  };
  const read = { ...readSettings(env), site, newsroom: parseNewsroom(merged) };
  if (savedSettings.size === MAX_KEPT) savedSettings.clear();
  savedSettings.set(from, read);
  return read;
}

/** Returns the settings of data/site.json, which each isolate parses once. Throws an error that says which setting is wrong. */
export function readSettings(env: Variables): Settings {
  const from = variablesOf(env);
  if (settings?.from === from) return settings;
  const parsed = settingsSchema.safeParse(env);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const site = parseSite(identity, env.SITE_URL);
  const isLoopbackAllowed = parsed.data.HUB_LOOPBACK === 'true';
  if (isLoopbackAllowed && !isLoopback(new URL(site.url).hostname)) {
    throw new Error(
      `HUB_LOOPBACK must be false, because SITE_URL is not a loopback address (it is ${site.url}).`,
    );
  }
  settings = {
    from,
    site,
    newsroom: parseNewsroom(identity),
    reuseSeconds: parsed.data.REUSE_SECONDS,
    flushMilliseconds: parsed.data.FLUSH_MILLISECONDS,
    retrySeconds: parsed.data.HUB_RETRY_SECONDS,
    isLoopbackAllowed,
  };
  return settings;
}

/** Returns the configuration error, or undefined. */
export function settingsFault(env: Variables): string | undefined {
  try {
    readSettings(env);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** How Cloudflare Access signs people in to the newsroom. */
export interface AccessSettings {
  /** As in `https://<team>.cloudflareaccess.com`. */
  team: string;
  /** The audience tag of the application. */
  audience: string;
}

/** Returns how Access is set up; undefined if it is not used. Throws if only half of it is there, or the team is no team's name. */
export function readAccess(env: { ACCESS_TEAM?: string; ACCESS_AUD?: string }): AccessSettings | undefined {
  const { ACCESS_TEAM: team = '', ACCESS_AUD: audience = '' } = env;
  if (team === '' && audience === '') return undefined;
  if (!/^[a-z\d-]+$/i.test(team))
    throw new Error(
      `ACCESS_TEAM must be the name of the team, like "my-team" for my-team.cloudflareaccess.com (is "${team}").`,
    );
  if (audience === '')
    throw new Error('ACCESS_AUD must be set with ACCESS_TEAM: it is the audience tag of the application.');
  return { team: team.toLowerCase(), audience };
}
