import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { Watch, type WatchInputs } from '../../../../src/newsroom/watch/wire/watch.ts';
import type { Fetched, PageRequest } from '../../../../src/newsroom/wire/fetching/fetched.ts';
import { wireOf } from '../../../../src/newsroom/wire/wire-stub.ts';
import { forPrograms } from '../../../../src/newsroom/words/translate.ts';
import { reopen } from '../../../newsroom.ts';
import { runInside, wireObject } from '../../../objects.ts';
import { publish } from '../../../published-stories.ts';
import { aStory } from '../../../samples.ts';

beforeEach(reopen);

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
const MIDNIGHT = Date.parse('2026-11-20T00:00:00Z');
const WORDS = 'The dam holds.';

const source = (n: number) => `https://paper.example/${n}`;

/** Publishes a story for each source, at midnight. */
const publishCiting = (sources: number) =>
  publish(
    ...Array.from({ length: sources }, (_, n) =>
      aStory({
        slug: `s-${n}`,
        headline: `Story ${n}`,
        datePublished: '2026-11-20T00:00:00Z',
        articleBody: `Said there ([paper.example](${source(n)})).`,
        citation: [{ url: source(n), quote: { exact: WORDS, prefix: null, suffix: null } }],
      }),
    ),
  );

const pageOf = (url: string, html: string, status = 200): Fetched => ({
  ok: true,
  url,
  movedTo: null,
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: new TextEncoder().encode(html),
  readAt: 0,
});
const article = (words: string) =>
  `<title>A dam</title><h1>A dam</h1><p>It has rained in the hills for a week. ${words} ${'More rain is to come before Sunday. '.repeat(12)}</p>`;
const noCopy = (url: string) => pageOf(url, '{"archived_snapshots":{}}');

/** Runs the watch at each of these times, against pages that `answer` makes. Returns what was asked for. */
async function runWatch(
  times: number[],
  answer: (request: PageRequest) => Fetched,
  more: Partial<WatchInputs> = {},
): Promise<PageRequest[]> {
  const asked: PageRequest[] = [];
  await runInside(wireObject(), async (_wire, { storage }) => {
    const fetchPage = async (request: PageRequest) => {
      asked.push(request);
      return request.purpose === 'archive' && !more.send ? noCopy(request.url) : answer(request);
    };
    for (const now of times) {
      const watch = new Watch({ sql: storage.sql, env, fetchPage, looksPerDay: 200, ...more });
      await watch.run(now);
    }
  });
  return asked;
}
const pages = (asked: PageRequest[]) =>
  asked.filter(({ purpose }) => purpose === 'watch').map(({ url }) => url);
const runsOf = (from: number, until: number) =>
  Array.from({ length: (until - from) / (15 * MINUTE) }, (_, n) => from + n * 15 * MINUTE);

