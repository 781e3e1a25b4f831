import { groundStory } from '../../../site/story/grounding/story.ts';
import type { Story } from '../../../site/story/story.ts';
import type { Question } from '../wire/question.ts';

/** Returns what a person has to read of a TL;DR: each part of a claim that its quotes neither bear nor contradict, with the quotes. */
export function questionsOf(
  story: Pick<Story, 'abstract' | 'inLanguage' | 'evidence' | 'citation' | 'isBasedOn'>,
): Question[] {
  const quotes = Map.groupBy(story.evidence, ({ claim }) => claim);
  return groundStory(story).flatMap(({ claim, verdict, findings }) => {
    if (claim === null || verdict === 'no evidence') return [];
    const quote = (quotes.get(claim) ?? []).map(({ quote: { exact } }) => exact).join('\n');
    const parts = findings.filter(({ result }) => result === 'to be read').map(({ text }) => text);
    const open = findings.length === 0 ? [claim] : parts;
    return [...new Set(open)].map((part) => ({ claim, part, quote }));
  });
}
