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

test('what version 14 said of claims is still to be read, because it promised more than it knew', () => {
  const article = publish(fullStory);
  const [claim] = article.rendering.claims;
  const older = (verdict: string, ...findings: object[]) => ({ ...claim, verdict, findings });
  const stored = {
    ...article,
    rendering: {
      ...article.rendering,
      claims: [
        older('grounded', { kind: 'number', text: '5', found: true }),
        older('not grounded', { kind: 'date', text: '2019', found: false }),
        older('not checkable', { kind: 'name', text: 'Ann Lee' }),
      ],
    },
  };
  const toRead = (kind: string, text: string) => ({
    ...claim,
    verdict: 'to be read',
    findings: [{ kind, text, result: 'to be read', quoted: null }],
  });
  expect(withArticleDefaults(JSON.parse(compactJson(stored))).rendering.claims).toEqual([
    toRead('number', '5'),
    toRead('date', '2019'),
    toRead('name', 'Ann Lee'),
  ]);
});
