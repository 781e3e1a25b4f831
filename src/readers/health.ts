import { loggerOf, REQUEST_ID_HEADER, requestId } from '../lib/log.ts';
import { editionKey, Unavailable } from '../platform/kv.ts';
import { settingsFault } from '../settings/settings.ts';
import { BrokenValue, parseEdition, readRecord } from '../site/document/stored-record.ts';
import type { EdgeContext } from './context.ts';
import type { ReadOptions } from './kv-cache.ts';
import { readKvValue } from './kv-read.ts';
import { readOptions } from './respond.ts';

/** Whether readers are served, for a monitor. It reveals only what the feeds reveal. */
interface Health {
  status: 'pass' | 'fail';
  /** The result, in words. */
  says: string;
  /** What to do, if anything. */
  next?: string;
  /** When the edition of all stories last changed (RFC 3339), and how many seconds ago; `null` if it cannot be read. */
  edition: { updated: string; seconds: number } | null;
}

const STATUS = 'see `npm run story -- status`';

async function examine({ kv, now, log }: ReadOptions): Promise<Health> {
  const key = editionKey('all');
  try {
    const { bytes, metadata } = await readKvValue(kv, key);
    if (bytes === null) {
      return {
        status: 'fail',
        says: 'KV can be read but has no edition: nothing has been published, or it was lost.',
        next: `Publish a story. If there are stories already, ${STATUS} and run \`npm run story -- rebuild\`.`,
        edition: null,
      };
    }
    const record = await readRecord(key, bytes, metadata);
    if (!record) throw new Unavailable(`KV gave nothing for ${key}`);
    const edition = parseEdition('all', record, ({ message }) =>
      log({ event: 'kv-entry-broken', key, error: message }),
    );
    const updated = metadata?.updated ?? edition.updated;
    const seconds = Math.max(0, Math.round((now - Date.parse(updated)) / 1000));
    const byDesk = {
      says: 'KV can be read and has an edition. `edition.seconds` is how long ago it last changed.',
    };
    const byHand = {
      says: 'Readers are served, but the edition in KV was written by hand, not by the Desk.',
      next: 'Run `npm run story -- rebuild`.',
    };
    return { status: 'pass', ...(metadata ? byDesk : byHand), edition: { updated, seconds } };
  } catch (error) {
    if (error instanceof Unavailable || error instanceof BrokenValue) {
      log({ event: 'kv-value-broken', key, error: error.message });
      return {
        status: 'fail',
        says: 'The edition in KV is broken. Readers get the copies that caches and isolates still have.',
        next: 'If this lasts for minutes, run `npm run story -- rebuild`.',
        edition: null,
      };
    }
    log({ event: 'kv-read-failed', key, error: String(error) });
    return {
      status: 'fail',
      says: 'KV cannot be read. Readers get the copies that caches and isolates still have.',
      next: `Wait until KV recovers; see https://www.cloudflarestatus.com/. For the Desk, ${STATUS}.`,
      edition: null,
    };
  }
}

let last: { kv: ReadOptions['kv']; at: number; health: Health } | undefined;

/** Returns the result of the last examination if it is at most `reuseSeconds` old, else examines KV. */
async function currentHealth(options: ReadOptions): Promise<Health> {
  const { kv, now, reuseSeconds } = options;
  // If the clock was set back, a result from the future does not count.
  const isFresh = last && last.kv === kv && now >= last.at && now < last.at + reuseSeconds * 1000;
  if (!last || !isFresh) last = { kv, at: now, health: await examine(options) };
  return last.health;
}

/** Handles /healthz: 200 if readers are served, else 503. */
export async function handleHealth(c: EdgeContext): Promise<Response> {
  const fault = settingsFault(c.env);
  if (fault !== undefined) loggerOf(c.req.raw)({ event: 'misconfigured', error: fault });
  const health: Health =
    fault === undefined
      ? await currentHealth(readOptions(c, Date.now()))
      : {
          status: 'fail',
          says: `A setting is wrong, so nothing is served: ${fault}`,
          next: 'Fix it in wrangler.toml or data/site.json, and deploy again.',
          edition: null,
        };
  return new Response(`${JSON.stringify(health, null, 2)}\n`, {
    status: health.status === 'pass' ? 200 : 503,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
      [REQUEST_ID_HEADER]: requestId(c.req.raw),
    },
  });
}
