import { expect, test } from 'vitest';
import { archiveKey, cardKey, directoryKey, editionKey, parseKey, storyKey } from '../../src/platform/kv.ts';

test.each([
  [storyKey('a-slug'), { kind: 'story', slug: 'a-slug' }],
  [cardKey('a-slug'), { kind: 'card', slug: 'a-slug' }],
  [editionKey('all'), { kind: 'edition', scope: 'all' }],
  [editionKey('source:news.example'), { kind: 'edition', scope: 'source:news.example' }],
  [archiveKey('all', 1), { kind: 'archive', scope: 'all', page: 1 }],
  [archiveKey('topic:web-feeds', 12), { kind: 'archive', scope: 'topic:web-feeds', page: 12 }],
  [directoryKey(1), { kind: 'directory', page: 1 }],
  [directoryKey(20), { kind: 'directory', page: 20 }],
])('parses the key %s', (key, parsed) => {
  expect(parseKey(key)).toEqual(parsed);
});

test.each([
  '',
  'story',
  'story:',
  'archive:all',
  'archive:all:0',
  'archive:all:x',
  'directory:',
  'directory:x',
  'note:x',
])('does not parse "%s", which no function makes', (key) => {
  expect(parseKey(key)).toBeUndefined();
});
