import { env, exports } from 'cloudflare:workers';
import { parseFeed } from 'feedsmith';
import { beforeEach, expect, test, vi } from 'vitest';
import { loadContent } from '../../src/push/topic-content.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { FORMATS } from '../../src/site/edition/scope.ts';
import { identityWith } from '../identity.ts';
import { desk, drain, idsIn, read, reopen, saveSettings } from '../newsroom.ts';
import { formats, idOf, publishStory, withdraw } from '../published-stories.ts';

// Somebody wants ten lines: by a reader, or by mail from a service that reads the summary feeds.

identityWith({ languages: ['en', 'de'] });

beforeEach(reopen);

const FIELDS = {
  abstract: 'Rates rose by half a point. Banks follow.',
  articleBody: 'The analysis says more ([bank.example](https://bank.example/rates)).',
  provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia', humanReviewed: true } },
};

const readWith = (path: string, headers: Record<string, string>) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { headers }));

const itemOf = async (path: string) => {
  const { items } = (await (await read(path)).json()) as {
    items: { content_html: string; summary: string; url: string }[];
  };
  return items[0];
};

test('an item has the TL;DR with its label, the notice, numbered sources and a link, and nothing of the analysis', async () => {
  await publishStory('rates', FIELDS);
  await drain();
  const item = await itemOf('/summaries/feed.json');
  expect(item?.url).toBe('https://news.example/stories/rates');
  expect(item?.summary).toBe('TL;DR (AI-generated): Rates rose by half a point. Banks follow.');
  expect(item?.content_html).toMatchInlineSnapshot(`
    "<p><strong>TL;DR (AI-generated; reviewed by a person):</strong> Rates rose by half a point. Banks follow.</p>
    <p><small>This article aggregates reporting from 1 news source. The TL;DR is AI-generated from original reporting. Open Wire&#39;s analysis provides editorial context on open standards and technology policy.</small></p>
    <h2>Sources</h2>
    <ol>
    <li><a href="https://bank.example/rates">bank.example</a></li>
    </ol>
    <p><a href="https://news.example/stories/rates">Read the whole story</a></p>
    "
  `);
  const whole = await itemOf('/feed.json');
  expect(whole?.content_html).toContain('The analysis says more');
});

test('every format names itself, the hub and the page, keeps the ids of the stories, and answers 304', async () => {
  await publishStory('rates', FIELDS);
  await drain();
  for (const format of formats) {
    const path = `/summaries/${FORMATS[format].file}`;
    const url = `https://news.example${path}`;
    const response = await read(path);
    expect(response.headers.get('Content-Type')).toBe(`${FORMATS[format].type}; charset=utf-8`);
    expect(response.headers.get('Cache-Tag')).toBe('edition:all');
    expect(response.headers.get('Link')).toContain(
      `<https://news.example/hub>; rel="hub", <${url}>; rel="self"`,
    );
    const text = await response.text();
    expect(text).toContain(idOf('rates'));
    expect(text).not.toContain('The analysis says more');
    expect(text).not.toMatch(/prev-archive|next_url/);
    expect(parseFeed(text).format).toBe(format);
    for (const [name, value] of [
      ['If-None-Match', response.headers.get('ETag') ?? ''],
      ['If-Modified-Since', response.headers.get('Last-Modified') ?? ''],
    ] as const)
      expect((await readWith(path, { [name]: value })).status).toBe(304);
  }
});

test('a correction and a withdrawal reach the summaries', async () => {
  await publishStory('rates', FIELDS);
  await drain();
  const before = (await read('/summaries/atom.xml')).headers.get('ETag');
  const correction = [{ text: 'It was a quarter of a point.', datePublished: '2026-03-05T10:00:00Z' }];
  await publishStory('rates', { ...FIELDS, correction });
  await drain();
  expect((await itemOf('/summaries/feed.json'))?.content_html).toContain('It was a quarter of a point.');
  expect((await read('/summaries/atom.xml')).headers.get('ETag')).not.toBe(before);
  await withdraw('rates');
  await drain();
  const feed = await (await read('/summaries/rss.xml')).text();
  expect(feed).toContain('This story was withdrawn');
  expect(feed).not.toContain('half a point');
});

test('a language has summaries of its own', async () => {
  await publishStory('rates', { inLanguage: 'en' });
  await publishStory('zinsen', { inLanguage: 'de' });
  await drain();
  expect(await idsIn('/languages/de/summaries/feed.json')).toEqual([idOf('zinsen')]);
  const rss = await (await read('/languages/de/summaries/rss.xml')).text();
  expect(rss).toContain('<title>Open Wire: Deutsch: Kurzfassungen</title>');
  expect(rss).toContain('<link>https://news.example/languages/de</link>');
  expect(rss).toContain('<language>de</language>');
  expect((await read('/languages/fr/summaries/rss.xml')).status).toBe(404);
});

test('a summary feed costs one read of KV', async () => {
  await publishStory('rates');
  await drain();
  const reads = vi.spyOn(env.STORIES, 'getWithMetadata');
  expect((await read('/summaries/rss.xml')).status).toBe(200);
  expect(new Set(reads.mock.calls.map(([key]) => key as unknown))).toEqual(new Set(['edition:all']));
  reads.mockRestore();
});

test('the front pages lead feed readers to the summaries', async () => {
  await publishStory('zinsen', { inLanguage: 'de' });
  await drain();
  for (const path of ['/', '/languages/de'])
    expect(await (await read(path)).text()).toMatch(
      new RegExp(
        `<link rel="alternate" type="application/atom\\+xml" title="[^"]*${path === '/' ? 'Summaries' : 'Kurzfassungen'} \\(Atom\\)" href="https://news.example${path === '/' ? '' : path}/summaries/atom.xml"/>`,
      ),
    );
  expect(await (await read('/stories/zinsen')).text()).not.toContain('summaries');
});

test('a browser that opens one sees a page that shows what comes', async () => {
  await publishStory('rates', FIELDS);
  await drain();
  const page = await readWith('/summaries/rss.xml', { 'Sec-Fetch-Dest': 'document' });
  expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  const html = await page.text();
  expect(html).toContain('<h1>Open Wire: Summaries</h1>');
  expect(html).toContain('https://news.example/summaries/rss.xml');
  expect(html).not.toContain('The analysis says more');
});

test('subscribers of the hub get the bytes that readers get, with what the newsroom has saved', async () => {
  await publishStory('rates', FIELDS);
  await saveSettings({ title: 'Renamed' });
  await drain();
  const settings = readSettings(env);
  const context = { env, settings, client: undefined as never };
  for (const format of formats) {
    const path = `/languages/en/summaries/${FORMATS[format].file}`;
    const content = await loadContent(`https://news.example${path}`, context);
    const response = await read(path);
    expect(new TextDecoder().decode(content?.body)).toBe(await response.text());
    expect(new TextDecoder().decode(content?.body)).toContain('Renamed: English: Summaries');
    expect(content?.etag).toBe(response.headers.get('ETag'));
    expect(content?.type).toBe(response.headers.get('Content-Type'));
  }
});

test('summaries cost no write to KV', async () => {
  await publishStory('rates', FIELDS);
  const before = (await desk().status(Date.now())).outbox.depth;
  await drain();
  await read('/summaries/rss.xml');
  const { keys } = await env.STORIES.list();
  expect(keys.length).toBeLessThanOrEqual(before);
  expect(keys.filter(({ name }) => name.includes('summaries'))).toEqual([]);
});
