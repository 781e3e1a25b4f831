import { env, exports } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { serializeSite } from '../print.ts';
import { aStory } from '../samples.ts';

// What a browser may load on the pages of a story with a picture.

const image = (url: string) => ({ url, width: 10, height: 10, encodingFormat: 'image/png' });

beforeAll(async () => {
  const stories = [
    aStory({ slug: 'own', image: image('/pictures/chart.png') }),
    aStory({ slug: 'elsewhere', image: image('https://img.example:8443/p.png') }),
    aStory({ slug: 'none' }),
  ];
  const entries = await serializeSite(stories);
  await Promise.all(entries.map(({ key, value, metadata }) => env.STORIES.put(key, value, { metadata })));
});

const get = (path: string, headers: Record<string, string> = {}) =>
  exports.default.fetch(new Request(`https://any.host${path}`, { headers }));
const policy = (response: Response) =>
  /img-src ([^;]*)/.exec(response.headers.get('Content-Security-Policy') ?? '')?.[1]?.split(' ');
const sources = async (response: Response) =>
  Array.from((await response.text()).matchAll(/<img [^>]*?src="([^"]*)"/g), ([, src]) => src);

test('a story’s page refers to a picture of the site by its path, which works on any host', async () => {
  const response = await get('/stories/own');
  expect(policy(response)).toEqual(["'self'"]);
  expect(await sources(response)).toEqual(['/pictures/chart.png']);
});

test('a story’s page may load the picture from its origin, and nothing from other origins', async () => {
  const response = await get('/stories/elsewhere');
  expect(policy(response)).toEqual(["'self'", 'https://img.example:8443']);
  expect(await sources(response)).toEqual(['https://img.example:8443/p.png']);
  expect(policy(await get('/stories/none'))).toEqual(["'self'"]);
});

test.each(['/rss.xml', '/atom.xml', '/feed.json'])(
  '%s, opened in a browser, shows the pictures of its stories, and tells no host where',
  async (path) => {
    const response = await get(path, { 'Sec-Fetch-Dest': 'document' });
    expect(policy(response)).toEqual(["'self'", 'https://img.example:8443', 'https://news.example']);
    const html = await response.clone().text();
    expect(await sources(response)).toEqual([
      'https://img.example:8443/p.png',
      'https://news.example/pictures/chart.png',
    ]);
    expect(html.match(/<img referrerpolicy="no-referrer"/g)).toHaveLength(2);
  },
);

test('a story’s JSON and Markdown have the picture’s URL as its author wrote it', async () => {
  const json = (await (await get('/stories/own.json')).json()) as { record: { image: unknown } };
  expect(json.record.image).toEqual(image('/pictures/chart.png'));
  expect(await (await get('/stories/own.md')).text()).toContain('  url: /pictures/chart.png\n');
});

test('structured data has the picture’s full URL and its size', async () => {
  expect(await (await get('/stories/own')).text()).toContain(
    '"image":{"@type":"ImageObject","url":"https://news.example/pictures/chart.png","width":10,"height":10}',
  );
});
