import { env, exports } from 'cloudflare:workers';
import { XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, test } from 'vitest';
import { serializeArticle } from '../../../src/newsroom/desk/publish/entries.ts';
import { prefersMarkdown } from '../../../src/readers/rendered/negotiation.ts';
import { slugOfStoryUrl } from '../../../src/settings/site.ts';
import { parseStoryFile, parseStoryRecord } from '../../../src/site/story/parse/parse.ts';
import { serializeSite } from '../../print.ts';
import { aStory, fullStory, publish, sampleStories, site } from '../../samples.ts';

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  exports.default.fetch(new Request(`https://any.host${path}`, { method, headers, redirect: 'manual' }));

/** Returns the body as text, whatever its media type. */
const textOf = async (response: Response) => new TextDecoder().decode(await response.arrayBuffer());

beforeAll(async () => {
  for (const { key, value, metadata } of await serializeSite([...sampleStories, fullStory]))
    await env.STORIES.put(key, value, { metadata });
  await env.STORIES.put('story:an-old-slug', JSON.stringify({ movedTo: 'a-full-story' }));
  await env.STORIES.put(
    'story:withdrawn',
    JSON.stringify({
      withdrawn: {
        identifier: 'tag:edgewire.example,2026:stories/withdrawn',
        reason: 'It was wrong.',
        at: '2026-03-04T09:30:00Z',
      },
    }),
  );
  const later = aStory({ slug: 'later', datePublished: '2999-01-01T00:00:00Z' });
  await env.STORIES.put('story:later', JSON.stringify(later));
});

const TYPES = {
  '.md': 'text/markdown; charset=utf-8',
  '.json': 'application/json',
  '.ninjs': 'application/json',
  '/cite.bib': 'application/x-bibtex; charset=utf-8',
  '/cite.ris': 'application/x-research-info-systems; charset=utf-8',
  '/cite.csl.json': 'application/vnd.citationstyles.csl+json',
};
const SUFFIXES = Object.entries(TYPES);
const OF_SOURCES = SUFFIXES.filter(([suffix]) => suffix.startsWith('/cite')).map(
  ([suffix, type]): [string, string] => [`${suffix}?of=sources`, type],
);

