import { expect, test } from 'vitest';
import { compactJson } from '../../../src/lib/compact-json.ts';
import { withArticleDefaults } from '../../../src/site/story/article.ts';
import { foreignStories, fullStory, publish, sampleStories } from '../../samples.ts';

test('an article is whole again after it was stored without what is not stated', () => {
  for (const story of [...sampleStories, ...foreignStories, fullStory]) {
    const article = publish(story);
    expect(withArticleDefaults(JSON.parse(compactJson(article))), story.slug).toEqual(article);
  }
});
