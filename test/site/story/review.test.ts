import { expect, test } from 'vitest';
import { withoutReview, withReview } from '../../../src/site/story/review.ts';
import { storySchema } from '../../../src/site/story/story.ts';
import { aStory } from '../../samples.ts';

const REVIEW = { name: 'Ann Lee', at: '2026-11-26T10:00:00Z' };
const byMachine = aStory({
  provenance: {
    abstract: { digitalSourceType: 'trainedAlgorithmicMedia', model: 'm', humanReviewed: false },
    articleBody: null,
  },
});

test('a review is on both parts, and the record stays valid', () => {
  const reviewed = withReview(byMachine, REVIEW);
  expect(reviewed.provenance).toMatchObject({
    abstract: { model: 'm', humanReviewed: true, reviewedBy: { name: 'Ann Lee' }, reviewedAt: REVIEW.at },
    articleBody: { digitalSourceType: null, reviewedBy: { name: 'Ann Lee' } },
  });
  expect(storySchema.parse(reviewed)).toEqual(reviewed);
});

test('without its review, a story is what was reviewed', () => {
  expect(withoutReview(withReview(byMachine, REVIEW))).toEqual(withoutReview(byMachine));
  expect(withoutReview(byMachine).provenance.articleBody).toBeNull();
});
