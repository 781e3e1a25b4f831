import { describe, expect, test } from 'vitest';
import { PAUSE_MS } from '../../../../../src/newsroom/wire/fetching/host-queue.ts';
import * as fc from '../../../../draw.ts';
import { type Laboratory, type Web, withFetcher } from './fetcher.ts';

const SECOND = 1000;
const noRobots =
  (web: Web): Web =>
  (request, now) =>
    request.url.endsWith('/robots.txt') ? new Response('') : web(request, now);
const pause = (status: number, retryAfter?: string) =>
  new Response('', { status, headers: retryAfter === undefined ? {} : { 'Retry-After': retryAfter } });

describe('a host', () => {
  test('is asked for one page at a time, with a pause between', () =>
    withFetcher(
      noRobots(() => new Response('a')),
      async ({ fetchAll, sent }) => {
        await fetchAll(['a', 'b', 'c'].map((name) => ({ url: `https://host.example/${name}` })));
        const [first = 0, ...others] = sent.map(({ at }) => at);
        expect(others.map((at) => at - first)).toEqual([PAUSE_MS, 2 * PAUSE_MS, 3 * PAUSE_MS]);
      },
    ));

  test.each(['http://host.example:8080/b', 'http://host.example./b', 'https://HOST.example/b'])(
    'is the same host as in %s',
    (url) =>
      withFetcher(
        () => new Response('a'),
        async ({ fetchPage, sent }) => {
          const options = { purpose: 'archive' } as const;
          await fetchPage({ url: 'https://host.example/a', ...options });
          await fetchPage({ url, ...options });
          expect((sent[1]?.at ?? 0) - (sent[0]?.at ?? 0)).toBe(PAUSE_MS);
        },
      ),
  );

  test('is asked again when a clock that was a year ahead is right again', () =>
    withFetcher(
      noRobots(() => new Response('a')),
      async ({ fetchPage, clock, restart, sent }) => {
        const year = 365 * 86_400 * SECOND;
        clock.pass(year);
        await fetchPage({ url: 'https://host.example/a' });
        clock.pass(-year);
        restart();
        expect(await fetchPage({ url: 'https://host.example/a' })).toMatchObject({ ok: true });
        expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
          '/robots.txt',
          '/a',
          '/robots.txt',
          '/a',
        ]);
      },
    ));

  test('has the pause that its robots.txt wishes, also before the first page', () =>
    withFetcher(
      ({ url }) => new Response(url.endsWith('/robots.txt') ? 'User-agent: *\nCrawl-delay: 10' : 'a'),
      async ({ fetchPage, sent }) => {
        await fetchPage({ url: 'https://host.example/a' });
        await fetchPage({ url: 'https://host.example/b' });
        const [first = 0, ...others] = sent.map(({ at }) => at);
        expect(others.map((at) => at - first)).toEqual([10 * SECOND, 20 * SECOND]);
      },
    ));

  test.each([
    [429, '3600', 3600],
    [503, 'Thu, 26 Nov 2026 02:00:00 GMT', 7198],
    [429, undefined, 600],
  ])(
    'that answers %i with Retry-After %s is not asked before, not even after a restart',
    (status, header, seconds) =>
      withFetcher(
        noRobots(() => pause(status, header)),
        async ({ fetchPage, restart, clock, sent }) => {
          const first = await fetchPage({ url: 'https://host.example/a' });
          const retryAt = clock.now() + seconds * SECOND;
          expect(first).toMatchObject({
            kind: 'later',
            retryAt,
            detail: expect.stringContaining('Try again after'),
          });
          restart();
          expect(await fetchPage({ url: 'https://host.example/b' })).toMatchObject({
            kind: 'later',
            retryAt,
          });
          expect(sent).toHaveLength(2);
          clock.pass(seconds * SECOND);
          await fetchPage({ url: 'https://host.example/b' });
          expect(sent).toHaveLength(3);
        },
      ),
  );

  test('whose pause ends within a minute is waited for', () => {
    let answers = 0;
    return withFetcher(
      noRobots(() => (answers++ === 0 ? pause(503, '50') : new Response('a'))),
      async ({ fetchPage, clock }) => {
        await fetchPage({ url: 'https://host.example/a' });
        const before = clock.now();
        expect(await fetchPage({ url: 'https://host.example/a' })).toMatchObject({ ok: true });
        expect(clock.now() - before).toBe(50 * SECOND);
      },
    );
  });

  test('has at most 20 who wait, for at most a minute', () =>
    withFetcher(
      noRobots(() => new Response('a')),
      async ({ fetchAll, sent, clock }) => {
        const begun = clock.now();
        const requests = Array.from({ length: 50 }, (_, page) => ({
          url: `https://host.example/${page}`,
          purpose: 'archive' as const,
        }));
        const pages = await fetchAll(requests);
        expect(pages.filter(({ ok }) => ok)).toHaveLength(20);
        expect(sent).toHaveLength(20);
        expect(clock.now() - begun).toBeLessThanOrEqual(60 * SECOND);
      },
    ));

  test('that is slow lets those behind give up', () =>
    withFetcher(
      async () => new Response('a'),
      async ({ fetchAll, clock }) => {
        const requests = Array.from({ length: 20 }, (_, page) => ({
          url: `https://host.example/${page}`,
          purpose: 'archive' as const,
        }));
        const pages = await fetchAll(requests);
        const late = pages.filter((page) => !page.ok);
        expect(late.length).toBeGreaterThan(10);
        for (const page of late) expect(page).toMatchObject({ kind: 'later', retryAt: expect.any(Number) });
        expect(clock.now()).toBeGreaterThan(0);
      },
      { latency: 9 * SECOND },
    ));
});