describe.each([...SUFFIXES, ...OF_SOURCES])('a story’s %s', (suffix, type) => {
  test('is a document for programs, with all its headers', async () => {
    const response = await get(`/stories/a-full-story${suffix}`);
    expect(response.status).toBe(200);
    const headers = Object.fromEntries(response.headers);
    expect(headers).toMatchObject({
      'content-type': type,
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=60',
      'cache-tag': 'story:a-full-story',
      'access-control-allow-origin': '*',
    });
    const file = `a-full-story${suffix.includes('?') ? '-sources' : ''}${/\.[a-z.]+/.exec(suffix)?.[0]}`;
    expect(headers['content-disposition']).toBe(`inline; filename="${file}"`);
    expect(headers.link).toContain('<https://news.example/stories/a-full-story>; rel=');
    expect(headers.link).toContain('<https://license.example/?a=1&b=2>; rel="license"');
    expect(headers.vary).toBeUndefined();
    expect(headers.etag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    expect(await textOf(response)).not.toContain('any.host');
  });

  test('returns 304 if it has not changed, and refuses methods that write', async () => {
    const path = `/stories/a-full-story${suffix}`;
    const first = await get(path);
    const again = await get(path, { 'If-None-Match': first.headers.get('ETag') ?? '' });
    expect(again.status).toBe(304);
    expect(again.headers.get('ETag')).toBe(first.headers.get('ETag'));
    expect((await get(path, {}, 'HEAD')).headers.get('Content-Type')).toBe(type);
    expect((await get(path, {}, 'OPTIONS')).status).toBe(204);
    expect((await get(path, {}, 'POST')).status).toBe(405);
  });

  test('redirects for a renamed story to the same format of the new slug', async () => {
    const response = await get(`/stories/an-old-slug${suffix}`);
    expect(response.status).toBe(301);
    expect(response.headers.get('Location')).toBe(`https://news.example/stories/a-full-story${suffix}`);
  });

  test('is 410 for a withdrawn story, and states the reason', async () => {
    const response = await get(`/stories/withdrawn${suffix}`);
    expect(response.status).toBe(410);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(await response.text()).toContain('It was wrong.');
  });

  test.each(['nope', 'later', 'Not-A-Slug', 'a.b', ''])('does not exist for the slug "%s"', async (slug) => {
    expect((await get(`/stories/${slug}${suffix}`)).status).toBe(404);
  });
});

/** Parses an author's file. Throws an error with the faults if it has any. */
function storyIn(text: string, slug: string) {
  const parsed = parseStoryFile(text, slug);
  return parsed.ok ? parsed.value : parsed.faults;
}

test('Markdown and JSON contain only the record, without the related stories that KV stores with it', async () => {
  const story = publish(aStory({ slug: 'with-related' }));
  const near = {
    slug: 'near',
    headline: 'About much the same',
    inLanguage: 'en',
    datePublished: '2026-03-01T00:00:00Z',
  };
  const { key, value, metadata } = await serializeArticle({ ...story, related: [near] }, 0, site);
  await env.STORIES.put(key, value, { metadata });
  expect(await (await get('/stories/with-related')).text()).toContain(near.headline);
  const { rendering, ...record } = story;
  const markdown = await textOf(await get('/stories/with-related.md'));
  expect(storyIn(markdown, 'with-related')).toEqual(record);
  const json = await (await get('/stories/with-related.json')).json<{ record: unknown }>();
  expect(parseStoryRecord(json.record)).toEqual({ ok: true, value: record });
});

test('the page links to the exports of the story', async () => {
  const response = await get('/stories/a-full-story');
  const url = 'https://news.example/stories/a-full-story';
  expect(response.headers.get('Link')).toBe(
    [
      `<${url}>; rel="cite-as"`,
      `<${url}/cite.csl.json>; rel="describedby"; type="application/vnd.citationstyles.csl+json"`,
      `<${url}.md>; rel="alternate"; type="text/markdown"`,
      `<${url}.json>; rel="alternate"; type="application/json"`,
      `<${url}.ninjs>; rel="alternate"; type="application/json"`,
      `<${url}/history>; rel="version-history"; type="text/html"`,
      '<https://license.example/?a=1&b=2>; rel="license"',
    ].join(', '),
  );
  const html = await response.text();
  const addresses = Array.from(
    html.matchAll(/<link rel="alternate" type="([^"]+)" (?:title="[^"]*" )?href="([^"]+)"/g),
    ([, type, href]) => [type, href?.replaceAll('&amp;', '&')],
  );
  const offered = Object.fromEntries(addresses) as Record<string, string>;
  expect(offered).toMatchObject({ 'text/markdown': `${url}.md`, 'application/json': `${url}.json` });
  for (const type of ['application/json+oembed', 'text/xml+oembed']) {
    const embed = await get(offered[type]?.replace('https://news.example', '') ?? '');
    expect(embed.headers.get('Content-Type')?.split(';')[0]).toBe(type.replace('+oembed', ''));
  }
});