describe('the watch', () => {
  test('looks at a source a day after it was published, then after a week and a month, then each quarter', async () => {
    await publishCiting(1);
    const looks: number[] = [];
    for (let day = 0; day <= 220; day++) {
      const at = MIDNIGHT + day * DAY + HOUR;
      const asked = await runWatch([at], ({ url }) => pageOf(url, article(WORDS)));
      if (pages(asked).length > 0) looks.push(day);
    }
    expect(looks).toEqual([1, 7, 30, 121, 212]);
  });

  test('spreads a day’s looks over the day, and keeps to its budget', async () => {
    await publishCiting(60);
    const perRun: number[] = [];
    for (const now of runsOf(MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)) {
      const asked = await runWatch([now], ({ url }) => pageOf(url, article(WORDS)), { looksPerDay: 40 });
      perRun.push(pages(asked).length);
    }
    expect(perRun.reduce((sum, looks) => sum + looks, 0)).toBe(40);
    expect(Math.max(...perRun)).toBe(1);
  });

  test('asks nobody if its budget is 0', async () => {
    await publishCiting(1);
    await runInside(wireObject(), (_wire, { storage }) => {
      const fetchPage = () => Promise.reject(new Error('asked'));
      const watch = new Watch({ sql: storage.sql, env, fetchPage, looksPerDay: 0 });
      expect(watch.nextDue()).toBeUndefined();
    });
  });

  test('tells readers what a second look confirms, six hours after the first', async () => {
    await publishCiting(1);
    await runWatch([MIDNIGHT + DAY], ({ url }) => pageOf(url, article(WORDS)));
    const gone = ({ url }: PageRequest) => pageOf(url, '', 404);
    await runWatch([MIDNIGHT + 7 * DAY], gone);
    expect(await deskOf(env).observations.find(source(0))).toMatchObject({
      listed: 'unconfirmed',
      isTold: false,
    });
    expect(pages(await runWatch([MIDNIGHT + 7 * DAY + 5 * HOUR], gone))).toEqual([]);
    await runWatch([MIDNIGHT + 7 * DAY + 6 * HOUR], gone);
    expect(await deskOf(env).observations.find(source(0))).toMatchObject({
      listed: 'gone',
      status: 404,
      isTold: true,
    });
  });

  test('looks first at what is to be confirmed, then at what it has never seen', async () => {
    await publishCiting(4);
    await runWatch([MIDNIGHT + DAY], ({ url }) => pageOf(url, article(WORDS)), { looksPerDay: 200 });
    await runWatch([MIDNIGHT + DAY + HOUR], ({ url }) => pageOf(url, '', 404), { looksPerDay: 96 });
    const state = await deskOf(env).observations.state(MIDNIGHT + 8 * DAY);
    expect(state.counts.unconfirmed).toBeGreaterThan(0);
    const asked = await runWatch([MIDNIGHT + 9 * DAY], ({ url }) => pageOf(url, '', 404), {
      looksPerDay: 96,
    });
    const [first] = pages(asked);
    expect(await deskOf(env).observations.find(first ?? '')).toMatchObject({ listed: 'gone' });
  });

  test.each([
    [
      'a block by country',
      '<title>Example</title><p>Our website is unavailable in most European countries.</p>',
    ],
    ['maintenance', '<title>A dam</title><h1>We will be right back</h1><p>Try again later.</p>'],
    [
      'a wall with hundreds of partners',
      `<title>Privacy</title><p>${'Vendor Limited, Ireland. '.repeat(400)}</p>`,
    ],
    ['another language', `<title>Un barrage</title><p>${'Le barrage tient. '.repeat(60)}</p>`],
  ])('tells nobody that words are missing because of %s', async (_, html) => {
    await publishCiting(1);
    await runWatch([MIDNIGHT + DAY], ({ url }) => pageOf(url, article(WORDS)));
    const days = [7, 8, 9, 10].map((day) => MIDNIGHT + day * DAY);
    await runWatch(days, ({ url }) => pageOf(url, html));
    expect(await deskOf(env).observations.find(source(0))).toMatchObject({
      listed: 'unknown',
      isTold: false,
    });
    await runWatch([MIDNIGHT + 60 * DAY, MIDNIGHT + 61 * DAY], ({ url }) =>
      pageOf(url, article('It broke.')),
    );
    expect(await deskOf(env).observations.find(source(0))).toMatchObject({ listed: 'changed', isTold: true });
  });

  test('does not lead readers to another site, unless the quoted words are there', async () => {
    const url = source(0);
    const answer = (words: string) => () => ({
      ...pageOf('https://casino.example/games/play-all-night-and-win-a-car', article(words)),
      movedTo: 'https://casino.example/games/play-all-night-and-win-a-car',
    });
    await publish(
      aStory({ slug: 'one', datePublished: '2026-11-20T00:00:00Z', articleBody: `Said ([a](${url})).` }),
    );
    await runWatch([MIDNIGHT + DAY], answer('Play now.'));
    expect(await deskOf(env).observations.find(url)).toMatchObject({ listed: 'unknown', isTold: false });
    await reopen();
    await publishCiting(1);
    await runWatch([MIDNIGHT + DAY, MIDNIGHT + DAY + 6 * HOUR], answer(WORDS));
    expect(await deskOf(env).observations.find(url)).toMatchObject({ listed: 'moved', isTold: true });
  });

  test('goes on after a page that it cannot read', async () => {
    await publishCiting(2);
    const asked = await runWatch([MIDNIGHT + DAY + 12 * HOUR], ({ url }) =>
      url === source(0)
        ? { ok: false, kind: 'timeout', detail: forPrograms('No answer within 10 seconds.') }
        : pageOf(url, article(WORDS)),
    );
    expect(pages(asked)).toHaveLength(2);
    expect(await deskOf(env).observations.find(source(0))).toMatchObject({
      listed: 'unknown',
      detail: 'No answer within 10 seconds.',
    });
    expect(await deskOf(env).observations.find(source(1))).toMatchObject({ listed: null });
  });

  test('a page that ends the object each time it is read keeps no other from being looked at', async () => {
    await publishCiting(4);
    await runInside(wireObject(), async (_wire, { storage }) => {
      // A run that never ends is what is left of an object that was lost.
      const fetchPage = async ({ url, purpose }: PageRequest) => {
        if (url === source(2)) return new Promise<Fetched>(() => undefined);
        return purpose === 'archive' ? noCopy(url) : pageOf(url, article(WORDS));
      };
      for (let run = 0; run < 4; run++) {
        const watch = new Watch({ sql: storage.sql, env, fetchPage, looksPerDay: 2000 });
        const now = MIDNIGHT + DAY + 12 * HOUR + run * 15 * MINUTE;
        await Promise.race([watch.run(now), scheduler.wait(300)]);
      }
    });
    for (const n of [0, 1, 3])
      expect(await deskOf(env).observations.find(source(n))).toMatchObject({
        listed: null,
        looked: expect.stringMatching(/^2026/),
      });
    expect(await deskOf(env).observations.find(source(2))).toMatchObject({
      listed: 'unknown',
      detail: expect.stringContaining('interrupted'),
      nextLook: expect.stringMatching(/^2026-11-22/),
    });
  });

  test('looks for an archived copy near the day of publication, and by https', async () => {
    await publishCiting(1);
    const copy = `http://web.archive.org/web/20261119230000/${source(0)}`;
    const closest = { available: true, status: '200', timestamp: '20261119230000', url: copy };
    const asked = await runWatch(
      [MIDNIGHT + DAY],
      ({ url, purpose }) =>
        purpose === 'archive'
          ? pageOf(url, JSON.stringify({ archived_snapshots: { closest } }))
          : pageOf(url, '', 404),
      { send: () => Promise.reject(new Error('saved')) },
    );
    const query = new URL(asked.find(({ purpose }) => purpose === 'archive')?.url ?? '').searchParams;
    expect(Object.fromEntries(query)).toEqual({ url: source(0), timestamp: '20261120000000' });
    expect(await deskOf(env).observations.find(source(0))).toMatchObject({
      archivedAt: `https://web.archive.org/web/20261119230000/${source(0)}`,
    });
  });

  test('has one page a run saved where there is no copy, only with keys', async () => {
    await publishCiting(3);
    const sent: [string, RequestInit | undefined][] = [];
    const send = (async (input: string, init?: RequestInit) => {
      sent.push([input, init]);
      return new Response('{"job_id":"1"}');
    }) as typeof fetch;
    const answer = ({ url, purpose }: PageRequest) =>
      purpose === 'archive' ? noCopy(url) : pageOf(url, article(WORDS));
    await runWatch([MIDNIGHT + DAY + 9 * HOUR], answer, { send });
    expect(sent).toEqual([]);
    await reopen();
    await publishCiting(3);
    await runWatch([MIDNIGHT + DAY + 9 * HOUR], answer, { send, env: { ...env, ARCHIVE_KEY: 'a:s' } });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.[0]).toBe('https://web.archive.org/save');
    expect(new Headers(sent[0]?.[1]?.headers).get('Authorization')).toBe('LOW a:s');
    expect(String(sent[0]?.[1]?.body)).toMatch(/^url=https%3A%2F%2Fpaper.example%2F\d&/);
  });

  test('looks at once when an editor asks, and not for a writer', async () => {
    // An address that the wire must not call, so that no request leaves.
    const url = 'http://10.0.0.1/a';
    await publish(aStory({ slug: 'one', headline: 'One', articleBody: `Said there ([a](${url})).` }));
    const eve = { name: 'eve', role: 'editor', person: null } as const;
    const watch = wireOf(env).watch;
    expect(await watch.look(url, { ...eve, role: 'writer' })).toMatchObject({ ok: false, why: 'role' });
    expect(await watch.look('https://nobody.example/', eve)).toMatchObject({ ok: false, why: 'missing' });
    expect(await watch.look(url, eve)).toMatchObject({ ok: true, source: { url, listed: 'unknown' } });
    expect(await watch.budget(Date.now())).toMatchObject({ looksPerDay: 200, looksToday: 1 });
  });
});
