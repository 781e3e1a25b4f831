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

/** An empty newsroom. An alarm that a test before has left behind would go off in this one. */
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

/** Starts a preview; gives its id. */
export async function startPreview(story: unknown): Promise<string> {
  return ((await (await call('POST', '/previews', story)).json()) as { id: string }).id;
}

/** A page or feed as a reader gets it. */
export const read = (path: string) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { redirect: 'manual' }));

/** The record that KV holds under a key; `null` where it holds nothing. */
export async function recordUnder(key: string): Promise<unknown> {
  const { value, metadata } = await env.STORIES.getWithMetadata(key, 'arrayBuffer');
  const known = readMetadata(metadata) as KvMetadata;
  return recordInEntry({ key, value: new Uint8Array(value ?? []), metadata: known });
}

/** Runs the Desk's alarm once, as if all that waits were due, or all but the cards, which take longest. */
export async function turn(due: 'all' | 'no cards' = 'all'): Promise<void> {
  await runInDurableObject(desk(), async (_desk: Desk, state) => {
    const which = due === 'all' ? '' : " WHERE key NOT LIKE 'card:%'";
    state.storage.sql.exec(`UPDATE outbox SET due = 0${which}`);
    await state.storage.setAlarm(Date.now() + 3_600_000);
  });
  await runDurableObjectAlarm(desk());
}

/** Runs the Desk's alarm once with something else in the place of KV's `put`. */
export const turnWith = (put: KVNamespace['put']): Promise<void> =>
  turnInstead({ STORIES: { put, delete: (key: string) => env.STORIES.delete(key) } });

/**
 * Runs the Desk's alarm once with something else in the place of some bindings. All of it happens within one visit to the
 * Desk, so that it is one and the same Desk throughout.
 */
export async function turnInstead(bindings: Record<string, unknown>): Promise<void> {
  await runInDurableObject(desk(), async (instance: Desk, state) => {
    bind(instance, bindings);
    state.storage.sql.exec('UPDATE outbox SET due = 0');
    await instance.alarm();
    // It would go off by itself within seconds, and so on a slow machine in the midst of the test.
    if ((await state.storage.getAlarm()) !== null) await state.storage.setAlarm(Date.now() + 3_600_000);
    bind(instance);
  });
}

/** Runs the alarm until nothing waits but cards. */
export async function drain(): Promise<void> {
  for (let round = 0; round < 50; round++) {
    const { outbox, rebuild } = await desk().status(Date.now());
    if (outbox.depth === 0 && rebuild?.isDone !== false) return;
    await turn('no cards');
  }
  throw new Error('The outbox does not empty.');
}

/** Runs the alarm until no card waits either. */
export async function drainCards(): Promise<void> {
  await drain();
  while ((await desk().status(Date.now())).outbox.cards > 0) await turn();
}

async function stepIn(path: string): Promise<Step> {
  const response = await read(path);
  if (response.status !== 200) return { ids: [], notices: [], previous: undefined };
  return readStep('json', await response.text());
}

/** The ids of stories in a JSON Feed, newest first. */
export const idsIn = async (path: string): Promise<string[]> => (await stepIn(path)).ids;

/** The ids of withdrawn stories in a JSON Feed, as its notices have them. */
export const noticesIn = async (path: string): Promise<string[]> => (await stepIn(path)).notices;

interface Problem {
  title: string;
  status: number;
  detail: string;
  faults?: { field: string; rule: string }[];
}

/** The problem document (RFC 9457) that a refused request is answered with. */
export async function problemOf(response: Response): Promise<Problem> {
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  const problem = (await response.json()) as Problem;
  expect(problem.status).toBe(response.status);
  expect(problem.title).not.toBe('');
  expect(problem.detail).toMatch(/[.:…]$|"\.$/);
  return problem;
}

/** Asserts that the Desk has no story, and prints nothing. */
export const nothingChanged = async () => {
  const { stories, outbox } = await desk().status(Date.now());
  expect(stories).toEqual({ scheduled: 0, published: 0, withdrawn: 0 });
  expect(outbox.depth).toBe(0);
};
