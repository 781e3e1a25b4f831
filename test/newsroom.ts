import { env, exports } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import type { Desk } from '../src/newsroom/desk/desk.ts';
import { deskOf } from '../src/newsroom/desk/desk-stub.ts';
import { newsroomSourceOf } from '../src/newsroom/transfer/desk/newsroom-source.ts';
import { wireOf } from '../src/newsroom/wire/wire-stub.ts';
import { type KvMetadata, readMetadata } from '../src/platform/kv.ts';
import type { SavedSettings } from '../src/settings/saved-settings.ts';
import { ann } from './actors.ts';
import { deskObject, runInside } from './objects.ts';
import './newsroom/api/contract.ts';
import { bind } from './bind.ts';
import { recordInEntry } from './print.ts';
import { readStep, type Step } from './walk.ts';

export { emptyStorage as reopen } from './storage.ts';

export const desk = () => deskOf(env);

/** Where backups get the newsroom's own lines from. */
export const newsroom = () => newsroomSourceOf(desk(), wireOf(env).feeds);

/** Sends the API a request with Ann's token, unless `token` says otherwise. Text is Markdown in a PUT and NDJSON in a POST. Bytes need a type. */
export async function call(
  method: string,
  path: string,
  body?: unknown,
  options: { token?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { token = 'ann-token', headers = {} } = options;
  const isText = typeof body === 'string';
  const isRaw = isText || body instanceof Uint8Array;
  const textType = method === 'POST' ? 'application/x-ndjson' : 'text/markdown';
  const response = await exports.default.fetch(
    new Request(`https://any.host/api${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': isRaw ? textType : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
    }),
  );
  // workerd's `text()` warns that NDJSON does not appear to be text.
  if (response.headers.get('Content-Type') === 'application/x-ndjson')
    response.text = async () => new TextDecoder().decode(await response.arrayBuffer());
  return response;
}

/** Saves settings, as Ann does under Settings. */
export async function saveSettings(fields: SavedSettings): Promise<void> {
  const { version } = await desk().settings.current();
  const done = await desk().settings.change(fields, { base: version, actor: ann, now: Date.now() });
  expect(done).toMatchObject({ ok: true });
}

/** Starts a preview. Returns its id. */
export async function startPreview(story: unknown): Promise<string> {
  return ((await (await call('POST', '/previews', story)).json()) as { id: string }).id;
}

/** Requests a page or feed as a reader. */
export const read = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { headers, redirect: 'manual' }));

/** Returns the record in KV under a key; `null` if there is none. */
export async function recordUnder(key: string): Promise<unknown> {
  const { value, metadata } = await env.STORIES.getWithMetadata(key, 'arrayBuffer');
  const known = readMetadata(metadata) as KvMetadata;
  return recordInEntry({ key, value: new Uint8Array(value ?? []), metadata: known });
}

/** Runs the Desk's alarm once, as if all pending writes were due, or all except the cards, which take longest. */
export const turn = (due: 'all' | 'no cards' = 'all'): Promise<void> =>
  turnInstead({}, due === 'all' ? '' : " WHERE key NOT LIKE 'card:%'");

/** Runs the Desk's alarm once with a replacement for KV's `put`. */
export const turnWith = (put: KVNamespace['put']): Promise<void> =>
  turnInstead({ STORIES: { put, delete: (key: string) => env.STORIES.delete(key) } });

/**
 * Runs the Desk's alarm once with replacements for some bindings. Everything happens in one call of `runInDurableObject`, so that it
 * is the same Desk throughout.
 */
export const turnInstead = (bindings: Record<string, unknown>, due = ''): Promise<void> =>
  runInside(deskObject(), async (instance: Desk, { storage }) => {
    bind(instance, bindings);
    storage.sql.exec(`UPDATE outbox SET due = 0${due}`);
    await storage.deleteAlarm();
    await instance.alarm();
    bind(instance);
  });

/** Makes the next time limit run out at once: a `put` that calls this is given up, without ten seconds of waiting. */
export function expireNextTimeout(): void {
  const after = globalThis.setTimeout;
  const expire = (callback: () => void) => after(callback, 1);
  vi.spyOn(globalThis, 'setTimeout').mockImplementationOnce(expire as unknown as typeof setTimeout);
}

/** Runs the alarm until only cards are pending. */
export async function drain(): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const { outbox, rebuild } = await desk().status(Date.now());
    if (outbox.depth === 0 && rebuild?.isDone !== false) return;
    await turn('no cards');
  }
  throw new Error('The outbox does not become empty.');
}

/** Runs the alarm until only cards are pending, with this SIGNING_KEY. */
export async function drainWith(secret: string | undefined): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const { outbox, rebuild } = await desk().status(Date.now());
    if (outbox.depth === 0 && rebuild?.isDone !== false) return;
    await turnInstead({ SIGNING_KEY: secret }, " WHERE key NOT LIKE 'card:%'");
  }
  throw new Error('The outbox does not become empty.');
}

/** Runs the alarm until nothing is pending. */
export async function drainCards(): Promise<void> {
  await drain();
  while ((await desk().status(Date.now())).outbox.cards > 0) await turn();
}

async function stepIn(path: string): Promise<Step> {
  const response = await read(path);
  if (response.status !== 200) return { ids: [], notices: [], previous: undefined };
  return readStep('json', await response.text());
}

/** Returns the ids of the stories in a JSON Feed, newest first. */
export const idsIn = async (path: string): Promise<string[]> => (await stepIn(path)).ids;

/** Returns the ids of the withdrawn stories in a JSON Feed, from its notices. */
export const noticesIn = async (path: string): Promise<string[]> => (await stepIn(path)).notices;

interface Problem {
  title: string;
  status: number;
  detail: string;
  faults?: { field: string; rule: string }[];
}

/** Returns the problem document (RFC 9457) in the response to a refused request. */
export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  expect(problem.title).not.toBe('');
  expect(problem.detail).toMatch(/[.:…]$|"\.$/);
  return problem;
}

/** Asserts that the Desk has no story, and no pending writes. */
export const nothingChanged = async () => {
  const { stories, outbox } = await desk().status(Date.now());
  expect(stories).toEqual({ scheduled: 0, published: 0, withdrawn: 0 });
  expect(outbox.depth).toBe(0);
};
