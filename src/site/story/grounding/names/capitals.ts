import type { Language } from '../languages/language.ts';
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

/** How English nouns and adjectives end that begin sentences: Officials, Researchers, Inflation. */
const COMMON_ENDING =
  /...(?:ers|ors|ists|ials|ians|ants|ents|ees|ments?|tions?|sions?|ness|ity|ities|...ing|..ings|...ed|..ly|ance|ence|ships?|isms?|ures?|ages|less|able|ible|ous|ive|ives|ary|ies)$|(?:men|women|people|rates?|prices?)$/;

/** Common nouns that are the subjects of English sentences, and have no such ending. */
const COMMON_SUBJECTS = new Set(
  'revenue turnover turnout profit profits output demand supply growth debt crime trade income wage rent traffic support interest pay work water food fuel oil gas gold steel wheat rain snow heat power energy spending research evidence news police staff crew team club group party court council board union army air space science music art film death birth life health care cancer malaria flu access aid relief business industry farming fishing mining tourism travel sport football cricket rugby tennis golf today yesterday tomorrow nobody everyone everybody someone anyone nothing everything half most much more no another neither either production consumption confidence money cash credit capital value cost weight speed light sound space time history law order peace war anger fear hope love faith religion education school university hospital government parliament congress voters'.split(
    ' ',
  ),
);

/** How Spanish and French verbs end that follow a subject. */
const VERB_ENDINGS: Readonly<Record<string, RegExp>> = {
  es: /(?:ara|era|ira|aran|eran|iran|aron|ieron|aba|aban|ia|ian)$/,
  fr: /(?:era|ira|ra|eront|iront|ront|ait|aient|oit|oient)$/,
};

/** Verbs that follow an English subject in the singular, which is a name if it has no article. */
const SINGULAR_VERBS =
  /^(?:believes|thinks|sees|expects|hopes|fears|argues|claims|denies|admits|insists|adds|notes|writes|finds|shows|seeks|faces|needs|gets|leads|loses|beats|plays|scores|joins|leaves|moves|keeps|holds|runs|owns|earns|employs|produces|makes|takes|gives|puts|sets|hits|cuts|tells|asks|knows|wants|calls|opens|closes|buys|sells|pays|spends|becomes|remains|beat|led|met|won|lost|left|held|kept|told|saw|knew|thought|wrote|spoke|drew|hit|set|put|cut|paid|spent|ran|flew|drove)$/;

function isVerbAt(list: readonly Token[], at: number, language: Language): boolean {
  const [token, next] = [list[at], list[at + 1]];
  if (token?.kind !== 'word' || token.text !== token.key) return false;
  if (language.verbs.has(token.key)) return true;
  if (language.functionWords.has(token.key)) return false;
  if (VERB_ENDINGS[language.tag]?.test(token.key)) return true;
  // The Spanish preterite ends as many nouns do; an object follows it, and no `de`.
  const isObject =
    next?.kind === 'digits' ||
    (language.functionWords.has(next?.key ?? '') && !/^(?:de|del|y|e)$/.test(next?.key ?? ''));
  return language.tag === 'es' && /[^ou]o$/.test(token.key) && isObject;
}

/** Whether a comma, and an age or a description follow: Lee, 19, … or Lee, a poet, … */
const isAppositive = (list: readonly Token[], at: number): boolean =>
  list[at]?.text === ',' &&
  (list[at + 1]?.kind === 'digits'
    ? list[at + 2]?.text === ','
    : /^(?:an?|who|aged)$/.test(list[at + 1]?.key ?? ''));

/** Whether a word at the beginning of a sentence is the name that is its subject. */
function isSubjectName(list: readonly Token[], at: number, language: Language): boolean {
  const [token, next] = [list[at], list[at + 1]];
  if (!token || !next) return false;
  if (isApostrophe(list, at + 1) && list[at + 2]?.key === 's') return true;
  if (isAppositive(list, at + 1) && !COMMON_ENDING.test(token.key) && !COMMON_SUBJECTS.has(token.key))
    return true;
  // Djokovic, who …: what has a relative clause after a comma is definite; without an article, it is a name.
  if (next.text === ',' && /^(?:who|whose|which|quien|qui)$/.test(list[at + 2]?.key ?? '')) return true;
  if (language.tag !== 'en')
    return isVerbAt(list, at + 1, language) && !/(?:ment|mente|[aeo]s)$/.test(token.key);
  if (COMMON_ENDING.test(token.key) || COMMON_SUBJECTS.has(token.key)) return false;
  const isPlural = /(?:[^aiosuy]|ie|ea|ay|ey)s$/.test(token.key);
  if (isPlural) return /^(?:is|was|has|does|says)$/.test(next.key);
  return (
    language.verbs.has(next.key) ||
    SINGULAR_VERBS.test(next.key) ||
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
  const isForeign = language.tag === 'zh' || language.tag === 'ar';
  if (isForeign || !isInitial(list, at, language)) return true;
  if (isNameElsewhere(token.key)) return true;
  const next = list[at + 1];
  const isFollowed =
    next?.kind === 'word' && next.gap !== '' && isCapitalised(next.text) && !COMMON_ENDING.test(token.key);
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
