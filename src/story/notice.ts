import { fill } from '../language/messages.ts';
import { pluralForm, type Words, wordsOf } from '../language/words.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { countNewsSources, type ListedSource } from './article.ts';
import type { PartProvenance } from './story.ts';

/** Whether the record says that the part was written by AI as a whole. Nothing else is taken for it. */
export const isAiGenerated = (part: PartProvenance | null) =>
  part?.digitalSourceType === 'trainedAlgorithmicMedia';

/** The words for how a part came to be, where the record says that AI had a share in it. */
export function aiLabel(part: PartProvenance | null, { messages }: Words): string | undefined {
  if (isAiGenerated(part)) return messages.aiGenerated;
  return part?.digitalSourceType === 'compositeWithTrainedAlgorithmicMedia'
    ? messages.partlyAiGenerated
    : undefined;
}

/** What else the record states of how a part came to be, in words. */
export function aiDetails(part: PartProvenance | null, words: Words): string[] {
  if (!part || aiLabel(part, words) === undefined) return [];
  const { messages } = words;
  const { humanReviewed, model, provider } = part;
  const review = humanReviewed ? messages.reviewed : messages.notReviewed;
  return [
    ...(humanReviewed === null ? [] : [review]),
    ...(model === null ? [] : [fill(messages.model, { model: isolateIfUnbalanced(model) })]),
    ...(provider === null ? [] : [fill(messages.provider, { provider: isolateIfUnbalanced(provider) })]),
  ];
}

/** What the notice needs to know of the site; `subjects` says its subject in other languages than its own. */
interface NoticeSite {
  title: string;
  subject: string;
  subjects: Record<string, string>;
  language: string;
}

/**
 * The notice of a story, built from its record alone, in the story's language as far as there are words for it. A story
 * that is based on no reporting does not claim any.
 */
export function storyNotice(
  story: {
    inLanguage: string;
    provenance: { abstract: PartProvenance | null };
    rendering: { sources: readonly ListedSource[] };
  },
  site: NoticeSite,
): string {
  const words = wordsOf(story.inLanguage, site.language);
  const { messages } = words;
  const count = countNewsSources(story.rendering.sources);
  const [language = ''] = words.tag.split('-');
  const subject = site.subjects[words.tag] ?? site.subjects[language] ?? site.subject;
  return [
    ...(count > 0 ? [fill(pluralForm(words, messages.noticeReporting, count), { count })] : []),
    ...(isAiGenerated(story.provenance.abstract) ? [messages.noticeSummary] : []),
    fill(messages.noticeAnalysis, { site: site.title, subject }),
  ].join(messages.betweenSentences);
}
