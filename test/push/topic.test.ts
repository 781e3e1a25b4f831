import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { parseTopic, topicExists } from '../../src/push/topic.ts';
import { FORMATS, type Format, feedUrl, type Scope } from '../../src/site/edition/scope.ts';
import * as fc from '../draw.ts';
import { site } from '../samples.ts';

test('every feed of the site is a topic, and is recognised', () => {
  const word = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8})?$/);
  const scope = fc.oneof(
    fc.constant<Scope>('all'),
    word.map((name): Scope => `topic:${name}`),
    word.map((name): Scope => `source:${name}.example`),
    fc.constantFrom<Scope>('summaries:all', 'summaries:language:pt-BR', 'topic:summaries'),
    fc.constantFrom<Scope>('source:[2001:db8::1]', 'source:192.0.2.1', 'source:a.example.', 'source:www.'),
  );
  fc.assert(
    fc.property(scope, fc.constantFrom(...(Object.keys(FORMATS) as Format[])), (each, format) => {
      expect(parseTopic(feedUrl(site, each, format), site)).toEqual({ scope: each, format });
    }),
  );
});

test.each([
  'https://news.example/',
  'https://news.example/subscribe',
  'https://news.example/stories/a-story',
  'https://news.example/atom.xml?x=1',
  'https://news.example/atom.xml#x',
  'https://news.example/atom.xml/',
  'https://news.example//atom.xml',
  'https://NEWS.example/atom.xml',
  'https://news.example:443/atom.xml',
  'http://news.example/atom.xml',
  'https://news.example.evil.example/atom.xml',
  'https://evil.example/https://news.example/atom.xml',
  'https://user@news.example/atom.xml',
  'https://news.example/topics/a/b/atom.xml',
  'https://news.example/topics//atom.xml',
  'https://news.example/topics/a%2Fb/atom.xml',
  'https://news.example/topics/%61/atom.xml',
  'https://news.example/topics/%/atom.xml',
  'https://news.example/sources/[2001:db8::1]/atom.xml',
  'https://news.example/sources/www.a.example/atom.xml',
  'https://news.example/sources/../atom.xml',
  'https://news.example/other/a/atom.xml',
  'https://news.example/summaries/summaries/atom.xml',
  'https://news.example/topics/a/summaries/atom.xml',
  'atom.xml',
  '',
])('%s is no topic', (url) => {
  expect(parseTopic(url, site)).toBeUndefined();
});

test('a topic exists if the site lists it or KV has its edition', async () => {
  const there = (scope: Scope) => topicExists({ scope, format: 'rss' }, site, env.STORIES);
  expect(await there('all')).toBe(true);
  expect(await there('topic:web-feeds')).toBe(true);
  expect(await there('topic:nowhere')).toBe(false);
  expect(await there('source:a.example')).toBe(false);
  expect(await there(`topic:${'a'.repeat(600)}`)).toBe(false);
  await env.STORIES.put('edition:source:a.example', '{}');
  expect(await there('source:a.example')).toBe(true);
  // Who is an author, only data/site.json says.
  await env.STORIES.put('edition:author:left', '{}');
  expect(await there('author:left')).toBe(false);
  expect(await there('author:ann-lee')).toBe(true);
});
