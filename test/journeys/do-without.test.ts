import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { parseTopic, topicExists } from '../../src/push/topic.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { identityWith } from '../identity.ts';
import { drain, read } from '../newsroom.ts';
import { publishStory } from '../published-stories.ts';

// A newsroom that has not asked for them has neither summaries nor ninjs.

identityWith({ summaries: false, ninjs: false, languages: ['de'] });

test.each(['/summaries/rss.xml', '/summaries/feed.json', '/languages/de/summaries/atom.xml'])(
  'without the setting, there is no %s, and no hub for it',
  async (path) => {
    expect((await read(path)).status).toBe(404);
    const { site } = readSettings(env);
    const topic = parseTopic(`https://news.example${path}`, site);
    expect(topic && (await topicExists(topic, site, env.STORIES))).toBe(false);
  },
);

test('without the setting, no story can be had as ninjs, and nothing leads there', async () => {
  await publishStory('rates');
  await drain();
  expect((await read('/stories/rates.ninjs')).status).toBe(404);
  const page = await read('/stories/rates');
  expect(`${page.headers.get('Link')} ${await page.text()}`).not.toContain('ninjs');
});
