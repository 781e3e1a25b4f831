import { languageOf } from '../../../site/story/grounding/languages/languages.ts';

// German writes "Leitzins" and "Zinserhöhung" where other languages write words. The nouns that grounding knows end most compounds.

/** Inflections, and what links the parts of a compound. */
const INFLECTION = /(?:en|er|es|e|n|s)$/;
const [LEAST_COMPOUND, LEAST_PART, LONGEST_HEAD] = [7, 3, 18];

/** Returns the form in which the list has a noun; undefined if it has none. */
function known(word: string): string | undefined {
  const heads = languageOf('de').nounNames?.heads;
  const stem = word.replace(INFLECTION, '');
  return [word, stem, `${stem}e`].find((form) => heads?.has(form));
}

/** Returns the parts of a compound, or a noun without its ending; the word itself if its last part is not known. All are folded. */
export function germanParts(word: string): string[] {
  const whole = known(word);
  if (whole !== undefined) return [whole];
  if (word.length < LEAST_COMPOUND) return [word];
  // The longest last part wins: Bundes-außenminister, not Bundesaußen-minister.
  for (let at = Math.max(LEAST_PART, word.length - LONGEST_HEAD); at <= word.length - LEAST_PART; at++) {
    const head = known(word.slice(at));
    if (head === undefined || head.length < LEAST_PART + 1) continue;
    const first = word.slice(0, at);
    return [known(first) ?? first, head];
  }
  return [word];
}
