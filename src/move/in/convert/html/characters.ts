import { toPrintable } from '../../../../lib/characters.ts';
import type { Losses } from '../losses.ts';

// Characters that readers never saw, or that must not be in a story.

/** Scripts that join or break words by invisible characters, and emoji, which are made of several by joiners. */
const NEEDS_JOINERS =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Mongolian}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Variation_Selector}]$/u;

/** Leaves out soft hyphens, marks of byte order, and joiners and zero-width spaces where the script before them needs none. */
function withoutInvisible(text: string): string {
  if (!/[\u00ad\u200b-\u200d\ufeff]/.test(text)) return text;
  return text
    .replace(/[\u00ad\ufeff]/g, '')
    .replace(/[\u200b-\u200d]/g, (character, at: number, whole: string) =>
      NEEDS_JOINERS.test(whole.slice(Math.max(0, at - 2), at)) ? character : '',
    );
}

/** Makes a text that a story may contain, and says what was in it. */
export function cleanText(text: string, losses: Losses): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: HTML has none, and nobody saw them.
  const shown = toPrintable(text.replace(/[\0-\x08\x0b\x0e-\x1f\x7f]/g, ''));
  if (text.includes('\ufffd') || shown.includes('\ufffd'))
    losses.count(
      'character',
      'characters that were broken already, or that no page may contain',
      'the sign �',
    );
  return withoutInvisible(shown);
}
