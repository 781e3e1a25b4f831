import type { PartProvenance, Story, WrittenStory } from './story.ts';

// An approval is about a record without what the record itself says about its review.

const PARTS = ['abstract', 'articleBody'] as const;

/** The provenance of a part of which nothing is stated. */
export const UNSTATED_PROVENANCE: PartProvenance = {
  digitalSourceType: null,
  humanReviewed: null,
  model: null,
  provider: null,
  reviewedBy: null,
  reviewedAt: null,
};

/** Returns the story with other details of review in both parts' provenance. A part that then says nothing is null. */
function withDetails<Reviewed extends WrittenStory>(
  story: Reviewed,
  details: Pick<PartProvenance, 'humanReviewed' | 'reviewedBy' | 'reviewedAt'>,
): Reviewed {
  const provenance = { ...story.provenance };
  for (const name of PARTS) {
    const part = { ...UNSTATED_PROVENANCE, ...provenance[name], ...details };
    provenance[name] = Object.values(part).every((value) => value === null) ? null : part;
  }
  return { ...story, provenance };
}

/** Returns the story without who reviewed it: what an approval holds for. */
export const withoutReview = <Reviewed extends WrittenStory>(story: Reviewed): Reviewed =>
  withDetails(story, { humanReviewed: null, reviewedBy: null, reviewedAt: null });

/** Returns the story with who reviewed it, and when (RFC 3339). */
export const withReview = (story: Story, { name, at }: { name: string; at: string }): Story =>
  withDetails(story, { humanReviewed: true, reviewedBy: { name, url: null }, reviewedAt: at });
