import { textOfHtml } from '../../lib/html.ts';
import type { Article } from './article.ts';

/** How much people read in a minute: about the average of 17 languages (IReST, https://doi.org/10.1167/iovs.11-8284). */
const WORDS_A_MINUTE = 200;
const CHARACTERS_A_MINUTE = 300;

/** Matches a character of a script without spaces between words, or else a word. */
const UNITS =
  /(?<character>[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}])|[\p{L}\p{M}\p{N}]+/gu;

/** Returns how many minutes it takes to read the TL;DR and the analysis, at least one. */
export function readingMinutes({ abstract, rendering }: Pick<Article, 'abstract' | 'rendering'>): number {
  let [characters, words] = [0, 0];
  for (const { groups } of `${abstract} ${textOfHtml(rendering.page)}`.matchAll(UNITS)) {
    if (groups?.character === undefined) words++;
    else characters++;
  }
  return Math.max(1, Math.round(words / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE));
}
