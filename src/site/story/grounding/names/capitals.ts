import type { Language } from '../languages/language.ts';
import { ANY } from '../languages/languages.ts';
import { isApostrophe, isCapitalised, type Token } from '../text/tokens.ts';

// Finds names by their capitals.

/** A name: its words, by their tokens, and the stretch from the first to the last. */
export interface NameMention {
  from: number;
  to: number;
  words: number[];
}

const SENTENCE_ENDS = '.!?。！？:•—"“„«»”‘(…';

/** Whether a capital may be due to the position: at the beginning of a sentence, a line or a quotation. */
export function isInitial(list: readonly Token[], at: number, language: Language): boolean {
  const before = list[at - 1];
  if (!before) return true;
  if (before.kind !== 'mark' || !SENTENCE_ENDS.includes(before.text)) return false;
  // A bracket after a word opens no sentence: La Vega (Cauca).
  if (before.text === '(') return isInitial(list, at - 1, language);
  if (before.text !== '.') return true;
  const word = list[at - 2];
  // An initial, a title or another abbreviation.
  return !(
    before.gap === '' &&
    word?.kind === 'word' &&
    (word.text.length === 1 || language.abbreviations.has(word.key))
  );
}

const CAMEL = /&|\p{Ll}\p{Lu}|\p{Lu}.*\d|\p{Lu}\p{Lu}/u;
/** Whether the word is a name by its own form: an acronym, CamelCase, with digits. */
export const isNameForm = (text: string): boolean => text.length > 1 && CAMEL.test(text);

/** Whether a word is a common noun or an adjective that begins sentences: Officials, Researchers, Inflation. */
const isCommon = (key: string): boolean => ANY.commonSubjects.has(key) || hasCommonEnding(key);
const hasCommonEnding = (key: string): boolean =>
  ANY.commonEndings.test(key.slice(3)) || ANY.commonNounEndings.test(key);

function isVerbAt(list: readonly Token[], at: number, language: Language): boolean {
  const [token, next] = [list[at], list[at + 1]];
  if (token?.kind !== 'word' || token.text !== token.key) return false;
  if (language.verbs.has(token.key)) return true;
  if (language.functionWords.has(token.key)) return false;
  if (language.subjectVerbEndings.test(token.key)) return true;
  // The Spanish preterite ends as many nouns do; an object follows it, and no `de`.
  const isObject =
    next?.kind === 'digits' ||
    (language.functionWords.has(next?.key ?? '') && !language.notObjects.has(next?.key ?? ''));
  return language.objectVerbEndings.test(token.key) && isObject;
}

/** Whether a comma, and an age or a description follow: Lee, 19, … or Lee, a poet, … */
const isAppositive = (list: readonly Token[], at: number): boolean =>
  list[at]?.text === ',' &&
  (list[at + 1]?.kind === 'digits'
    ? list[at + 2]?.text === ','
    : ANY.appositives.has(list[at + 1]?.key ?? ''));

/** Whether a word at the beginning of a sentence is the name that is its subject. */
function isSubjectName(list: readonly Token[], at: number, language: Language): boolean {
  const [token, next] = [list[at], list[at + 1]];
  if (!token || !next) return false;
  if (isApostrophe(list, at + 1) && list[at + 2]?.key === 's') return true;
  if (isAppositive(list, at + 1) && !isCommon(token.key)) return true;
  // Djokovic, who …: what has a relative clause after a comma is definite; without an article, it is a name.
  if (next.text === ',' && ANY.relatives.has(list[at + 2]?.key ?? '')) return true;
  if (language.singularVerbs.size === 0)
    return isVerbAt(list, at + 1, language) && !/(?:ment|mente|[aeo]s)$/.test(token.key);
  if (isCommon(token.key)) return false;
  const isPlural = /(?:[^aiosuy]|ie|ea|ay|ey)s$/.test(token.key);
  if (isPlural) return /^(?:is|was|has|does|says)$/.test(next.key);
  return (
    language.verbs.has(next.key) ||
    language.singularVerbs.has(next.key) ||
    (/[^e]ed$/.test(next.key) && next.text === next.key)
  );
}

function isNameWord(
  list: readonly Token[],
  at: number,
  language: Language,
  isNameElsewhere: (key: string) => boolean,
): boolean {
  const token = list[at];
  if (token?.kind !== 'word' || !isCapitalised(token.text) || token.text.length === 1) return false;
  if (language.titles.has(token.key)) return false;
  if (isNameForm(token.text)) return true;
  if (language.functionWords.has(token.key)) return false;
  // A text in another script uses Latin words for names only.
  if (!language.hasCapitals || !isInitial(list, at, language)) return true;
  if (isNameElsewhere(token.key)) return true;
  const next = list[at + 1];
  const isFollowed =
    next?.kind === 'word' && next.gap !== '' && isCapitalised(next.text) && !hasCommonEnding(token.key);
  return isFollowed || isSubjectName(list, at, language);
}

/** Whether a text is a headline in capitals, or with a capital on each of its words: its capitals say nothing of names. */
function isHeadline(list: readonly Token[], language: Language): boolean {
  let [words, capitals] = [0, 0];
  for (const { kind, text, key } of list) {
    if (kind !== 'word' || text.length < 4 || language.functionWords.has(key)) continue;
    words++;
    if (isCapitalised(text)) capitals++;
  }
  return words >= 4 && capitals >= words * 0.9;
}

/** Returns whether a word is a name, for one text in a language that gives capitals to names only. */
export function capitalNames(
  list: readonly Token[],
  language: Language,
  isNameHere: (key: string) => boolean,
  isNameElsewhere: (key: string) => boolean,
): (at: number) => boolean {
  if (isHeadline(list, language))
    return (at) =>
      list[at]?.kind === 'word' && (isNameElsewhere(list[at]?.key ?? '') || isApostrophe(list, at + 1));
  const isKnown = (key: string) => isNameHere(key) || isNameElsewhere(key);
  return (at) => isNameWord(list, at, language, isKnown);
}

/** Finds the names of a text: the words that are names, joined where only particles are between them. */
export function findNames(
  list: readonly Token[],
  taken: readonly boolean[],
  language: Language,
  isName: (at: number) => boolean,
): NameMention[] {
  const found: NameMention[] = [];
  for (let at = 0; at < list.length; at++) {
    if (taken[at] || !isName(at)) continue;
    const last = found.at(-1);
    if (last && isJoined(list, last.to, at, language)) {
      last.words.push(at);
      last.to = at + 1;
    } else found.push({ from: at, to: at + 1, words: [at] });
  }
  return found;
}

/** Whether only particles, titles, hyphens and initials stand between the words of one name. */
function isJoined(list: readonly Token[], from: number, to: number, language: Language): boolean {
  if (to - from > 4) return false;
  return list.slice(from, to).every((token, index) => {
    if (token.kind === 'word')
      return (
        language.particles.has(token.key) ||
        (token.text.length === 1 && isCapitalised(token.text)) ||
        /^(?:s|i{1,3}|vi*)$/.test(token.key)
      );
    if (token.text === '.') return list[from + index - 1]?.text.length === 1;
    return (
      (token.text === '-' || token.text === '&' || token.text === "'" || token.text === '’') &&
      token.kind === 'mark'
    );
  });
}

/** Returns the keys of the words that have capitals though their position does not ask for them. */
export function properKeys(list: readonly Token[], language: Language): Set<string> {
  const keys = new Set<string>();
  for (let at = 0; at < list.length; at++) {
    const token = list[at];
    if (token?.kind === 'word' && isCapitalised(token.text) && !isInitial(list, at, language))
      keys.add(token.key);
  }
  return keys;
}
