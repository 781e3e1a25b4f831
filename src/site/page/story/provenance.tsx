import type { Words } from '../../../language/words.ts';
import type { Site } from '../../../settings/site.ts';
import { hasAiShare, originLabel, reviewDetail } from '../../story/notice.ts';
import { isReviewed, type PartProvenance } from '../../story/story.ts';

/** The label of a part that people did not write alone, with what the record says of its review. */
export function OriginLabel({ part, words }: { part: PartProvenance | null; words: Words }) {
  const label = originLabel(part, words);
  if (!label) return '';
  const review = reviewDetail(part, words);
  return (
    <>
      {' '}
      <span class={hasAiShare(part) ? 'label ai' : 'label'}>
        {label}
        {review ? <span> · </span> : ''}
        {review}
      </span>
    </>
  );
}

/**
 * Returns the value of the W3C community group's draft attribute (https://github.com/w3c-cg/ai-content-disclosure):
 * `ai-autonomous`, `ai-assisted` (which asserts that a person reviewed the text) or `human-only`. Returns undefined if the record
 * does not state enough.
 */
export function aiDisclosure(part: PartProvenance | null): string | undefined {
  switch (part?.digitalSourceType) {
    case 'trainedAlgorithmicMedia':
      return isReviewed(part) ? 'ai-assisted' : 'ai-autonomous';
    case 'compositeWithTrainedAlgorithmicMedia':
      return isReviewed(part) ? 'ai-assisted' : undefined;
    case 'digitalCreation':
      return 'human-only';
    default:
      return undefined;
  }
}

/**
 * Returns the attributes that tell programs how a part of the page was written, if the site emits draft signals. The draft's
 * `ai-model` and `ai-provider` get a `data-` prefix, because other new attributes are not valid HTML. `ai-disclosure` gets none,
 * because programs look for that name.
 */
export function disclosureAttributes(part: PartProvenance | null, site: Pick<Site, 'emitDraftSignals'>) {
  const disclosure = site.emitDraftSignals ? aiDisclosure(part) : undefined;
  return {
    'ai-disclosure': disclosure,
    'data-ai-model': disclosure && (part?.model ?? undefined),
    'data-ai-provider': disclosure && (part?.provider ?? undefined),
  };
}
