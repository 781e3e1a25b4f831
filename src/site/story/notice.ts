import { Memo } from '../../language/memo.ts';
import { fillMessage } from '../../language/messages.ts';
import { formatNumber, pluralForm, textIn, type Words, wordsOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { countSources, type ListedSource } from './article.ts';
import type { PartProvenance } from './story.ts';

// The notice on every story: how many sources it aggregates, and whether AI or another program made the TL;DR.

/** Whether the record says that AI wrote the whole part. A partly AI-written part does not count. */
export const isAiGenerated = (part: PartProvenance | null) =>
  part?.digitalSourceType === 'trainedAlgorithmicMedia';

/** Whether the record says that AI wrote the part or helped to write it. */
export const hasAiShare = (part: PartProvenance | null) =>
  isAiGenerated(part) || part?.digitalSourceType === 'compositeWithTrainedAlgorithmicMedia';

/** Whether the record says that a program put the part together from sentences of the sources, which no model wrote. */
export const isQuotedByProgram = (part: PartProvenance | null) => part?.digitalSourceType === 'composite';

/** Returns the label of a part that people did not write alone: AI did, or helped, or a program quoted it. Otherwise undefined. */
export function originLabel(part: PartProvenance | null, { messages }: Words): string | undefined {
  if (isAiGenerated(part)) return messages.aiGenerated;
  if (hasAiShare(part)) return messages.partlyAiGenerated;
  return isQuotedByProgram(part) ? messages.quotedByProgram : undefined;
}

/** Returns who reviewed a part, or whether a person did; undefined if the record does not say. */
export function reviewDetail(part: PartProvenance | null, { messages }: Words): string | undefined {
  const { humanReviewed = null, reviewedBy = null } = part ?? {};
  if (reviewedBy) return fillMessage(messages.reviewedBy, { name: isolateIfUnbalanced(reviewedBy.name) });
  if (humanReviewed === null) return undefined;
  return humanReviewed ? messages.reviewed : messages.notReviewed;
}

/** Returns the model that wrote a part and its provider, as far as the record says. */
export function modelDetails(part: PartProvenance | null, { messages }: Words): string[] {
  const { model = null, provider = null } = part ?? {};
  return [
    ...(model === null ? [] : [fillMessage(messages.model, { model: isolateIfUnbalanced(model) })]),
    ...(provider === null
      ? []
      : [fillMessage(messages.provider, { provider: isolateIfUnbalanced(provider) })]),
  ];
}

/** Returns the details of a part that has a label: who reviewed it, the model and its provider. */
export function originDetails(part: PartProvenance | null, words: Words): string[] {
  if (originLabel(part, words) === undefined) return [];
  const review = reviewDetail(part, words);
  return [...(review === undefined ? [] : [review]), ...modelDetails(part, words)];
}

/** The site's fields that the notice needs. `subjects` has its subject in other languages, by BCP 47 tag. */
interface NoticeSite {
  title: string;
  subject: string;
  subjects: Record<string, string>;
  language: string;
}

/** The notices of a site: few, however many stories it has. */
const notices = new WeakMap<NoticeSite, Memo<string>>();

/**
 * Returns the notice of a story as text, built from its record alone: in the story's language if the program has words in it,
 * otherwise in the site's. It claims no reporting if the story is based on none.
 */
export function storyNotice(
  story: {
    inLanguage: string;
    provenance: { abstract: PartProvenance | null };
    rendering: { sources: readonly ListedSource[] };
  },
  site: NoticeSite,
): string {
  const { abstract } = story.provenance;
  const { count, areNews } = countSources(story.rendering.sources);
  const known = notices.get(site) ?? new Memo<string>();
  notices.set(site, known);
  return known.get(`${story.inLanguage} ${count} ${areNews} ${abstract?.digitalSourceType}`, () => {
    const words = wordsOf(story.inLanguage, site.language);
    const { messages } = words;
    const reporting = areNews ? messages.noticeReporting : messages.noticeSources;
    const subject = textIn(site.subjects, words) ?? site.subject;
    return [
      ...(count > 0
        ? [fillMessage(pluralForm(words, reporting, count), { count: formatNumber(words, count) })]
        : []),
      ...(isAiGenerated(abstract) ? [messages.noticeSummary] : []),
      ...(isQuotedByProgram(abstract) ? [messages.noticeQuoted] : []),
      fillMessage(messages.noticeAnalysis, { site: site.title, subject }),
    ].join(messages.betweenSentences);
  });
}
