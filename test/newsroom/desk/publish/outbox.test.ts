import { abortAllDurableObjects, evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { ann } from '../../../actors.ts';
import { bind } from '../../../bind.ts';
import { call, desk, drain, expireNextTimeout, idsIn, read, reopen, turnWith } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory, publish as toArticle } from '../../../samples.ts';

// Once the API has accepted a change, all of it reaches KV, whatever fails and when.

beforeEach(() => {
  // The Desk logs each failure.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return reopen();
});

afterEach(() => vi.restoreAllMocks());

const story = (n: number) =>
  aStory({ slug: `s-${n}`, keywords: ['web-feeds'], articleBody: '([s](https://s.example/))' });
const ids = (numbers: number[]) => numbers.map((n) => `tag:edgewire.example,2026:stories/s-${n}`);
/** How many keys a story writes: its own, its card's, three editions' and the directory's. */
const KEYS = 6;

type Put = (key: string, value: string, options: KVNamespacePutOptions) => Promise<void>;
const turnWithPut = (put: Put) => turnWith(put as unknown as KVNamespace['put']);

async function expectWhole(numbers: number[]): Promise<void> {
  await drain();
  for (const n of numbers) expect((await read(`/stories/s-${n}`)).status).toBe(200);
  for (const scope of ['', '/topics/web-feeds', '/sources/s.example']) {
    expect(await idsIn(`${scope}/feed.json`)).toEqual(ids(numbers).reverse());
  }
  expect(await (await read('/subscribe')).text()).toContain('/sources/s.example/atom.xml');
}

const FAILURES: [string, (key: string, value: string, options: KVNamespacePutOptions) => Promise<void>][] = [
  ['is refused (429)', () => Promise.reject(new Error('KV PUT failed: 429 Too Many Requests'))],
  [
    'is written, but its answer is lost',
    async (key, value, options) => {
      await env.STORIES.put(key, value, options);
      throw new Error('Network connection lost.');
    },
  ],
];

describe.each(FAILURES)('a write that %s', (_what, fail) => {
  test.each(Array.from({ length: KEYS }, (_, step) => step))('at step %i of the outbox', async (step) => {
    await call('PUT', '/stories/s-0', story(0));
    let writes = 0;
    await turnWithPut((key, value, options) =>
      writes++ === step ? fail(key, value, options) : env.STORIES.put(key, value, options),
    );
    expect(writes).toBe(KEYS);
    const { outbox, troubles } = await desk().status(Date.now());
    expect(outbox.depth + outbox.cards).toBe(1);
    expect(outbox.failing + outbox.failingCards).toBe(1);
    expect(troubles[0]?.what).toContain('could not be written to KV');
    await expectWhole([0]);
  });
});

test('a write that gets no answer times out, and is tried again', async () => {
  await call('PUT', '/stories/s-0', story(0));
  await turnWithPut((key, value, options) => {
    if (key !== 'edition:all') return env.STORIES.put(key, value, options);
    expireNextTimeout();
    return new Promise(() => undefined);
  });
  const { outbox, troubles } = await desk().status(Date.now());
  expect(outbox).toMatchObject({ depth: 1, failing: 1 });
  expect(troubles[0]?.what).toContain('no answer within 10 seconds');
  await abortAllDurableObjects();
  await expectWhole([0]);
});

