import type { Language } from '../languages/language.ts';

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
  const stem = spelt.length > 3 && language.endings ? spelt.replace(language.endings, '') : spelt;
  return [spelt, stem.length > 2 ? stem : spelt];
}

const PLACE = /^(?:|a|al|ay|as|e|ei|en|enland|es|ey|ia|ien|ie|land|y|o|os|u|gium|key|qui[ae]?)$/;
const PEOPLE =
  /^(?:n|an|ans|ian|ians|ean|ese|ish|isch|ische[nrsm]?|er|ern|ers|i|is|ic|ch|uese|e|esisch|esische[nrsm]?|o|os|ol|ola|oles|olas|ois|oise|oises|ais|aise|aises|ain|aine|ains|ien|ienne|iens|iennes|es|esa|eses|ano|ana|anos|anas|eno|ena|ense|enses|ino|ina|ico|ica|ite|ites|egian|tish|ians)$/;

/** What a country's name adds to its people's: Serb, Slovak, alemán. */
const PLACE_OF_PEOPLE = /^(?:y|ia|i?stan|ien|ie)$/;

/** Countries and peoples whose names do not begin alike, and short names that are no initials. A group is in several languages. */
const IRREGULAR: readonly (readonly string[])[] = [
  'france french frankreich franzosisch frankreichs',
  'spain spanish spaniards',
  'netherlands dutch',
  'poland polish poles polen polnisch polnische polnischen pologne polonais polonaise polonia polaco',
  'denmark danish danes danemark danisch danois dinamarca danes',
  'ireland irish irland irisch irlande irlandais irlanda',
  'england english',
  'germany german germans allemagne allemand allemande allemands allemandes',
  'wales welsh',
  'switzerland swiss schweiz schweizer suisse suiza suizo',
  'greece greek greeks grece grec grecque grecs grecia griego griega',
  'turquie turc turque turcs turquia turco turca',
  'russia russian russians russland russisch russische russischen russie russe russes rusia ruso rusa rusos rusas',
  'suede suedois suedoise suecia sueco',
  'norway norwegian',
  'finland finnish',
  'cyprus cypriot',
  'iceland icelandic',
  'uk british britain britons britannique britanniques britisch britische britischen grossbritannien britanico britanica',
  'us usa american americans america states amerikanisch amerikanische amerikanischen amerikanischer vereinigte vereinigten americain americaine americains americaines etats unidos estadounidense estadounidenses eeuu ee uu',
  'onu nations naciones',
  'un vereinte vereinten',
].map((words) => words.split(' '));
const SAME = new Map(
  IRREGULAR.flatMap((words, group) => words.map((word) => [spellingKey(word), group] as const)),
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
