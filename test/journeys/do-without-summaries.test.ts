import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { parseTopic, topicExists } from '../../src/push/topic.ts';
import { readSettings } from '../../src/settings/settings.ts';
import { identityWith } from '../identity.ts';
import { read } from '../newsroom.ts';

identityWith({ summaries: false, languages: ['de'] });

test.each(['/summaries/rss.xml', '/summaries/feed.json', '/languages/de/summaries/atom.xml'])(
  'without the setting, there is no %s, and no hub for it',
  async (path) => {
    expect((await read(path)).status).toBe(404);
    const { site } = readSettings(env);
    const topic = parseTopic(`https://news.example${path}`, site);
    expect(topic && (await topicExists(topic, site, env.STORIES))).toBe(false);
  },
);
