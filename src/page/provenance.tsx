import type { Words } from '../language/words.ts';
import type { Site } from '../site.ts';
import { aiDetails, aiLabel } from '../story/notice.ts';
import type { PartProvenance } from '../story/story.ts';

/** The label of a part that AI had a share in, and what else is stated of how it came to be. */
export function AiLabel({ part, words }: { part: PartProvenance | null; words: Words }) {
  const label = aiLabel(part, words);
  if (!label) return '';
  const details = aiDetails(part, words).join(words.messages.betweenDetails);
  return (
    <>
      {' '}
      <span class="label ai">{label}</span>
      {details ? <small>{` ${details}`}</small> : ''}
    </>
  );
}

/**
 * The W3C community group's draft attribute (https://github.com/w3c-cg/ai-content-disclosure): `ai-autonomous`,
 * `ai-assisted`, which asserts that a person reviewed the text, or `human-only`. Nothing where the record does not say
 * enough for one of them.
 */
export function aiDisclosure(part: PartProvenance | null): string | undefined {
  switch (part?.digitalSourceType) {
    case 'trainedAlgorithmicMedia':
      return part.humanReviewed ? 'ai-assisted' : 'ai-autonomous';
    case 'compositeWithTrainedAlgorithmicMedia':
      return part.humanReviewed ? 'ai-assisted' : undefined;
    case 'digitalCreation':
      return 'human-only';
    default:
      return undefined;
  }
}

/**
 * The attributes by which a part of the page tells programs how it came to be, where the site wants draft signals. `ai-model`
 * and `ai-provider` of the draft have a `data-` prefix here, as HTML allows no other new attributes; `ai-disclosure` has none,
 * because programs look for it.
 */
export function disclosureAttributes(part: PartProvenance | null, site: Pick<Site, 'emitDraftSignals'>) {
  const disclosure = site.emitDraftSignals ? aiDisclosure(part) : undefined;
  return {
    'ai-disclosure': disclosure,
    'data-ai-model': disclosure && (part?.model ?? undefined),
    'data-ai-provider': disclosure && (part?.provider ?? undefined),
  };
}
