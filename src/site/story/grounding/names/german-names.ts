import type { Language } from '../languages/language.ts';
import { isApostrophe, isCapitalised, type Token } from '../text/tokens.ts';
import { isInitial, isNameForm } from './capitals.ts';
import { isCommonNoun } from './german-nouns.ts';

// German gives capitals to all nouns. A noun is a name where its neighbours say so (a proper name has no article), or if it ends as
// no common noun does.

type Nouns = NonNullable<Language['nounNames']>;

/** Whether a word in lower case is no adjective before a noun, which would have an ending: a verb, as in traf Scholz. */
function isUninflected(token: Token | undefined, { functionWords }: Language, nouns: Nouns): boolean {
  if (token?.kind !== 'word' || token.text !== token.key || functionWords.has(token.key)) return false;
  return token.key.length > 3 && !nouns.adjectiveEndings.test(token.key);
}
const isPlural = (key: string) => /(?:[^ae]e|en|ern|eln|er|s)$/.test(key);

/** Returns whether a word is a name, for one German text. */
export function germanNames(
  list: readonly Token[],
  language: Language,
  nouns: Nouns,
  isPart: (key: string) => boolean,
): (at: number) => boolean {
  const isCommon = (key: string) =>
    nouns.commonEndings.test(key) || nouns.commonNouns.has(key) || isCommonNoun(key);
  /** Whether a word has the form of no common noun. */
  const isUncommon = (key: string) => !isCommon(key) && key.length < 14 && !nouns.nounEndings.test(key);
  const isNoun = (at: number): boolean => {
    const token = list[at];
    if (token?.kind !== 'word' || token.text.length < 2 || !isCapitalised(token.text)) return false;
    return !(isInitial(list, at, language) && language.functionWords.has(token.key));
  };
  const isAdjacent = (at: number) => list[at]?.gap === ' ' && isNoun(at) && isNoun(at - 1);
  const isQuantity = (at: number) => {
    const key = list[at]?.key ?? '';
    return language.units.has(key) || language.scales.has(key) || nouns.timeNouns.has(key);
  };
  const isTitle = (at: number) => {
    const key = list[at]?.key ?? '';
    if (language.titles.has(key) || nouns.titleEndings.test(key)) return true;
    return [key, key.replace(/(?:in|s|en)$/, '')].some((stem) => nouns.titleStemEndings.test(stem));
  };
  const isNameAdjective = (key: string) =>
    /e[nrsm]?$/.test(key) && nouns.nameAdjectiveEndings.test(key.replace(/e[nrsm]?$/, ''));
  const isFiniteVerb = (token: Token | undefined) =>
    token?.text === token?.key &&
    (language.verbs.has(token?.key ?? '') || nouns.strongVerbs.has(token?.key ?? ''));
  /** Whether the word is followed by the preterite of a weak verb, or by an age. */
  const isSubjectOf = (token: Token | undefined, at: number) =>
    (token?.text === token?.key && /[^aeiou]te$/.test(token?.key ?? '') && (token?.text.length ?? 0) > 4) ||
    (token?.text === ',' && list[at + 1]?.kind === 'digits' && list[at + 2]?.text === ',');
  const isPlace = (key: string) =>
    nouns.placeEndings.test(key) && !nouns.noPlaces.has(key) && !nouns.noPlaceEndings.test(key);
  const known = new Set<number>();
  const decide = (at: number): boolean => {
    const token = list[at];
    if (!token || !isNoun(at)) return false;
    if (isNameForm(token.text)) return true;
    if (isTitle(at) || isQuantity(at)) return false;
    const { key } = token;
    // What stands before and after the whole of a compound with hyphens.
    let [start, end] = [at, at + 1];
    while (list[start]?.gap === '' && list[start - 1]?.text === '-' && list[start - 1]?.gap === '')
      start -= 2;
    const isFirst = isInitial(list, start, language);
    const before = isFirst ? undefined : list[start - 1];
    while (list[end]?.text === '-' && list[end]?.gap === '' && list[end + 1]?.gap === '') end += 2;
    const next = list[end];
    if (!isFirst && isAdjacent(at))
      return !isQuantity(at - 1) && (isTitle(at - 1) || !(isCommon(key) || (/en$/.test(key) && isPart(key))));
    if (isApostrophe(list, at + 1)) return true;
    // An adjective has a capital only within a name: die Europäische Zentralbank.
    if (!isFirst && isAdjacent(at + 1) && isNameAdjective(key)) return true;
    if (language.places.has(key)) return true;
    if (isPlace(key)) return true;
    // The preterite of a weak verb ends as an adjective does, but follows a noun.
    const isPreterite =
      before?.text === before?.key && /[^aeiou]te$/.test(before?.key ?? '') && isNoun(at - 2);
    const isAfterVerb =
      isFiniteVerb(before) || isPreterite || (isUncommon(key) && isUninflected(before, language, nouns));
    const isFree =
      before?.kind !== 'word' ||
      nouns.prepositions.has(before.key) ||
      nouns.speech.has(before.key) ||
      isAfterVerb;
    if (isAdjacent(at + 1) && isFree && !isCommon(key)) return true;
    // What is part of a compound in the quotes, or has one of their nouns as a part, is a noun: Wahl, Landtagswahl.
    if (isCommon(key) || isPart(key)) return false;
    if (before && nouns.prepositions.has(before.key)) return true;
    // Aus Kalifornien und Arizona.
    const isCoordinated = before !== undefined && (before.key === 'und' || before.text === ',');
    if (isCoordinated && known.has(at - 2) && isUncommon(key)) return true;
    if (before && nouns.pluralPrepositions.has(before.key)) return !isPlural(key);
    // A noun in the singular without an article is a name: hat Argentinien geschlagen, Siemens meldet.
    if (isAfterVerb && !isPlural(key)) return true;
    const isSubject =
      isFiniteVerb(next) && !/en$/.test(next?.key ?? '') && !(isFirst && nouns.adverbEndings.test(key));
    if (isSubject && isFree) return true;
    if (isFirst && isUncommon(key) && !nouns.adverbEndings.test(key) && isSubjectOf(next, end)) return true;
    // A noun with an article that nobody knows is a common one; in der Ägäis is a region.
    const isRegion = before?.key === 'der' && /^(?:in|aus|an)$/.test(list[start - 2]?.key ?? '');
    return !isFirst && isUncommon(key) && (isRegion || !nouns.determiners.has(before?.key ?? ''));
  };
  return (at) => {
    const isName = decide(at);
    if (isName) known.add(at);
    return isName;
  };
}
