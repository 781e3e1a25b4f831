// Where the lines of a card may end. The renderer follows UAX #14, and breaks at no spaces but those between words.

const NO_BREAK_SPACE = '\u00a0';
const ZERO_WIDTH_SPACE = '\u200b';
const WORD_JOINER = '\u2060';

// The spaces that no line ends with, because what follows would look lost on the next: closing marks as French sets them, dashes, and
// what belongs to a number; or because a word of one letter would look lost here, as in Polish and Russian.
const TIED = new RegExp(
  [
    ' (?=[»›!?:;–—])',
    '(?<=[«‹№§]) ',
    '(?<=\\p{N}) (?=[%‰°\\p{Sc}]|\\d{3}(?!\\p{N}))',
    "(?<=(?<![\\p{L}\\p{M}\\p{N}’'-])[\\p{Script=Latin}\\p{Script=Cyrillic}]) (?=[\\p{L}\\p{N}])",
  ].join('|'),
  'gu',
);

/** Returns the text with no-break spaces where a line should not end, though the author wrote ordinary ones. */
export const withTies = (text: string) => text.replace(TIED, NO_BREAK_SPACE);

/** Scripts of East Asia that write no spaces between words. Their lines look best if they end between phrases. */
const EAST_ASIAN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Other scripts without spaces between words. */
const SOUTHEAST_ASIAN = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** What stays with the word before it: the endings and particles of Japanese, the marks of repetition and length. */
const STAYS = /^[\p{Script=Hiragana}々ーヽゝ]+$/u;
/** What a particle does not follow: the end of a phrase. */
const ENDS_PHRASE = /[\s、。，．！？：；…]$/u;

/** A text in which a zero width space marks where a line may end, beside the places that the renderer finds. */
export interface Breaks {
  /** Between words, in scripts without spaces. */
  betweenWords: string;
  /** In Chinese and Japanese only between phrases, which punctuation ends. */
  betweenPhrases: string;
}

/**
 * Marks where lines may end in scripts without spaces: the renderer does not know the words of Thai, and would break those of Chinese
 * and Japanese anywhere. No line begins with punctuation.
 */
export function breaksOf(text: string, language: string): Breaks {
  if (!EAST_ASIAN.test(text) && !SOUTHEAST_ASIAN.test(text))
    return { betweenWords: text, betweenPhrases: text };
  const segments = [...new Intl.Segmenter(language, { granularity: 'word' }).segment(text)];
  const joined = segments.map(({ segment, isWordLike }, index) => {
    const before = segments[index - 1];
    if (!before || !isWordLike) return { segment };
    if (STAYS.test(segment)) {
      const follows = before.isWordLike || ENDS_PHRASE.test(before.segment);
      return { segment: follows ? segment : `${WORD_JOINER}${segment}` };
    }
    // "2026年" is one word.
    return {
      segment,
      both: before.isWordLike && !/\d$/.test(before.segment) ? before.segment + segment : '',
    };
  });
  const marked = (mayBreak: (words: string) => boolean) =>
    joined
      .map(({ segment, both = '' }) => (mayBreak(both) ? `${ZERO_WIDTH_SPACE}${segment}` : segment))
      .join('');
  return {
    betweenWords: marked((words) => EAST_ASIAN.test(words) || SOUTHEAST_ASIAN.test(words)),
    betweenPhrases: marked((words) => SOUTHEAST_ASIAN.test(words)),
  };
}
