import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import { app } from '../../src/app.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { identityWith } from '../identity.ts';
import { serializeSite } from '../print.ts';
import { sampleStories } from '../samples.ts';

// The sample site states no usage policy, so this site does.
identityWith({ usage: { search: true, aiInput: true, aiTrain: false } });

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  app.fetch(new Request(`https://any.host${path}`, { headers, method }), env);

const LICENCE = '<https://news.example/license.xml>; rel="license"; type="application/rsl+xml"';

beforeAll(async () => {
  const entries = await serializeSite(sampleStories, readSettings(env).site);
  await Promise.all(entries.map(({ key, value, metadata }) => env.STORIES.put(key, value, { metadata })));
});

test.each([
  '/',
  '/topics/web-feeds',
  '/stories/what-a-304-saves',
  '/subscribe',
  '/feed-extensions',
  '/rss.xml',
  '/atom.xml',
  '/sources/w3.org/feed.json',
  '/feeds.opml',
  '/robots.txt',
  '/license.xml',
])('%s states the policy in its headers on GET and HEAD, but not in a 304', async (path) => {
  const whole = await get(path);
  expect(whole.status).toBe(200);
  for (const { headers } of [whole, await get(path, {}, 'HEAD')]) {
    expect(headers.get('Content-Usage')).toBe('search=y, train-ai=n');
    expect(headers.get('Link')).toContain(LICENCE);
  }
  const known = await get(path, { 'If-None-Match': whole.headers.get('ETag') ?? '' });
  expect(known.status).toBe(304);
  expect([known.headers.get('Content-Usage'), known.headers.get('Link')]).toEqual([null, null]);
});

test('the licence is served with its own type, and pages and robots.txt link to it; RSS contains it', async () => {
  const licence = await get('/license.xml');
  expect(licence.headers.get('Content-Type')).toBe('application/rsl+xml');
  expect(await licence.text()).toContain('<prohibits type="usage">ai-train</prohibits>');
  expect(await (await get('/robots.txt')).text()).toContain('License: https://news.example/license.xml\n');
  expect(await (await get('/')).text()).toContain('href="https://news.example/license.xml"');
  expect(await (await get('/rss.xml')).text()).toContain('<rsl:prohibits type="usage">ai-train<');
});

test('the feed keeps its own links, including its Creative Commons licence', async () => {
  const link = (await get('/atom.xml')).headers.get('Link');
  expect(link).toContain('<https://news.example/atom.xml>; rel="self"');
  expect(link).toContain('<https://creativecommons.org/licenses/by/4.0/>; rel="license",');
});
