import { expect, test } from 'vitest';
import { renderStoryPage } from '../../../src/site/page/story/story.tsx';
import { aStory, publish, site } from '../../samples.ts';

const headlineOf = (headline: string, inLanguage: string) =>
  /<h1[^>]*>(.*?)<\/h1>/
    .exec(renderStoryPage(publish(aStory({ headline, inLanguage })), site))?.[1]
    ?.replaceAll('<wbr/>', '|');

test.each([
  ['zh', '谷歌发布了新模型', '谷歌|发布了|新|模型'],
  ['zh', '中国的人工智能', '中国的|人工|智能'],
  ['zh-Hant', '產值突破6兆元，AI需求', '產值|突破|6兆元，AI|需求'],
  ['zh-TW', '<b>谷歌</b>', '&lt;b&gt;谷歌&lt;/b&gt;'],
  ['ja', '経済産業省の方針', '経済産業省の方針'],
  ['en', 'Plain words', 'Plain words'],
])('a headline in %s breaks between words: %s', (language, headline, written) => {
  expect(headlineOf(headline, language)).toBe(written);
});
