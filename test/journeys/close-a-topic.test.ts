import { env } from 'cloudflare:workers';
import { beforeAll, expect, test } from 'vitest';
import identity from '../../data/site.json' with { type: 'json' };
import { app } from '../../src/app.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { identityWith } from '../identity.ts';
import { serializeSite } from '../print.ts';
import { aStory } from '../samples.ts';
import { readStep } from '../walk.ts';

// Closes a topic in the site's configuration.
identityWith({ topics: [{ slug: 'over', title: 'Over', finished: true }, ...identity.topics] });

const COUNT = 65;
const get = (path: string, headers: Record<string, string> = {}) =>
  app.fetch(new Request(`https://any.host${path}`, { headers }), env);

beforeAll(async () => {
  const stories = Array.from({ length: COUNT }, (_, n) =>
    aStory({ slug: `s-${n}`, headline: `Story ${n}`, keywords: ['over', 'web-feeds'] }),
  );
  const entries = await serializeSite(stories, readSettings(env).site);
  await Promise.all(entries.map(({ key, value, metadata }) => env.STORIES.put(key, value, { metadata })));
});

test('its JSON Feed says that it has expired, and its archive can still be walked', async () => {
  const response = await get('/topics/over/feed.json');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    expired: true,
    next_url: 'https://news.example/topics/over/archive/1/feed.json',
  });
  expect(await (await get('/topics/web-feeds/feed.json')).json()).not.toHaveProperty('expired');
});

test.each(['rss', 'atom'] as const)('its %s feed is 410, with the feed as the body', async (format) => {
  const response = await get(`/topics/over/${format}.xml`);
  expect(response.status).toBe(410);
  expect(response.headers.get('Content-Type')).toBe(`application/${format}+xml; charset=utf-8`);
  const { ids, previous } = readStep(format, await response.text());
  expect(ids).toHaveLength(35);
  expect(previous).toBe(`https://news.example/topics/over/archive/1/${format}.xml`);
  const page = await get(new URL(previous ?? '').pathname);
  expect([page.status, readStep(format, await page.text()).ids.length]).toEqual([200, 30]);
  const again = await get(`/topics/over/${format}.xml`, {
    'If-None-Match': response.headers.get('ETag') ?? '',
    'A-IM': 'feed',
  });
  expect(again.status).toBe(410);
});

test('nothing links to its feeds any more; its page says why, and links to the archive', async () => {
  for (const path of ['/', '/stories/s-1', '/subscribe', '/feeds.opml']) {
    expect(await (await get(path)).text(), path).not.toMatch(/topics\/over\/(rss|atom|feed)/);
  }
  const page = await (await get('/topics/over')).text();
  expect(page).toContain('This topic is closed: no more stories will be published.');
  expect(page).not.toMatch(/<link rel="alternate"[^>]*topics\/over/);
  expect(page).toContain('href="/topics/over/archive/1"');
});
