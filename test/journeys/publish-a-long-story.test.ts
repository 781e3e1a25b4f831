import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { MAX_STORED_BYTES } from '../../src/site/edition/storable-article.ts';
import { call, drain, idsIn, read, reopen } from '../newsroom.ts';
import { idOf } from '../published-stories.ts';
import { aStory } from '../samples.ts';

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
});

const sentence = '中国人民银行今天宣布下调存款准备金率零点五个百分点。';
const quoteOf = (characters: number) => sentence.repeat(100).slice(0, characters);
const url = 'https://a.example/page';

/** Returns a story that cites a source with a long URL and a long quote many times. */
const citing = (times: number, quote = quoteOf(2000)) => {
  const long = `${url}?${'a'.repeat(1500)}`;
  return aStory({
    articleBody: ['([a])'.repeat(times), `[a]: ${long}`].join('\n\n'),
    citation: [{ url: long, quote: { exact: quote } }],
  });
};

/** Returns a story that lists many sources with long quotes. */
const listing = (count: number) =>
  aStory({
    citation: Array.from({ length: count }, (_, index) => ({
      url: `${url}/${index}`,
      quote: { exact: quoteOf(2000) },
    })),
  });

describe('a story that is too long for a row', () => {
  const cases: [string, ReturnType<typeof aStory>, string, RegExp][] = [
    ['of many links', citing(1000), 'articleBody', /^links must take at most 1,000,000 characters/],
    ['of many sources', listing(120), '', /^a story must take at most 1,900,000 bytes/],
  ];
  test.each(cases)('%s is refused with the reason', async (_what, story, field, rule) => {
    const response = await call('PUT', '/stories/a-story', story);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([
      422,
      'application/problem+json',
    ]);
    const problem = (await response.json()) as { faults: { field: string; value: string; rule: string }[] };
    expect(problem).toMatchObject({ title: 'Invalid content', faults: [{ field }] });
    expect(problem.faults[0]?.rule).toMatch(rule);
    expect(problem.faults[0]?.value).toMatch(/^\d,\d{3},\d{3} (bytes|characters)$/);
    expect((await call('GET', '/stories/a-story')).status).toBe(404);
  });

  test.each(cases)(
    '%s is refused in an import, without affecting the other lines',
    async (_what, story, field) => {
      const revision = { revision: 1, at: story.datePublished, who: 'ann', action: 'publish', reason: null };
      const exported = {
        status: 'published',
        changed: story.datePublished,
        reason: null,
        revisions: [{ ...revision, record: story }],
        places: [{ scope: 'all', sequence: 1, shown: true }],
      };
      const lines = [story, { exported }, aStory({ slug: 'another' })];
      const response = await call(
        'POST',
        '/stories',
        lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
        {
          headers: { 'Content-Type': 'application/x-ndjson' },
        },
      );
      const results = (await response.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(results).toMatchObject([
        { ok: false, faults: [{ field }] },
        { ok: false, faults: [{ field }] },
        { ok: true, slug: 'another' },
      ]);
    },
  );

  test.each(cases)('%s is refused as a preview', async (_what, story, field) => {
    const response = await call('POST', '/previews', story);
    expect([response.status, await response.json()]).toMatchObject([422, { faults: [{ field }] }]);
  });
});

test('such a story is not shown if it was written to KV by hand, and the log says why', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await env.STORIES.put('story:a-story', JSON.stringify(citing(1000)));
  expect((await read('/stories/a-story')).status).toBe(503);
  expect(logged.mock.calls.flat().join('\n')).toContain('links must take at most');
});

test('a story just below the limit can be stored, published and withdrawn', async () => {
  // Finds the longest list that is accepted.
  let count = 110;
  while ((await call('PUT', '/stories/a-story', listing(count))).status === 422) count--;
  expect((await call('GET', '/stories/a-story')).status).toBe(200);
  // Each source takes three times the bytes of its quote, and little more.
  expect(count * 3 * 6000).toBeGreaterThan(MAX_STORED_BYTES * 0.9);
  expect((await call('POST', '/previews', listing(count))).status).toBe(201);
  await drain();
  expect((await read('/stories/a-story')).status).toBe(200);
  expect((await call('DELETE', `/stories/a-story?reason=${'x'.repeat(2000)}`)).status).toBe(200);
});

test('a long quote can be cited 300 times', async () => {
  expect((await call('PUT', '/stories/a-story', citing(300))).status).toBe(201);
  await drain();
  expect((await (await read('/stories/a-story')).text()).length).toBeLessThan(800_000);
});

describe('stories too long for one feed', () => {
  const publish = async (slug: string, story: ReturnType<typeof aStory>) =>
    expect((await call('PUT', `/stories/${slug}`, { ...story, slug })).status).toBe(201);

  test('leave the closed page before the open one to the archive', async () => {
    for (let n = 0; n < 33; n++) await publish(`s-${n}`, n < 8 ? listing(100) : aStory());
    await drain();
    expect(await idsIn('/feed.json')).toEqual(['s-32', 's-31', 's-30'].map(idOf));
    const { next_url: archive } = (await (await read('/feed.json')).json()) as { next_url: string };
    expect(archive).toBe('https://news.example/archive/1/feed.json');
    expect(await idsIn('/archive/1/feed.json')).toHaveLength(30);
  });

  test('are in it as far as they fit, the newest first', async () => {
    for (let n = 0; n < 8; n++) await publish(`s-${n}`, listing(100));
    await drain();
    expect(await idsIn('/feed.json')).toEqual([7, 6, 5, 4, 3, 2].map((n) => idOf(`s-${n}`)));
  });
});