test('the URL of a licence is ASCII in the header, even if the record has other characters', async () => {
  const story = aStory({ slug: 'far-away', license: 'https://例え.example/ライセンス' });
  await env.STORIES.put('story:far-away', JSON.stringify(story));
  for (const suffix of ['', '.md', '/cite.ris']) {
    const response = await get(`/stories/far-away${suffix}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('Link')).toContain(
      '<https://xn--r8jz45g.example/%E3%83%A9%E3%82%A4%E3%82%BB%E3%83%B3%E3%82%B9>; rel="license"',
    );
  }
});

test('an invalid subject of references is refused, naming the valid ones', async () => {
  const refused = await get('/stories/a-full-story/cite.bib?of=%3Cothers%3E');
  expect(refused.status).toBe(400);
  expect(await refused.text()).toMatch(/&quot;of&quot; .*story or sources.*&quot;&lt;others&gt;&quot;/);
  const plain = await textOf(await get('/stories/a-full-story/cite.bib'));
  expect(await textOf(await get('/stories/a-full-story/cite.bib?utm_source=x'))).toBe(plain);
});

describe('the address of a page', () => {
  const markdown = { Accept: 'text/markdown' };

  test('returns Markdown to a client that prefers it, and varies by Accept', async () => {
    const negotiated = await get('/stories/a-full-story', markdown);
    const file = await get('/stories/a-full-story.md');
    expect(negotiated.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8');
    expect(negotiated.headers.get('Content-Location')).toBe('https://news.example/stories/a-full-story.md');
    expect(negotiated.headers.get('ETag')).toBe(file.headers.get('ETag'));
    const text = await negotiated.text();
    expect(text).toBe(await file.text());
    expect(storyIn(text, 'x')).toEqual(fullStory);
    const page = await get('/stories/a-full-story', { Accept: 'text/html,*/*;q=0.8' });
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('ETag')).not.toBe(negotiated.headers.get('ETag'));
    for (const answer of [negotiated, page])
      expect(answer.headers.get('Vary')).toBe('Accept, Accept-Encoding');
    const etag = page.headers.get('ETag') ?? '';
    expect((await get('/stories/a-full-story', { ...markdown, 'If-None-Match': etag })).status).toBe(200);
    const unchanged = await get('/stories/a-full-story', { 'If-None-Match': etag });
    expect([unchanged.status, unchanged.headers.get('Vary')]).toEqual([304, 'Accept, Accept-Encoding']);
  });

  test.each([
    '/stories/a-full-story',
    '/stories/a-full-story.md',
    '/stories/a-full-story/cite.csl.json',
    '/atom.xml',
    '/robots.txt',
  ])('a 304 for %s has the headers that RFC 9110 section 15.4.5 requires', async (path) => {
    const whole = await get(path, markdown);
    const unchanged = await get(path, { ...markdown, 'If-None-Match': whole.headers.get('ETag') ?? '' });
    expect([whole.status, unchanged.status]).toEqual([200, 304]);
    for (const name of ['Cache-Control', 'Content-Location', 'ETag', 'Expires', 'Vary'])
      expect(unchanged.headers.get(name), name).toBe(whole.headers.get(name));
  });

  test.each([{}, markdown])(
    'redirects a renamed story and is 410 for a withdrawn one, in both formats: %j',
    async (headers) => {
      const moved = await get('/stories/an-old-slug', headers as Record<string, string>);
      expect(moved.status).toBe(301);
      expect(moved.headers.get('Location')).toBe('https://news.example/stories/a-full-story');
      const gone = await get('/stories/withdrawn', headers as Record<string, string>);
      expect(gone.status).toBe(410);
      for (const answer of [moved, gone]) expect(answer.headers.get('Vary')).toBe('Accept, Accept-Encoding');
    },
  );
});

test.each([
  ['text/markdown', true],
  ['TEXT/Markdown; charset=utf-8', true],
  ['text/markdown, text/html;q=0.9', true],
  ['text/html;q=0.9, text/markdown', true],
  ['text/html;q=0.5, text/*', true],
  ['text/markdown, */*', true],
  ['text/markdown;q=0.5, */*;q=0.1', true],
  ['text/markdown, text/html, */*', true],
  ['', false],
  ['*/*', false],
  ['text/*', false],
  ['text/html, text/markdown', false],
  ['text/markdown;q=0.5, text/html', false],
  ['text/markdown;q=0.5, */*', false],
  ['text/markdown;q=0', false],
  ['text/markdown;q=0, text/*', false],
  ['text/html;q=0, text/markdown;q=0', false],
  ['text/markdownish', false],
  ['application/json', false],
  [';;,,q=1,"', false],
  ['text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8', false],
])('“Accept: %s” prefers Markdown: %s', (accept, expected) => {
  expect(prefersMarkdown(accept)).toBe(expected);
});

describe('oEmbed', () => {
  const oembed = (parameters: Record<string, string>) =>
    get(
      `/oembed?${new URLSearchParams({ url: 'https://news.example/stories/a-full-story', ...parameters })}`,
    );

  test('returns JSON unless the request is for XML', async () => {
    const json = await oembed({});
    expect(Object.fromEntries(json.headers)).toMatchObject({
      'content-type': 'application/json',
      'cache-tag': 'story:a-full-story',
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    expect(await json.json()).toMatchObject({ version: '1.0', type: 'rich', title: fullStory.headline });
    const xml = await oembed({ format: 'xml' });
    expect(xml.headers.get('Content-Type')).toBe('text/xml; charset=utf-8');
    expect(XMLValidator.validate(await xml.text())).toBe(true);
    expect((await get('/oembed', {}, 'OPTIONS')).status).toBe(204);
  });

  test('fits into the given size, and leaves out the whole TL;DR if it does not fit', async () => {
    const whole = (await (await oembed({})).json()) as { width: number; height: number; html: string };
    expect(whole.width).toBe(600);
    expect(whole.html).toContain('内容提要（AI 生成）： One line');
    expect(whole.html).toContain('本文汇集了 1 个新闻来源的报道。');
    const narrow = (await (await oembed({ maxwidth: '300' })).json()) as typeof whole;
    expect(narrow.width).toBe(300);
    expect(narrow.height).toBeGreaterThan(whole.height);
    const low = (await (await oembed({ maxheight: '200' })).json()) as typeof whole;
    expect(low.height).toBeLessThanOrEqual(200);
    expect(low.html).not.toContain('One line');
    expect(low.html).toContain('内容提要由 AI 根据原始报道生成。');
  });

  test('has the story’s card as its thumbnail, unless the embedding page has less room', async () => {
    const thumbnailOf = async (room: Record<string, string>) => {
      const all = (await (await oembed(room)).json()) as Record<string, unknown>;
      return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('thumbnail_')));
    };
    const page = await textOf(await get('/stories/a-full-story'));
    const [, card = ''] = /<meta property="og:image" content="([^"]+)"/.exec(page) ?? [];
    const thumbnail = { thumbnail_url: card, thumbnail_width: 1200, thumbnail_height: 630 };
    expect(await thumbnailOf({})).toEqual(thumbnail);
    expect(await thumbnailOf({ maxwidth: '1200', maxheight: '630' })).toEqual(thumbnail);
    expect(await thumbnailOf({ maxwidth: '1199' })).toEqual({});
    expect(await thumbnailOf({ maxheight: '629' })).toEqual({});
  });

  test.each([{ maxwidth: '0' }, { maxwidth: '10px' }, { maxheight: '-1' }, { maxheight: '' }])(
    'refuses %j',
    async (parameters) => {
      const refused = await oembed(parameters);
      expect(refused.status).toBe(400);
      expect(await refused.text()).toContain('must be a number of pixels');
    },
  );

  test('refuses any other format', async () => {
    const refused = await oembed({ format: '<html>' });
    expect(refused.status).toBe(501);
    expect(await refused.text()).toContain('not &quot;&lt;html&gt;&quot;.');
  });

  test('redirects for a renamed story', async () => {
    const moved = await oembed({
      url: 'https://news.example/stories/an-old-slug',
      format: 'xml',
      maxwidth: '300',
    });
    expect(moved.status).toBe(301);
    expect(moved.headers.get('Location')).toBe(
      'https://news.example/oembed?url=https%3A%2F%2Fnews.example%2Fstories%2Fa-full-story&format=xml&maxwidth=300',
    );
  });

  test.each([
    '',
    'no url',
    'https://news.example/',
    'https://news.example/stories/nope',
    'https://news.example/stories/later',
    'https://news.example/stories/withdrawn',
    'https://news.example/stories/a-full-story.md',
    'https://news.example/stories/a-full-story/cite.bib',
    'https://evil.example/stories/a-full-story',
    'https://news.example.evil.example/stories/a-full-story',
    'https://news.example@evil.example/stories/a-full-story',
    'http://news.example/stories/a-full-story',
    'https://news.example:8443/stories/a-full-story',
    'file:///stories/a-full-story',
    'javascript:alert(1)',
  ])('has no response for %s', async (url) => {
    const response = await oembed({ url });
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('Give the address of a story');
  });

  test('accepts an address in the forms in which people share it', () => {
    for (const shared of ['', '/', '?utm_source=x', '#tldr'])
      expect(slugOfStoryUrl(`https://news.example/stories/a-story${shared}`, site)).toBe('a-story');
  });
});
