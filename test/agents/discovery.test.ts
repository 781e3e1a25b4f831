import { beforeAll, describe, expect, test } from 'vitest';
import { identityWith } from '../identity.ts';
import { drain, reopen } from '../newsroom.ts';
import { publish } from '../published-stories.ts';
import { sampleStories } from '../samples.ts';
import { ADDRESSES, get, message, send } from './rpc.ts';

beforeAll(async () => {
  await reopen();
  await publish(...sampleStories);
  await drain();
});

test('robots.txt leads to the schema map, and that to the newest stories, one on each line', async () => {
  const robots = await (await get('/robots.txt')).text();
  const [, map = ''] = /^Schemamap: https:\/\/news\.example(.*)$/m.exec(robots) ?? [];
  const xml = await (await get(map)).text();
  const [, lines = ''] =
    /<url contentType="structuredData\/schema\.org"><loc>https:\/\/news\.example(.*)<\/loc>/.exec(xml) ?? [];
  const response = await get(lines);
  expect(response.headers.get('Content-Type')).toBe('application/jsonl; charset=utf-8');
  expect(response.headers.get('Cache-Control')).toContain('max-age=900');
  const stories = new TextDecoder()
    .decode(await response.arrayBuffer())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(stories.length).toBe(sampleStories.length);
  for (const story of stories)
    expect(story).toMatchObject({ '@type': 'NewsArticle', '@context': 'https://schema.org' });
  const times = stories.map(({ datePublished }) => Date.parse(datePublished));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  const page = await (await get('/stories/what-a-304-saves')).text();
  const [, own = '{}'] =
    /<script type="application\/ld\+json">(\{"@context":"https:\/\/schema\.org","@type":"NewsArticle".*?)<\/script>/.exec(
      page,
    ) ?? [];
  expect(stories.find(({ url }) => url.endsWith('/what-a-304-saves'))).toEqual(JSON.parse(own));
});

test('/llms.txt names feeds, search, MCP, NLWeb, the licence and what the policy leaves open', async () => {
  const response = await get('/llms.txt');
  expect(response.headers.get('Content-Type')).toBe('text/markdown; charset=utf-8');
  const text = await response.text();
  expect(text).toMatch(/^# Open Wire\n\n> /);
  for (const address of ['/mcp', '/ask', '/search', '/rss.xml', '/feeds.opml', '/hub', '/schema-map.xml'])
    expect(text).toContain(`https://news.example${address}`);
  expect(text).toContain('- Training an AI: not stated');
  expect(text).toContain('https://creativecommons.org/licenses/by/4.0/');
  for (const [, url = ''] of text.matchAll(/\]\(https:\/\/news\.example([^)]*)\)/g)) {
    const { status } = await get(url);
    expect([url, [200, 405].includes(status)]).toEqual([url, true]);
  }
});

describe('a newsroom in several languages', () => {
  identityWith({ languages: ['de', 'ar'] });

  test('names the feed of each in /llms.txt, and that of the summaries', async () => {
    const text = await (await get('/llms.txt')).text();
    for (const line of [
      '- [Deutsch](https://news.example/languages/de/feed.json): the newest in de',
      '- [العربية](https://news.example/languages/ar/feed.json): the newest in ar',
      '- [Summaries](https://news.example/summaries/feed.json): ',
    ])
      expect(text).toContain(line);
  });
});

describe('a policy that decides', () => {
  identityWith({ usage: { search: true, aiInput: true, aiTrain: false } });

  test('is in /llms.txt, with its licence', async () => {
    const text = await (await get('/llms.txt')).text();
    expect(text).toContain(
      '- Answers of an AI that reads stories and names them: allowed\n- Training an AI: refused\n',
    );
    expect(text).toContain('https://news.example/license.xml');
  });
});

describe.each([
  ['refuses AI input', { usage: { aiInput: false } }],
  ['switches agents off', { agents: false }],
])('a newsroom that %s', (_name, fields) => {
  identityWith(fields);

  test('has none of the addresses for agents', async () => {
    for (const path of ADDRESSES) expect([path, (await get(path)).status]).toEqual([path, 404]);
    expect((await send(message('tools/list'))).status).toBe(404);
    expect(await (await get('/robots.txt')).text()).not.toContain('Schemamap');
  });
});
