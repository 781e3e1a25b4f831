import { expect, test, vi } from 'vitest';
import { readableStory } from '../../../../../src/newsroom/drafts/views/editor/readable-story.ts';
import { inEnglish } from '../../../../../src/newsroom/words/words.ts';
import { storySchema } from '../../../../../src/site/story/story.ts';

const NOW = '2026-01-02T03:04:05Z';

const source = (number: number, fields: object = {}) => ({
  url: `https://source-${number}.example/`,
  name: `Report ${number}`,
  ...fields,
});

test('a preview leaves out what breaks a rule, and nothing else', () => {
  const record = {
    headline: 'A harbour',
    abstract: 7,
    inLanguage: 'en',
    datePublished: 'tomorrow',
    keywords: ['harbours', 'No topic!', 'ships'],
    citation: [source(1), source(2, { url: 'nowhere' }), source(3, { kind: 'rumour' }), source(4)],
    unknown: 1,
    another: 2,
  };
  const story = readableStory(inEnglish, record, 'What we think.', 'a-harbour', NOW);
  expect(story).toMatchObject({
    headline: 'A harbour',
    abstract: 'No TL;DR yet.',
    datePublished: NOW,
    keywords: ['harbours', 'ships'],
  });
  expect(story?.citation.map(({ url }) => url)).toEqual([
    'https://source-1.example/',
    'https://source-4.example/',
  ]);
});

test('five hundred wrong sources are left out together, not one after the other', () => {
  const check = vi.spyOn(storySchema, 'safeParse');
  const citation = Array.from({ length: 500 }, (_, number) => source(number, { kind: 'rumour' }));
  const story = readableStory(
    inEnglish,
    { headline: 'A harbour', citation },
    'What we think.',
    'a-harbour',
    NOW,
  );
  expect(story?.citation).toEqual([]);
  expect(check).toHaveBeenCalledTimes(2);
});
