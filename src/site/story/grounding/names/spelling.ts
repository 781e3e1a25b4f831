import type { Language } from '../languages/language.ts';
import peoples from './peoples.json' with { type: 'json' };

// Under which keys a word is compared, so that spellings and inflections of one word meet.

/** What `spellingKey` may replace. Most words have none of it, and are done after one test. */
const LEVELLED = /[aou]e|is|our|tre|[ea]nce|mme|y$|([a-z])\1/;

/** Levels transcriptions and national spellings of a key: Mueller, Organisation, Zelenskyy. */
export function spellingKey(key: string): string {
  if (key.length < 4 || !LEVELLED.test(key)) return key;
  return key
    .replace(/([aou])e(?=[^aeiou])/g, '$1')
    .replace(/is(?=ation|e$|ed$|ing$|er$|ers$|es$)/, 'iz')
    .replace(/our(?=s?$|able|ed$|ing$)/, 'or')
    .replace(/tre(?=s?$)/, 'ter')
    .replace(/([ea])nce(?=s?$)/, '$1nse')
    .replace(/mme(?=s?$)/, 'm')
    .replace(/i?y+$/, 'y')
    .replace(/([a-z])\1/g, '$1');
}

/** Returns the keys of a word: as it is spelt, and without the ending that inflection gave it. */
export function wordKeys(key: string, language: Language): [string, string] {
  const spelt = spellingKey(key);
  const stem = spelt.length > 3 ? spelt.replace(language.wordEndings, '') : spelt;
  return [spelt, stem.length > 2 ? stem : spelt];
}

const wordsIn = (lines: string | readonly string[]): string[] => [lines].flat().join(' ').split(' ');

/** How names of countries end after the stem that they share with their people, and how the names of these do. */
const PLACE = new Set(['', ...wordsIn(peoples.placeEndings)]);
const PEOPLE = new Set(wordsIn(peoples.peopleEndings));

/** What a country's name adds to its people's: Serb, Slovak, alemán. */
const PLACE_OF_PEOPLE = /^(?:y|ia|i?stan|ien|ie)$/;

/** Countries and peoples whose names do not begin alike, and short names that are no initials. A group is in several languages. */
const SAME = new Map(
  peoples.groups.flatMap((words, group) => wordsIn(words).map((word) => [spellingKey(word), group] as const)),
);

/** Whether one word names a country and the other its people, by their common stem (China, Chinese). */
export function arePlaceAndPeople(a: string, b: string): boolean {
  const group = SAME.get(a);
  if (group !== undefined && group === SAME.get(b)) return true;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length >= 4 && long.startsWith(short) && PLACE_OF_PEOPLE.test(long.slice(short.length)))
    return true;
  let common = 0;
  while (common < a.length && a[common] === b[common]) common++;
  for (let stem = common; stem >= 4 && stem > common - 2; stem--) {
    const [restOfA, restOfB] = [a.slice(stem), b.slice(stem)];
    if ((PLACE.has(restOfA) && PEOPLE.has(restOfB)) || (PEOPLE.has(restOfA) && PLACE.has(restOfB)))
      return true;
  }
  return false;
}

/** The words that `arePlaceAndPeople` has to be asked about share this. */
export const kinshipKey = (key: string): string => {
  const group = SAME.get(key);
  return group === undefined ? key.slice(0, 4) : `#${group}`;
};
