import { findUnprintable } from '../../../lib/characters.ts';
import type { Span } from '../../../site/story/grounding/finding.ts';
import { sentencesOf } from '../../../site/story/grounding/text/sentences.ts';
import { speaksToMachines } from './orders.ts';

// Numbers the sentences of a source, so that a drafter names words instead of repeating them.

/** How much of a source is numbered: its first characters, and of those its first sentences. */
const [MAX_CHARACTERS, MAX_SENTENCES] = [60_000, 400];
/** The longest sentence. What is longer is no sentence, but a list or a table without marks. */
const MAX_SENTENCE = 1000;

/** A stretch of text without an empty line. A sentence does not go on in the next paragraph, even after "Dr.". */
const PARAGRAPH = /[^\n]+(?:\n[^\n]+)*/g;

/**
 * Returns where the sentences of a text stand in it, in UTF-16 units: the first 400 of its first 60,000 characters. Leaves out what a
 * quote of a story cannot hold, what is longer than 1,000 characters, and orders to a machine.
 */
export function numberSentences(text: string, language: string | null): Span[] {
  const sentences: Span[] = [];
  for (const { 0: paragraph, index } of text.slice(0, MAX_CHARACTERS).matchAll(PARAGRAPH)) {
    for (const { start, end } of sentencesOf(paragraph, language)) {
      const sentence = paragraph.slice(start, end);
      if (sentence.length > MAX_SENTENCE || findUnprintable(sentence) || speaksToMachines(sentence)) continue;
      sentences.push({ start: index + start, end: index + end });
      if (sentences.length === MAX_SENTENCES) return sentences;
    }
  }
  return sentences;
}
