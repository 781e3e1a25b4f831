import { env, exports } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { HttpClient } from '../../src/push/http-client.ts';
import { loadContent } from '../../src/push/topic-content.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { FORMATS } from '../../src/site/edition/scope.ts';
import { ann } from '../actors.ts';
import { call, desk, drain, idsIn, noticesIn, read, recordUnder, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { formats, idOf, publish } from '../published-stories.ts';
import { aStory } from '../samples.ts';
import { readStep } from '../walk.ts';

// What feeds show in place of a withdrawn story, for 30 days.

beforeEach(reopen);

const REASON = 'The source took it back.';

/** Returns story `n`. Stories are an hour apart, so that the order of their dates is that of their publication. */
const story = (n: number, fields: Record<string, unknown> = {}) =>
  aStory({
    slug: `s-${n}`,
    headline: `Headline ${n}`,
    abstract: `Abstract ${n}`,
    articleBody: `Analysis ${n}.([Cited ${n}](https://cited.example/${n}))`,
    keywords: ['web-feeds'],
    image: {
      url: `https://img.example/${n}.png`,
      caption: `Caption ${n}`,
      width: 1,
      height: 1,
      encodingFormat: 'image/png',
    },
    datePublished: new Date(Date.UTC(2026, 2, 1) + n * 3_600_000).toISOString(),
    ...fields,
  });

const publishNumbers = (...numbers: number[]) => publish(...numbers.map((n) => story(n)));

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Imports into an empty newsroom. Reads the whole response, because the import is done only when that ends. */
async function importInto(lines: string): Promise<void> {
  await reopen();
  expect(await (await call('POST', '/stories', lines)).text()).not.toContain('"ok":false');
}

const withdraw = (slug: string) => call('DELETE', `/stories/${slug}?reason=${encodeURIComponent(REASON)}`);

/** The paths of the scopes of the third story: the site, its topic and its source. */
const SCOPES = ['', '/topics/web-feeds', '/sources/cited.example'];
const feeds = (pages: string[]) =>
  SCOPES.flatMap((scope) =>
    pages.flatMap((page) =>
      formats.map((format) => [format, `${scope}${page}/${FORMATS[format].file}`] as const),
    ),
  );

test('every feed and archive page that had a story has a notice with its id', async () => {
  await publishNumbers(...upTo(65));
  await drain();
  const before = new Map<string, { etag: string | null; ids: string[] }>();
  for (const [format, path] of feeds(['', '/archive/1'])) {
    const response = await read(path);
    const { ids } = readStep(format, await response.clone().text());
    before.set(path, { etag: response.headers.get('ETag'), ids });
  }
  await withdraw('s-3');
  await drain();
  for (const [format, path] of feeds(['', '/archive/1'])) {
    const response = await read(path);
    const text = await response.text();
    const { ids, notices } = readStep(format, text);
    const earlier = before.get(path);
    expect(notices, path).toEqual([idOf('s-3')]);
    expect(ids, path).toEqual(earlier?.ids.filter((id) => id !== idOf('s-3')));
    expect(response.headers.get('ETag'), path).not.toBe(earlier?.etag);
    expect(text, path).toContain(REASON);
    for (const word of ['Headline', 'Abstract', 'Analysis', 'Cited', 'Caption', 'img.example/']) {
      const own = new RegExp(`${word} ?3\\b`);
      expect(own.test(text), `${word} in ${path}`).toBe(false);
    }
    expect(text, path).not.toContain('cited.example/3"');
  }
  // A closed page without the story has no notice, nor have the pages that people read.
  expect(await noticesIn('/archive/2/feed.json')).toEqual([]);
  for (const path of [
    '/',
    '/topics/web-feeds',
    '/archive/1',
    '/sitemaps/stories/1.xml',
    '/news-sitemap.xml',
    '/feeds.opml',
  ]) {
    expect(await (await read(path)).text(), path).not.toMatch(/stories\/s-3\b/);
  }
  const preview = await exports.default.fetch(
    new Request('https://any.host/rss.xml', { headers: { 'Sec-Fetch-Dest': 'document' } }),
  );
  expect(await preview.text()).toContain('Headline 65');
  const page = await read('/stories/s-3');
  expect(page.status).toBe(410);
  expect(await page.text()).toContain(REASON);
});

test('the page of a withdrawn story has the headline that the story had last, and nothing else of it', async () => {
  await publishNumbers(3);
  await publish(story(3, { headline: 'A headline without the name' }));
  await withdraw('s-3');
  await drain();
  const text = await (await read('/stories/s-3')).text();
  expect(text).toContain('>A headline without the name</cite>');
  expect(text).not.toMatch(/(Headline|Abstract|Analysis|Cited|Caption) 3/);
});

test("a notice takes the story's place in the order", async () => {
  await publishNumbers(...upTo(5));
  await withdraw('s-3');
  await drain();
  for (const format of formats) {
    const text = await (await read(`/${FORMATS[format].file}`)).text();
    const links = [...text.matchAll(/https:\/\/news\.example\/stories\/(s-\d)[<"]/g)].map(([, slug]) => slug);
    expect([...new Set(links)], format).toEqual(['s-5', 's-4', 's-3', 's-2', 's-1']);
  }
});

test('a restored story returns with its id and text, and its notice is removed', async () => {
  await publishNumbers(...upTo(3));
  await drain();
  const before = await Promise.all(
    formats.map(async (format) => (await read(`/${FORMATS[format].file}`)).text()),
  );
  await withdraw('s-2');
  await drain();
  expect(await noticesIn('/feed.json')).toEqual([idOf('s-2')]);
  expect((await call('POST', '/stories/s-2/restore')).status).toBe(200);
  await drain();
  expect(await noticesIn('/feed.json')).toEqual([]);
  for (const [index, format] of formats.entries()) {
    const items = (text = '') => text.slice(text.search(/<item>|<entry>|"items"/));
    expect(items(await (await read(`/${FORMATS[format].file}`)).text()), format).toBe(items(before[index]));
  }
});

test('the notice is removed after 30 days', async () => {
  await publishNumbers(...upTo(31));
  await withdraw('s-1');
  await withdraw('s-31');
  await drain();
  expect(await noticesIn('/feed.json')).toEqual([idOf('s-31'), idOf('s-1')]);
  expect(await noticesIn('/archive/1/feed.json')).toEqual([idOf('s-1')]);
  await runInside(deskObject(), async (instance: Desk, state) => {
    state.storage.sql.exec('UPDATE withdrawal SET at = at - ?', 30 * 86_400_000);
    await instance.alarm();
  });
  await drain();
  for (const path of ['', '/topics/web-feeds', '/archive/1']) {
    expect(await noticesIn(`${path}/feed.json`), path).toEqual([]);
    expect(await idsIn(`${path}/feed.json`), path).not.toContain(idOf('s-1'));
  }
});

test('there is no notice of a story that was never shown, nor in a topic that the story had left', async () => {
  await publishNumbers(1, 2);
  await call('PUT', '/stories/later', story(9, { slug: 'later', datePublished: '2999-01-01T00:00:00Z' }));
  await withdraw('later');
  const moved = story(2, { keywords: ['provenance'] });
  const answer = await call('PUT', '/stories/s-2', moved, { headers: { 'If-Match': '"1"' } });
  expect(answer.status).toBe(200);
  await drain();
  for (const scope of ['', ...SCOPES]) expect(await noticesIn(`${scope}/feed.json`)).toEqual([]);
  await withdraw('s-2');
  await drain();
  expect(await noticesIn('/feed.json')).toEqual([idOf('s-2')]);
  expect(await noticesIn('/topics/provenance/feed.json')).toEqual([idOf('s-2')]);
  expect(await noticesIn('/topics/web-feeds/feed.json')).toEqual([]);
});

test('an edition has at most 100 notices, with reasons of at most 50,000 characters in all', async () => {
  await publishNumbers(...upTo(130));
  for (const n of upTo(120)) await withdraw(`s-${n}`);
  await drain();
  expect(await noticesIn('/feed.json')).toHaveLength(100);
  expect(await noticesIn('/archive/1/feed.json')).toHaveLength(30);
  expect(await idsIn('/feed.json')).toHaveLength(10);
  await runInside(deskObject(), (_desk: Desk, state) => {
    state.storage.sql.exec("UPDATE story SET reason = ? WHERE status = 'withdrawn'", 'x'.repeat(2000));
  });
  await desk().rebuild(ann, Date.now());
  await drain();
  expect(await noticesIn('/feed.json')).toHaveLength(25);
});

test('an imported story that is published has no notice, whatever its places say', async () => {
  await publishNumbers(...upTo(31));
  const lines = (await (await call('GET', '/export')).text()).trim().split('\n');
  await importInto(lines.map((line) => line.replaceAll('"withdrawn":false', '"withdrawn":true')).join('\n'));
  await drain();
  for (const path of ['', '/archive/1']) {
    expect(await noticesIn(`${path}/feed.json`), path).toEqual([]);
    expect(await (await read(`${path}/atom.xml`)).text(), path).not.toContain('deleted-entry');
  }
});

test('an imported export makes the same notices', async () => {
  await publishNumbers(...upTo(3));
  await withdraw('s-2');
  await drain();
  const look = () => Promise.all(feeds(['']).map(async ([, path]) => (await read(path)).text()));
  const before = await look();
  const lines = await (await call('GET', '/export')).text();
  await importInto(lines);
  await drain();
  expect(await noticesIn('/feed.json')).toEqual([idOf('s-2')]);
  expect(await look()).toEqual(before);
});

test.each([
  ['previous', { story: undefined }, []],
  ['next', { more: 'that this version does not know' }, [idOf('s-2')]],
])('a withdrawal that the %s version of the program wrote can be read', async (_version, change, notices) => {
  await publishNumbers(...upTo(30));
  await withdraw('s-2');
  await drain();
  for (const key of ['edition:all', 'archive:all:1']) {
    const value = (await recordUnder(key)) as { withdrawn: object[] };
    value.withdrawn = value.withdrawn.map((each) => ({ ...each, ...change }));
    await env.STORIES.put(key, JSON.stringify(value));
  }
  for (const path of ['', '/archive/1']) {
    expect(await noticesIn(`${path}/feed.json`), path).toEqual(notices);
    expect(await (await read(`${path}/atom.xml`)).text(), path).toContain('<at:deleted-entry');
  }
});

test('a reader of deltas gets the whole feed with the notice, and after that only new stories', async () => {
  await publishNumbers(...upTo(20));
  await drain();
  const poll = async (etag: string) => {
    const headers = { 'A-IM': 'feed', 'If-None-Match': etag };
    const response = await exports.default.fetch(new Request('https://any.host/atom.xml', { headers }));
    const { ids, notices } = readStep('atom', await response.text());
    return { status: response.status, etag: response.headers.get('ETag') ?? '', ids, notices };
  };
  const first = await poll('');
  await withdraw('s-7');
  await drain();
  const second = await poll(first.etag);
  expect(second).toMatchObject({ status: 200, notices: [idOf('s-7')] });
  expect(second.ids).toHaveLength(19);
  await publishNumbers(21);
  await drain();
  const third = await poll(second.etag);
  expect(third).toMatchObject({ status: 226, ids: [idOf('s-21')], notices: [] });
  await call('POST', '/stories/s-7/restore');
  await drain();
  expect(await poll(third.etag)).toMatchObject({ status: 226, ids: [idOf('s-7')], notices: [] });
});

test.each(formats)('WebSub delivers the notice with the feed (%s)', async (format) => {
  await publishNumbers(...upTo(3));
  await withdraw('s-2');
  const settings = readSettings(env);
  const topic = `https://news.example/${FORMATS[format].file}`;
  const delivery = await loadContent(topic, { env, settings, client: new HttpClient(settings.site.url) });
  const text = new TextDecoder().decode(delivery?.body);
  expect(readStep(format, text)).toMatchObject({ ids: [idOf('s-3'), idOf('s-1')], notices: [idOf('s-2')] });
});