test('writes that keep failing are tried again after ever longer pauses', async () => {
  await call('PUT', '/stories/s-0', story(0));
  const waits: number[] = [];
  // Stops the clock, so that a slow machine does not change the delays.
  const now = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(now);
  for (let round = 0; round < 10; round++) {
    await turnWithPut(() => Promise.reject(new Error('KV PUT failed: 500')));
    const due = await runInside(
      deskObject(),
      (_desk: Desk, state) =>
        state.storage.sql.exec<{ due: number }>('SELECT MIN(due) AS due FROM outbox').one().due,
    );
    waits.push((due - now) / 1000);
    // The alarm is set, so the write is retried even if there is no request.
    expect(await runInside(deskObject(), (_desk: Desk, state) => state.storage.getAlarm())).not.toBeNull();
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  vi.restoreAllMocks();
  await evictDurableObject(deskObject());
  await expectWhole([0]);
});

describe.each([
  ['evicted', () => evictDurableObject(deskObject())],
  ['killed', () => abortAllDurableObjects()],
])('the Desk %s', (_what, end) => {
  test('before anything is written', async () => {
    for (const n of [0, 1, 2]) expect((await call('PUT', `/stories/s-${n}`, story(n))).status).toBe(201);
    await end();
    await expectWhole([0, 1, 2]);
  });

  test.each(Array.from({ length: KEYS }, (_, step) => step))('after %i writes', async (step) => {
    await call('PUT', '/stories/s-0', story(0));
    let writes = 0;
    // From this step on, writes fail; then the Desk ends.
    await turnWithPut((key, value, options) =>
      writes++ < step ? env.STORIES.put(key, value, options) : Promise.reject(new Error('gone')),
    );
    await end();
    await call('PUT', '/stories/s-1', story(1));
    await expectWhole([0, 1]);
  });
});

test('a story that changes while it is being written is written again', async () => {
  await call('PUT', '/stories/s-0', story(0));
  let isChanged = false;
  await turnWithPut(async (key, value, options) => {
    if (key === 'story:s-0' && !isChanged) {
      isChanged = true;
      await call(
        'PUT',
        '/stories/s-0',
        { ...story(0), headline: 'Changed meanwhile' },
        { headers: { 'If-Match': '"1"' } },
      );
    }
    await env.STORIES.put(key, value, options);
  });
  expect(isChanged).toBe(true);
  expect((await desk().status(Date.now())).outbox.depth).toBeGreaterThan(0);
  await evictDurableObject(deskObject());
  await drain();
  expect(await (await read('/stories/s-0')).text()).toContain('<h1 class="p-name">Changed meanwhile</h1>');
  expect(await (await read('/rss.xml')).text()).toContain('Changed meanwhile');
});

test('however many stories change, an edition is written once, and no key twice within 1.1 seconds', async () => {
  const written: string[] = [];
  for (let n = 0; n < 20; n++) await call('PUT', `/stories/s-${n}`, story(n));
  await turnWithPut(async (key, value, options) => {
    if (!key.startsWith('card:')) written.push(key);
    await env.STORIES.put(key, value, options);
  });
  expect(written.sort()).toEqual(
    [
      ...Array.from({ length: 20 }, (_, n) => `story:s-${n}`),
      'directory',
      'edition:all',
      'edition:source:s.example',
      'edition:topic:web-feeds',
    ].sort(),
  );
  const now = Date.now();
  await call('PUT', '/stories/s-20', story(20));
  const due = await runInside(deskObject(), (_desk: Desk, state) => {
    state.storage.sql.exec("UPDATE outbox SET due = 0 WHERE key = 'story:s-20'");
    return state.storage.sql.exec<{ due: number }>("SELECT due FROM outbox WHERE key = 'edition:all'").one()
      .due;
  });
  expect(due - now).toBeGreaterThanOrEqual(1000);
});

test('publishing one story with a new source costs the same at 100 stories and at 100,000 with 10,000 sources', async () => {
  const line = (n: number) => JSON.stringify(story(n));
  const cost = async (n: number) => {
    let [writes, bytes] = [0, 0];
    const before = await runInside(
      deskObject(),
      (_desk: Desk, state) => state.storage.sql.exec('SELECT COUNT(*) FROM story').rowsRead,
    );
    expect(before).toBeGreaterThan(0);
    const rows = await runInside(deskObject(), async (instance: Desk, state) => {
      const { sql } = state.storage;
      const exec = sql.exec.bind(sql);
      const cursors: { rowsRead: number }[] = [];
      sql.exec = ((query: string, ...values: SqlStorageValue[]) => {
        const cursor = exec(query, ...values);
        cursors.push(cursor);
        return cursor;
      }) as typeof sql.exec;
      const kv = {
        put: async (...parameters: Parameters<KVNamespace['put']>) => {
          writes++;
          if (typeof parameters[1] === 'string') bytes += parameters[1].length;
          await env.STORIES.put(...parameters);
        },
      };
      bind(instance, { STORIES: kv });
      const articleBody = `([s](https://s.example/), [new](https://new-${n}.example/))`;
      const long = { ...story(n), articleBody };
      await instance.save(long, toArticle(long).rendering, {
        expected: 'new',
        actor: ann,
        now: Date.now(),
      });
      exec('UPDATE outbox SET due = 0');
      await instance.alarm();
      sql.exec = exec;
      return cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
    });
    await evictDurableObject(deskObject());
    return { rows, writes, bytes };
  };
  await (await call('POST', '/stories', Array.from({ length: 100 }, (_, n) => line(n)).join('\n'))).text();
  await drain();
  // Drawing their cards would take most of the time.
  await runInside(deskObject(), (_desk: Desk, state) =>
    state.storage.sql.exec("DELETE FROM outbox WHERE key LIKE 'card:%'"),
  );
  /** Adds sources with these numbers in the directory. */
  const addSources = (first: number, last: number) =>
    runInside(deskObject(), (_desk: Desk, state) =>
      state.storage.sql.exec(
        `WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
         INSERT INTO scope (scope, last, shown, changed, number) SELECT 'source:c-' || i || '.example', 1, 1, 0, i FROM n`,
        first,
        last,
      ),
    );
  await addSources(3, 300);
  const few = await cost(100);
  // As many sources as before share a directory page with the next source.
  await addSources(302, 10_300);
  // Copies a story and its rows 99,990 times. The open page stays as long as it was.
  await runInside(deskObject(), (_desk: Desk, state) => {
    const { sql } = state.storage;
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 100989)';
    sql.exec(
      `${numbers} INSERT INTO story SELECT i, 'c-' || i, 'tag:c.example,2026:' || i, status, revision, due, article, entry, changed, reason, 1, NULL, 1, NULL FROM n, story WHERE story.id = 1`,
    );
    sql.exec(
      `${numbers} INSERT INTO revision SELECT i, 1, at, who, action, record, reason, wrote, approved FROM n, revision WHERE revision.story = 1`,
    );
    sql.exec(`${numbers} INSERT INTO place SELECT scope, i, i, 1 FROM n, place WHERE place.story = 1`);
    sql.exec(`${numbers} INSERT INTO printed SELECT 'story:c-' || i, 'x', 0 FROM n`);
    sql.exec('UPDATE scope SET last = 100989 + 2, shown = shown + 99990');
    expect(sql.exec<{ count: number }>('SELECT COUNT(*) AS count FROM story').one().count).toBeGreaterThan(
      100_000,
    );
  });
  const many = await cost(100_992);
  // The story, its card, four editions and a directory page.
  expect(few.writes).toBe(7);
  expect(many.writes).toBe(7);
  expect(many.rows / few.rows).toBeLessThanOrEqual(1.2);
  expect(many.bytes / few.bytes).toBeLessThanOrEqual(1.2);
});