test('at most six requests are under way', () => {
  let open = 0;
  let most = 0;
  return withFetcher(
    () => new Response('a'),
    async ({ fetchAll }) => {
      const requests = Array.from({ length: 30 }, (_, host) => ({
        url: `https://host-${host}.example/`,
        purpose: 'archive' as const,
      }));
      expect((await fetchAll(requests)).every(({ ok }) => ok)).toBe(true);
      expect(most).toBe(6);
    },
    {
      latency: SECOND,
      onSend: () => {
        most = Math.max(most, ++open);
      },
      onAnswer: () => {
        open--;
      },
    },
  );
});

/** What a host does when it is asked. */
const behaviour = fc.record({
  latency: fc.integer({ min: 0, max: 9000 }),
  status: fc.constantFrom(200, 200, 200, 301, 302, 404, 429, 500, 503),
  /** Seconds, as a number or as a date; or no header. */
  retryAfter: fc.option(fc.record({ seconds: fc.integer({ min: 0, max: 4000 }), isDate: fc.boolean() })),
  to: fc.nat(4),
});
const QUIET = { status: 200, retryAfter: null, to: 0 };
const errand = fc.record({
  host: fc.nat(4),
  after: fc.integer({ min: 0, max: 20_000 }),
  purpose: fc.constantFrom('draft' as const, 'feed' as const, 'watch' as const, 'archive' as const),
});

/** Looks at all requests of a host: no two overlap, none comes before its time. */
function impoliteness(
  { sent }: Laboratory,
  promises: Map<string, { at: number; until: number }[]>,
): string[] {
  return [...Map.groupBy(sent, ({ url }) => new URL(url).hostname)].flatMap(([host, requests]) =>
    requests.flatMap((request, index) => {
      const before = requests[index - 1];
      const faults: string[] = [];
      if (before && request.at < before.until + PAUSE_MS)
        faults.push(`${host} asked too soon at ${request.at}`);
      for (const { at, until } of promises.get(host) ?? []) {
        if (request.at > at && request.at < until)
          faults.push(`${host} asked at ${request.at}, not after ${until}`);
      }
      return faults;
    }),
  );
}

test('whatever hosts answer, none is asked twice at once or before its time, and everybody gets an answer', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(behaviour, { minLength: 1, maxLength: 12 }),
      fc.array(fc.array(errand, { maxLength: 25 }), { minLength: 1, maxLength: 3 }),
      async (behaviours, rounds) => {
        const promises = new Map<string, { at: number; until: number }[]>();
        let turn = 0;
        await withFetcher(
          (request, now) => {
            const { hostname, pathname } = new URL(request.url);
            const { status, retryAfter, to } = behaviours[turn++ % behaviours.length] ?? QUIET;
            const headers = new Headers();
            if (status < 400 && status > 300)
              headers.set('Location', `https://host-${to}.example${pathname}x`);
            if (retryAfter && status > 300) {
              const until = Math.floor(now / 1000) * 1000 + retryAfter.seconds * 1000;
              headers.set(
                'Retry-After',
                retryAfter.isDate ? new Date(until).toUTCString() : String(retryAfter.seconds),
              );
              const list = promises.get(hostname) ?? [];
              list.push({ at: now, until: retryAfter.isDate ? until : now + retryAfter.seconds * 1000 });
              promises.set(hostname, list);
            }
            return new Response('a', { status, headers });
          },
          async (laboratory) => {
            for (const errands of rounds) {
              const requests = errands.map(({ host, after, purpose }) => ({
                url: `https://host-${host}.example/${after}`,
                purpose,
                after,
              }));
              const begun = laboratory.clock.now();
              const pages = await laboratory.fetchAll(requests);
              expect(pages).toHaveLength(errands.length);
              // A turn is waited for up to a minute, for robots.txt and each of six addresses.
              expect(laboratory.clock.now() - begun).toBeLessThan(20 * 60 * SECOND);
              laboratory.restart();
            }
            expect(impoliteness(laboratory, promises)).toEqual([]);
          },
          { latency: (index) => behaviours[index % behaviours.length]?.latency ?? 0 },
        );
      },
    ),
    { numRuns: 150 },
  );
});
