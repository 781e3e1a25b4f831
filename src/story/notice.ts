import { countNewsSources, type ListedSource } from './article.ts';
import type { PartProvenance } from './story.ts';

/** Whether the record says that the part was written by AI as a whole. Nothing else is taken for it. */
export const isAiGenerated = (part: PartProvenance | null) =>
  part?.digitalSourceType === 'trainedAlgorithmicMedia';

/** The words for how a part came to be, where the record says that AI had a share in it. */
export function aiLabel(part: PartProvenance | null): string | undefined {
  if (isAiGenerated(part)) return 'AI-generated';
  return part?.digitalSourceType === 'compositeWithTrainedAlgorithmicMedia'
    ? 'partly AI-generated'
    : undefined;
}

/** What else the record states of how a part came to be, in words. */
export function aiDetails(part: PartProvenance | null): string[] {
  if (!part || aiLabel(part) === undefined) return [];
  const { humanReviewed, model, provider } = part;
  const review = humanReviewed ? 'reviewed by a person' : 'not reviewed by a person';
  return [
    ...(humanReviewed === null ? [] : [review]),
    ...(model === null ? [] : [`model: ${model}`]),
    ...(provider === null ? [] : [`provider: ${provider}`]),
  ];
}

/** The notice of a story, built from its record alone. A story that is based on no reporting does not claim any. */
export function notice(
  story: { provenance: { abstract: PartProvenance | null }; rendering: { sources: readonly ListedSource[] } },
  site: { title: string; subject: string },
): string {
  const count = countNewsSources(story.rendering.sources);
  const sentences = [`${site.title}'s analysis provides editorial context on ${site.subject}.`];
  if (isAiGenerated(story.provenance.abstract)) {
    sentences.unshift('The TL;DR is AI-generated from original reporting.');
  }
  if (count > 0) {
    sentences.unshift(
      `This article aggregates reporting from ${count} news source${count === 1 ? '' : 's'}.`,
    );
  }
  return sentences.join(' ');
}
