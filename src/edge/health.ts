import { BrokenValue, parseEdition, readRecord } from '../document/stored.ts';
import { Unavailable } from '../document/unavailable.ts';
import { editionKey } from '../kv.ts';
import { loggerOf, REQUEST_ID_HEADER, requestId } from '../lib/log.ts';
import { settingsFault } from '../settings.ts';
import { readingOf } from './rendered/answer.ts';
import type { Reading } from './rendered/reading.ts';
import type { EdgeContext } from './scopes.ts';
import { readValue } from './store.ts';

/** Whether readers are served, for a program that watches. It tells nothing that the feeds do not tell. */
interface Health {
  status: 'pass' | 'fail';
  /** What was found, in words. */
  says: string;
  /** What to do, where there is something. */
  next?: string;
  /** When the newest edition last changed (RFC 3339), and how long ago that is. */
  edition: { updated: string; seconds: number } | null;
}

const STATUS = 'see `npm run story -- status`';

async function examine({ kv, now, log }: Pick<Reading, 'kv' | 'now' | 'log'>): Promise<Health> {
  const key = editionKey('all');
  try {
    const { bytes, known } = await readValue(kv, key);
    if (bytes === null) {
      return {
        status: 'fail',
        says: 'KV can be read and has no edition: nothing was published yet, or it was lost.',
        next: `Publish a story; if there are some, ${STATUS}, and run \`npm run story -- rebuild\`.`,
        edition: null,
      };
    }
    // As the feeds read it.
    const record = await readRecord(key, bytes, known);
    if (!record) throw new Unavailable(`KV gave nothing for ${key}`);
    const edition = parseEdition('all', record, ({ message }) =>
      log({ event: 'kv-entry-broken', key, error: message }),
    );
    const updated = known?.updated ?? edition.updated;
    const seconds = Math.max(0, Math.round((now - Date.parse(updated)) / 1000));
    const printed = {
      says: 'KV can be read and has an edition. How old it is says when something last changed.',
    };
    const byHand = {
      says: 'Readers are served, but the edition in KV is not one that was printed here: somebody has put it there by hand.',
      next: 'Run `npm run story -- rebuild`.',
    };
    return { status: 'pass', ...(known ? printed : byHand), edition: { updated, seconds } };
  } catch (error) {
    if (error instanceof Unavailable || error instanceof BrokenValue) {
      log({ event: 'kv-value-broken', key, error: error.message });
      return {
        status: 'fail',
        says: 'The edition in KV is broken, or a part of it. Readers are served what caches and isolates still have.',
        next: 'If it stays so for minutes, run `npm run story -- rebuild`.',
        edition: null,
      };
    }
    log({ event: 'kv-read-failed', key, error: String(error) });
    return {
      status: 'fail',
      says: 'KV cannot be read. Readers are served what caches and isolates still have.',
      next: `It comes back by itself; see https://www.cloudflarestatus.com/. For the Desk, ${STATUS}.`,
      edition: null,
    };
  }
}

let last: { kv: Reading['kv']; at: number; health: Health } | undefined;

/** Answers whether readers are served: 200 or 503. Whoever asks over and over costs one KV read in `reuseSeconds`. */
async function serveHealth(reading: Pick<Reading, 'kv' | 'now' | 'log' | 'reuseSeconds'>) {
  const { kv, now, reuseSeconds } = reading;
  // A clock that was set back has not asked yet.
  const isFresh = last && last.kv === kv && now >= last.at && now < last.at + reuseSeconds * 1000;
  if (!last || !isFresh) {
    last = { kv, at: now, health: await examine(reading) };
  }
  return answer(last.health);
}

/** Answers that nothing is served, because a setting is wrong. */
const misconfiguredHealth = (fault: string) =>
  answer({
    status: 'fail',
    says: `A setting is wrong, so that nothing is served: ${fault}`,
    next: 'Change it in wrangler.toml or data/site.json and deploy again.',
    edition: null,
  });

const answer = (health: Health) =>
  new Response(`${JSON.stringify(health, null, 2)}\n`, {
    status: health.status === 'pass' ? 200 : 503,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Robots-Tag': 'noindex',
    },
  });

/** Whether readers are served. */
export async function health(c: EdgeContext): Promise<Response> {
  const fault = settingsFault(c.env);
  if (fault !== undefined) loggerOf(c.req.raw)({ event: 'misconfigured', error: fault });
  const response = fault === undefined ? await serveHealth(readingOf(c)) : misconfiguredHealth(fault);
  response.headers.set(REQUEST_ID_HEADER, requestId(c.req.raw));
  return response;
}
