import { reset, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import type { Desk } from '../src/desk/desk.ts';
import { deskOf } from '../src/desk/desk-stub.ts';
import { type KvMetadata, readMetadata } from '../src/kv.ts';
import './api/contract.ts';
import { bind } from './bind.ts';
import { recordInEntry } from './print.ts';
import { readStep, type Step } from './walk.ts';

export const desk = () => deskOf(env);

/** Empties the newsroom. Also deletes alarms: one left by an earlier test would run during this test. */
export async function reopen(): Promise<void> {
  for (;;) {
    await runInDurableObject(desk(), (_desk: Desk, state) => state.storage.deleteAlarm());
    await reset();
    const { stories, outbox } = await desk().status(Date.now());
    if (stories.published + stories.scheduled + stories.withdrawn + outbox.depth === 0) return;
  }
}

/** Sends the API a request with Ann's token, unless `token` says otherwise. Text is Markdown in a PUT and NDJSON in a POST. */
export function call(
  method: string,
  path: string,
  body?: unknown,
  options: { token?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> {
  const { token = 'ann-token', headers = {} } = options;
  const isText = typeof body === 'string';
  const textType = method === 'POST' ? 'application/x-ndjson' : 'text/markdown';
  return exports.default.fetch(
    new Request(`https://any.host/api${path}`, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'Content-Type': isText ? textType : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    }),
  );
}

/** Starts a preview. Returns its id. */
export async function startPreview(story: unknown): Promise<string> {
  return ((await (await call('POST', '/previews', story)).json()) as { id: string }).id;
}

/** Requests a page or feed as a reader. */
export const read = (path: string) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { redirect: 'manual' }));

/** Returns the record in KV under a key; `null` if there is none. */
export async function recordUnder(key: string): Promise<unknown> {
  const { value, metadata } = await env.STORIES.getWithMetadata(key, 'arrayBuffer');
  const known = readMetadata(metadata) as KvMetadata;
  return recordInEntry({ key, value: new Uint8Array(value ?? []), metadata: known });
}

/** Runs the Desk's alarm once, as if all pending writes were due, or all except the cards, which take longest. */
export async function turn(due: 'all' | 'no cards' = 'all'): Promise<void> {
  await runInDurableObject(desk(), async (_desk: Desk, state) => {
    const which = due === 'all' ? '' : " WHERE key NOT LIKE 'card:%'";
    state.storage.sql.exec(`UPDATE outbox SET due = 0${which}`);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
  await runDurableObjectAlarm(desk());
}

/** Runs the Desk's alarm once with a replacement for KV's `put`. */
export const turnWith = (put: KVNamespace['put']): Promise<void> =>
  turnInstead({ STORIES: { put, delete: (key: string) => env.STORIES.delete(key) } });

/**
 * Runs the Desk's alarm once with replacements for some bindings. Everything happens in one call of `runInDurableObject`, so that it
 * is the same Desk throughout.
 */
export async function turnInstead(bindings: Record<string, unknown>): Promise<void> {
  await runInDurableObject(desk(), async (instance: Desk, state) => {
    bind(instance, bindings);
    state.storage.sql.exec('UPDATE outbox SET due = 0');
    await instance.alarm();
    // The alarm would also run by itself within seconds, which on a slow machine is during the test.
    if ((await state.storage.getAlarm()) !== null) await state.storage.setAlarm(Date.now() + 3_600_000);
    bind(instance);
  });
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
