import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';
import { contextAt, contextBefore } from './name-match.ts';

// Finds names in Arabic, which has no capitals: by titles and verbs of speech, which come before a name; by prepositions and nouns
// such as city and company; by lists; by letters that no Arabic root has; by a short list of places. A name has no article, or
// it is one of those places.

/** Letters without those that vowels and Arabic word formation add. */
const strong = (word: string): string => word.replace(/[اويهء]/g, '');
const FOREIGN = /[^ت]كو$|..نز$|وفت$|فيت$|[گپڤچژ]|ستان$|لاند$|وفيتش$|ريكا$|سون$|نغ|تش[يو]|ينيو$|ويل$/;

/** A noun of female form, a plural or a verb. */
const isInflected = (key: string) => /ه$|..ات$|^ي.+ون$/.test(key);

/** Broken plurals of nouns of place: مساكن, مصابيح. */
const BROKEN_PLURAL = /^م.ا.ي?.$/;

const hasPronoun = (key: string) => /(?:ته|اءه|ايه|هم|ها|هما|نا|اتي)$/.test(key);

/** Returns the forms a word may have without the conjunctions, prepositions and article that are written together with it. */
function bareForms(key: string): string[] {
  const forms = [key];
  let form = key;
  for (const prefix of [/^[وف](?=...)/, /^[بكل](?=...)/, /^(?:ال|ل)(?=...)/]) {
    form = form.replace(prefix, '');
    if (form !== forms.at(-1)) forms.push(form);
  }
  return forms;
}

/** Returns a word without the endings of inflection. */
const stem = (key: string): string =>
  key.replace(/(?<=...)(?:يين|يون|يات|يه|يا|ين|ون|ات|ان|ها|هم|ه|ي|ا)$/, '');
/** Levels how foreign sounds are transcribed: سامسونج and سامسونغ. */
const sound = (key: string): string =>
  strong(key).replace(/[غقك]/g, 'ج').replace(/ث/g, 'ت').replace(/ذ/g, 'د').replace(/[ڤ]/g, 'ف');

/** The words of a quote, without what is written together with them. */
export class ArabicIndex {
  readonly #stems = new Set<string>();
  readonly #sounds = new Set<string>();

  constructor(list: readonly Token[]) {
    for (const { kind, key } of list) {
      if (kind !== 'word') continue;
      for (const form of bareForms(key)) {
        this.#stems.add(stem(form));
        this.#sounds.add(sound(form));
      }
    }
  }

  has(key: string): boolean {
    return bareForms(key).some((form) => {
      const sounds = sound(form);
      return this.#stems.has(stem(form)) || (sounds.length > 2 && this.#sounds.has(sounds));
    });
  }
}

