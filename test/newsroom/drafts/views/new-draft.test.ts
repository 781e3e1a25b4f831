import { expect, test } from 'vitest';
import { proposeName } from '../../../../src/newsroom/drafts/desk/draft-name.ts';
import { newDraftText } from '../../../../src/newsroom/drafts/views/new-draft.ts';
import { parseStoryFile } from '../../../../src/site/story/parse/parse.ts';
import { isStorySlug } from '../../../../src/site/story/slug.ts';

test.each([
  ['Rates fall: what’s next?', 'rates-fall-whats-next'],
  ['Größe & Œuvre, 2026', 'grosse-oeuvre-2026'],
  ['人工智能', 'story-2026-11-26'],
  ['', 'story-2026-11-26'],
  ['word '.repeat(50), Array.from({ length: 16 }, () => 'word').join('-')],
])('a name is proposed for %j', (headline, name) => {
  expect(proposeName(headline, '2026-11-26')).toBe(name);
  expect(isStorySlug(name)).toBe(true);
});

test('a new draft has its headline word for word, and lacks only TL;DR and analysis', () => {
  const draft = {
    headline: '"No": # 5',
    language: 'de',
    author: 'Ann: Lee',
  };
  const parsed = parseStoryFile(newDraftText(draft), 'a-draft');
  expect(parsed.ok ? [] : parsed.faults.map(({ field }) => field)).toEqual(['abstract', 'articleBody']);
  const filled = newDraftText(draft).replace('abstract: ""', 'abstract: x').concat('y');
  const whole = parseStoryFile(filled, 'a-draft');
  expect(whole.ok && whole.value).toMatchObject({
    headline: '"No": # 5',
    author: [{ name: 'Ann: Lee' }],
    datePublished: null,
    inLanguage: 'de',
  });
});
