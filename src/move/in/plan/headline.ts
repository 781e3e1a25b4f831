import { cutAtWord } from '../../../cli/cut-at-word.ts';
import { toPrintable } from '../../../lib/characters.ts';
import { onOneLine } from '../line.ts';
import type { Note } from './note.ts';
import { paragraphsOf } from './text.ts';

/** The most characters of a headline, and of one that is made of a text's first words. */
const [MAX_HEADLINE, FIRST_WORDS] = [200, 80];

/** Makes the headline of a story; '' if neither its title nor its text has words. */
export function makeHeadline(title: string, markdown: string, note: Note): string {
  const given = onOneLine(toPrintable(title));
  if (given.length > MAX_HEADLINE) {
    const headline = cutAtWord(given, MAX_HEADLINE);
    note('headline', `a title of ${given.length} characters: "${given}"`, `"${headline.slice(0, 60)}…"`);
    return headline;
  }
  if (given !== '') return given;
  const [first = ''] = paragraphsOf(markdown);
  const headline = cutAtWord(first, FIRST_WORDS);
  if (headline !== '') note('headline', 'no title', `the first words of the text: "${headline}"`);
  return headline;
}