/** Returns whether a word is a name, for one Arabic text. */
export function arabicNames(
  list: readonly Token[],
  language: Language,
  words: NonNullable<Language['arabicNames']>,
  isContext: (context: string) => boolean,
): (at: number) => boolean {
  const { personHeads, nameHeads, looseHeads, firstNames, givenNames, commonNouns, newsNouns } = words;
  const hasArticle = (key: string) => /^[وفبك]?ال|^[وف]?لل/.test(key) && !words.noArticle.has(key);
  const keyAt = (at: number) => (list[at]?.kind === 'word' ? (list[at]?.key ?? '') : '');
  const isFirst = (at: number) => at < 1 || '.!؟:؛'.includes(list[at - 1]?.text ?? '');
  const isFunction = (key: string) =>
    [...bareForms(key).slice(0, 2), key.replace(/^[وف](?=..)/, '')].some(
      (form) => language.functionWords.has(form) || language.negations.has(form),
    );
  const isSpeech = (key: string) => language.verbs.has(key) || language.verbs.has(key.replace(/^[وف]/, ''));
  const isVerb = (at: number): boolean => {
    const key = keyAt(at);
    if (key === '') return false;
    return (
      isSpeech(key) ||
      ((isFirst(at) || language.negations.has(keyAt(at - 1).replace(/^[وف](?=..)/, ''))) &&
        !isFunction(key) &&
        !hasArticle(key))
    );
  };
  const known = new Map<number, boolean>();
  /** Whether a word is the second of a name after a verb of speech: قال حيدر العبادي. */
  const isSurname = (at: number) =>
    /^ال.*ي$/.test(keyAt(at)) && !hasArticle(keyAt(at - 1)) && isSpeech(keyAt(at - 2));
  /** Whether a word is a first name: another name follows, and it is no end of a noun with an article. */
  const isGivenName = (at: number) => {
    const keys = [keyAt(at), keyAt(at).replace(/^و(?=...)/, '')];
    const next = keyAt(at + 1);
    return (
      keys.some((key) => givenNames.has(key) || firstNames.has(key)) &&
      next !== '' &&
      !isFunction(next) &&
      !newsNouns.has(next)
    );
  };
  /** Whether a word without an article stands before a surname in ـي that has one: a noun would make it no adjective. */
  const isWithSurname = (at: number) =>
    /^ال..+ي$/.test(keyAt(at + 1)) &&
    !words.noSurnames.has(keyAt(at + 1)) &&
    !hasArticle(keyAt(at)) &&
    !/^[يتن]|^.{3}ت$|ه$|..ات$/.test(keyAt(at)) &&
    !isFunction(keyAt(at)) &&
    !language.titles.has(keyAt(at)) &&
    !bareForms(keyAt(at)).some((form) => nameHeads.has(form) || looseHeads.has(form) || isCommon(form));
  const isCommon = (form: string) =>
    [form, form.replace(/ا$/, '')].some((each) => commonNouns.has(each) || newsNouns.has(each));
  const isPlace = (key: string) => bareForms(key).some((form) => language.places.has(form));
  const decide = (at: number): boolean => {
    const key = keyAt(at);
    if (key.length < 2 || isVerb(at) || isFunction(key) || language.titles.has(key)) return false;
    if (isPlace(key) || firstNames.has(key) || isGivenName(at)) return true;
    // A verb follows a person's two names, unless the second is part of a longer one.
    const isThird =
      known.get(at - 1) === true && known.get(at - 2) === true && !/^(?:عبد|ابو|بن|ابن)$/.test(keyAt(at - 1));
    if (!isThird && (firstNames.has(keyAt(at - 1)) || isGivenName(at - 1)) && !/^[وفبل](?!ال)/.test(key))
      return true;
    const [before, next] = [keyAt(at - 1), keyAt(at + 1)];
    const forms = bareForms(key);
    if (forms.some((form) => nameHeads.has(form) || looseHeads.has(form))) return false;
    if (bareForms(before).some((form) => nameHeads.has(form)))
      return hasArticle(key) || !forms.some((form) => commonNouns.has(form));
    if (hasPronoun(key) || forms.some(isCommon) || forms.some((form) => BROKEN_PLURAL.test(form)))
      return false;
    if (words.relatives.has(before)) return false;
    if (isWithSurname(at) || (isWithSurname(at - 1) && known.get(at - 1) === true)) return true;
    const isReplaced =
      !/وا$|^[وف][يتن]|^.{3}ت$|^ا..ي$/.test(key) &&
      (isContext(contextAt(list, at, at + 1)) ||
        (before !== '' && keyAt(at - 2) !== '' && !/^[وف]/.test(key) && isContext(contextBefore(list, at))));
    if (hasArticle(key)) return isReplaced || isSurname(at);
    if (
      FOREIGN.test(key) ||
      forms.every((form) => strong(form).length > 4 && !/^(?:است|مست|مت|[تان]|س[يتن])|ات$|ين$|ون$/.test(form))
    )
      return true;
    if (isSpeech(before) || bareForms(before).some((form) => personHeads.has(form))) return true;
    const isConstruct = hasArticle(next) && /^[وفبكل]/.test(next) === false;
    // Attributes with the article may stand between: وزير الخارجية القطري.
    let title = at - 1;
    while (title > at - 4 && hasArticle(keyAt(title)) && !language.titles.has(keyAt(title))) title--;
    const afterTitle = language.titles.has(keyAt(title));
    if (afterTitle) return true;
    if (
      known.get(at - 1) === true &&
      !isThird &&
      !/^ا..ي$/.test(key) &&
      !isPlace(before) &&
      !isSurname(at - 1) &&
      !/^[وفبلسيت]/.test(key)
    )
      return true;
    const isListed = key.startsWith('و') && (known.get(at - 1) === true || list[at - 1]?.text === ')');
    if (isListed || isConstruct) return isListed;
    if (isInflected(key)) return false;
    if (before === 'ان' && (words.beforeClauses.has(keyAt(at - 2)) ? /^[يتن]/ : /^ي/).test(key)) return false;
    // A common noun after a noun makes that one common too: حصيلة حادث السير.
    if (isVerb(at - 1) && (/ات$/.test(key) || bareForms(next).some(isCommon))) return false;
    if (
      isVerb(at - 1) ||
      words.prepositions.has(before) ||
      bareForms(before).some((form) => looseHeads.has(form))
    )
      return true;
    return isReplaced && !/^[يتن]/.test(key);
  };
  return (at) => {
    const isName = decide(at);
    known.set(at, isName);
    return isName;
  };
}
