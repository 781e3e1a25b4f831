import { beforeEach, describe, expect, test } from 'vitest';
import { call, drain, read, reopen } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());

interface Result {
  line: number;
  ok: boolean;
  from: string;
  to?: string;
  changed?: boolean;
  why?: string;
  detail?: string;
}

/** Sends redirects, and returns what became of each. */
async function add(redirects: Record<string, string>, query = ''): Promise<Result[]> {
  const lines = Object.entries(redirects).map(([from, to]) => JSON.stringify({ from, to }));
  const response = await call('POST', `/redirects${query}`, lines.join('\n'));
  expect(response.status).toBe(200);
  const text = await response.text();
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const put = async (slug: string, more: object = {}) =>
  expect((await call('PUT', `/stories/${slug}`, aStory({ slug, ...more }))).ok).toBe(true);

/** Returns the status of an address, and where it leads. */
async function lead(path: string): Promise<[number, string | null]> {
  const response = await read(path);
  await response.body?.cancel();
  return [response.status, response.headers.get('Location')];
}

const SITE = 'https://news.example';

describe('an old address', () => {
  test('leads to its story in one hop, however it is spelled', async () => {
    await put('a-story');
    expect(await add({ 'https://old.example/2019/05/A-Story/': '/stories/a-story' })).toEqual([
      {
        line: 1,
        ok: true,
        from: 'https://old.example/2019/05/A-Story/',
        to: '/stories/a-story',
        changed: true,
      },
    ]);
    await drain();
    for (const path of [
      '/2019/05/a-story/',
      '/2019/05/a-story',
      '/2019/05/A-STORY//',
      '/2019/05/a-story/index.html',
      '/index.php/2019/05/a-story/',
      '/2019/05/a-story/?utm_source=x&fbclid=y',
      '/2019/05/%61-story/amp/',
      '/2019/05/a-story/comment-page-2/',
      '/2019/05/a-story/?p=9',
    ])
      expect([path, ...(await lead(path))]).toEqual([path, 301, `${SITE}/stories/a-story`]);
    expect(await lead('/2019/05/b-story/')).toEqual([301, `${SITE}/2019/05/b-story`]);
    expect(await lead('/2019/05/b-story')).toEqual([404, null]);
  });
});
