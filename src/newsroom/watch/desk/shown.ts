import { hash32 } from '../../../lib/hash-text.ts';
import { findQuote, significant } from '../../../site/story/sources/find-quote.ts';

// What a page showed when it had the quoted words, so that a later look can tell an edit from a page that is not shown.

/** What a page showed around quoted words, by the words. */
export interface Shown {
  around: Record<string, Neighbours>;
}

/**
 * The nearest sentences before and after quoted words, and the nearest that are in other paragraphs: none where the text begins or
 * ends. Each is a number that tells it from others.
 */
interface Neighbours {
  before: number[];
  after: number[];
}

/** An element of a page, as far as it matters here. */
interface Nested {
  readonly parentNode: Nested | null;
}

/** A paragraph of a page, and the element that it is; null in a text without elements. */
interface Paragraph {
  text: string;
  element: Nested | null;
}

/** A sentence as it is compared: its letters and digits, whether it is one and not the words of a menu, and its paragraph. */
export interface Sentence {
  letters: string;
  isProse: boolean;
  paragraph: Paragraph;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
/** How sentences end; those that are cut end with an ellipsis. */
const ENDS = /(?<!\.\.)[.!?。！？؟۔।][\p{Pe}\p{Pf}\p{Pi}"'\s]*$/u;
/** The fewest letters of a sentence; a Chinese, Japanese or Korean letter says as much as three. */
const SHORTEST = 20;
const CJK = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/gu;
/** How far from quoted words, or from their paragraph, the next sentence may be: what is farther is another part of the page. */
const REACH = 3;
/** How many sentences may stand between two that stood around quoted words. */
const MOST_BETWEEN = 12;

/** Splits the paragraphs of a page into sentences. */
export const sentencesOf = (paragraphs: readonly Paragraph[]): Sentence[] =>
  paragraphs.flatMap((paragraph) =>
    Array.from(segmenter.segment(paragraph.text), ({ segment }) => {
      const letters = significant(segment);
      const length = letters.length + 2 * (letters.match(CJK)?.length ?? 0);
      return { letters, isProse: length >= SHORTEST && ENDS.test(segment), paragraph };
    }),
  );

const numberOf = ({ letters }: Sentence): number => hash32(letters);

/** Returns what a page shows around those of the quoted words that it has. */
export function shownOf(sentences: readonly Sentence[], quotes: readonly string[]): Shown {
  const text = sentences.map(({ letters }) => letters).join('');
  const ends: number[] = [];
  for (const { letters } of sentences) ends.push((ends.at(-1) ?? 0) + letters.length);
  const around: Shown['around'] = {};
  for (const quote of quotes) {
    const span = findQuote(text, quote);
    if (!span) continue;
    const first = ends.findIndex((end) => end > span.start);
    const last = ends.findIndex((end) => end >= span.end);
    const paragraph = sentences[first]?.paragraph;
    const [before, after] = [sentences.slice(0, first).reverse(), sentences.slice(last + 1)].map((them) => {
      const others = them.findIndex((other) => other.paragraph !== paragraph);
      return [them.slice(0, REACH), others < 0 ? [] : them.slice(others, others + REACH)].flatMap(
        (near) => near.find(({ isProse }) => isProse) ?? [],
      );
    }) as [Sentence[], Sentence[]];
    const column = columnOf(paragraph?.element ?? null, [...before, ...after]);
    const numbers = (them: readonly Sentence[]) => [
      ...new Set(them.filter((sentence) => isIn(column, sentence)).map(numberOf)),
    ];
    around[quote] = { before: numbers(before), after: numbers(after) };
  }
  return { around };
}

/** Whether a sentence is in an element; a text without elements is one column. */
function isIn(column: Nested | null, { paragraph }: Sentence): boolean {
  for (let around = paragraph.element; around; around = around.parentNode) if (around === column) return true;
  return column === null;
}

/**
 * Returns the innermost element that has a paragraph with quoted words and another beside it: the column of the text. What is outside
 * of it, like comments and other articles, stays where the text is cut.
 */
function columnOf(paragraph: Nested | null, beside: readonly Sentence[]): Nested | null {
  const others = beside.filter((other) => other.paragraph.element !== paragraph);
  for (let around = paragraph; around; around = around.parentNode)
    if (others.some((other) => isIn(around, other))) return around;
  return null;
}

/**
 * Whether a page without quoted words still has the sentences before and after them, so that the words are not just in a part of the
 * text that it does not show.
 */
export function hasAround(shown: Shown | null, quote: string, sentences: readonly Sentence[]): boolean {
  if (!shown || !Object.hasOwn(shown.around, quote)) return false;
  const { before, after } = shown.around[quote] as Neighbours;
  const now = sentences.filter(({ isProse }) => isProse).map(numberOf);
  // Nothing stands before the beginning of a text. Its end looks the same whether it was edited or is not shown.
  if (before.length === 0) return now.some((sentence) => after.includes(sentence));
  return now.some(
    (sentence, at) =>
      before.includes(sentence) &&
      now.slice(at + 1, at + 2 + MOST_BETWEEN).some((next) => after.includes(next)),
  );
}

/** Whether a page has a sentence that stood beside quoted words, or none is known. */
export function hasSomeAround(shown: Shown | null, quote: string, sentences: readonly Sentence[]): boolean {
  if (!shown || !Object.hasOwn(shown.around, quote)) return true;
  const { before, after } = shown.around[quote] as Neighbours;
  const beside = [...before, ...after];
  return beside.length === 0 || sentences.some((sentence) => beside.includes(numberOf(sentence)));
}
