import type { Language } from '../languages/language.ts';

// Under which keys a word is compared, so that spellings and inflections of one word meet.

/** Levels transcriptions and national spellings of a key: Mueller, Organisation, Zelenskyy. */
export function spellingKey(key: string): string {
  if (key.length < 4) return key;
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
  const stem = spelt.length > 3 && language.endings ? spelt.replace(language.endings, '') : spelt;
  return [spelt, stem.length > 2 ? stem : spelt];
}

const PLACE = /^(?:|a|al|ay|as|e|en|es|ey|ia|ien|ie|land|y|o|os|u|gium|key|qui[ae]?)$/;
const PEOPLE =
  /^(?:n|an|ans|ian|ians|ean|ese|ish|isch|ische[nrsm]?|er|ern|ers|i|is|ic|ch|uese|ois|oise|oises|ais|aise|aises|ain|aine|ains|ien|ienne|iens|iennes|es|esa|eses|ano|ana|anos|anas|eno|ena|ense|enses|ino|ina|ico|ica|ite|ites|egian|tish|ians)$/;

/** Peoples whose names do not begin as their countries' do. */
const IRREGULAR: readonly (readonly string[])[] = [
  ['france', 'french', 'frankreich', 'franzosisch', 'frankreichs'], ['spain', 'spanish', 'spaniards'], ['netherlands', 'dutch'], ['poland', 'polish', 'poles'], ['denmark', 'danish', 'danes'],
  ['ireland', 'irish'], ['wales', 'welsh'], ['switzerland', 'swiss', 'schweiz', 'schweizer'], ['greece', 'greek', 'greeks'], ['us', 'usa', 'american', 'americans', 'america'], ['uk', 'british', 'britain', 'britons'],
  ['norway', 'norwegian'], ['finland', 'finnish'], ['cyprus', 'cypriot'], ['iceland', 'icelandic'],
]; // biome-ignore format: a table
const SAME = new Map(IRREGULAR.flatMap((words, group) => words.map((word) => [word, group] as const)));

/** Whether one word names a country and the other its people, by their common stem (China, Chinese). */
export function arePlaceAndPeople(a: string, b: string): boolean {
  const group = SAME.get(a);
  if (group !== undefined && group === SAME.get(b)) return true;
  let common = 0;
  while (common < a.length && a[common] === b[common]) common++;
  for (let stem = common; stem >= 4 && stem > common - 2; stem--) {
    const [restOfA, restOfB] = [a.slice(stem), b.slice(stem)];
    if ((PLACE.test(restOfA) && PEOPLE.test(restOfB)) || (PEOPLE.test(restOfA) && PLACE.test(restOfB)))
      return true;
  }
  return false;
}

/** The words that `arePlaceAndPeople` has to be asked about share this. */
export const kinshipKey = (key: string): string => {
  const group = SAME.get(key);
  return group === undefined ? key.slice(0, 4) : `#${group}`;
};
