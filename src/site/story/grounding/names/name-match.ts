import type { Language } from '../languages/language.ts';
import { lazily } from '../lazy.ts';
import { isCapitalised, type Token } from '../text/tokens.ts';
import type { NameMention } from './capitals.ts';
import { arePlaceAndPeople, kinshipKey, spellingKey, wordKeys } from './spelling.ts';

// Says which words of a name the quotes have.

/** The most words that share a beginning; a text with more is no quote. */
const MOST_KIN = 40;
const isAcronym = (text: string): boolean =>
  text.length >= 2 && text.length <= 8 && /^\p{Lu}[\p{Lu}\p{Ll}]*\p{Lu}s?$|^\p{Lu}+$/u.test(text);

/** Marks that may stand within a word or a name. */
const INNER_MARKS = "-'’&";

/** The words of a quote, under the keys by which names are compared. What takes longer is worked out when it is asked for. */
export class WordIndex {
  readonly #list: readonly Token[];
  readonly #language: Language;
  readonly words: ReadonlySet<string>;

  constructor(list: readonly Token[], language: Language) {
    this.#list = list;
    this.#language = language;
    this.words = new Set(list.map(({ key }) => key));
  }

  readonly #keys = lazily(() => Array.from(this.words, (word) => wordKeys(word, this.#language)));

  /** The words as they are spelt in more than one way, and without endings. */
  readonly #spelt = lazily(() => new Set(this.#keys().flat()));

  /** The words that share their first letters. */
  readonly #kin = lazily(() => {
    const kin = new Map<string, string[]>();
    for (const [key] of this.#keys()) {
      if (key.length < 2) continue;
      const group = kin.get(kinshipKey(key)) ?? [];
      if (group.length < MOST_KIN) group.push(key);
      kin.set(kinshipKey(key), group);
    }
    return kin;
  });

  /** Two or three words written as one (You Tube, CO 2), by their first letter, because few names ask for them. */
  readonly #joined = new Map<string, ReadonlySet<string>>();

  #joinedFrom(letter: string): ReadonlySet<string> {
    const known = this.#joined.get(letter);
    if (known) return known;
    const keys = new Set<string>();
    for (const [at, { key }] of this.#list.entries()) {
      if (!key.startsWith(letter)) continue;
      let joined = key;
      for (let next = at + 1, words = 1; words < 3 && next < at + 5; next++) {
        const token = this.#list[next];
        if (!token || (token.kind === 'mark' && !INNER_MARKS.includes(token.text))) break;
        if (token.kind === 'mark') continue;
        joined += token.key;
        words++;
        if (joined.length <= 40) keys.add(spellingKey(joined));
      }
    }
    this.#joined.set(letter, keys);
    return keys;
  }

  /** The beginnings and the ends of long words, which may be parts of compounds. */
  readonly #parts = lazily(() => {
    const parts = new Set<string>();
    for (const word of this.words) {
      if (word.length < 7 || word.length > 40) continue;
      for (let at = 4; at < word.length - 2; at++) parts.add(word.slice(0, at)).add(word.slice(-at));
      parts.add(word.slice(0, -1)).add(word.slice(0, -2));
    }
    return parts;
  });

  readonly #acronyms = lazily(() => {
    const acronyms = new Set<string>();
    for (const { kind, text } of this.#list)
      if (kind === 'word' && isAcronym(text)) acronyms.add(text.replace(/s$/, ''));
    return acronyms;
  });

  /** Initials before a surname: M. Nottingham. */
  readonly #initialled = lazily(() => {
    const keys = new Set<string>();
    for (const [at, { text, key }] of this.#list.entries()) {
      const after = this.#list[at + 1]?.text === '.' ? at + 2 : at + 1;
      if (key.length === 1 && isCapitalised(text)) keys.add(`${key} ${this.#list[after]?.key}`);
    }
    return keys;
  });

  /**
   * The initials of the words, with and without particles. A word in lower case is spelt out by an acronym only if it is not
   * short, so that its initial is in capitals from six letters on.
   */
  readonly #initials = lazily(() => {
    const [all, content]: [string[], string[]] = [[], []];
    for (const { kind, text, key } of this.#list) {
      const isParticle = this.#language.particles.has(key);
      if (kind === 'mark') {
        if (INNER_MARKS.includes(text)) continue;
        all.push('|');
        content.push('|');
        continue;
      }
      const initial = key.charAt(0);
      const isLong = isCapitalised(text) || text.length >= 6;
      all.push(isLong ? initial.toUpperCase() : initial);
      if (!isParticle) content.push(isLong ? initial.toUpperCase() : text.length >= 4 ? initial : '.');
    }
    return [all.join(''), content.join('')] as const;
  });

  hasWord(key: string): boolean {
    if (this.words.has(key)) return true;
    const keys = wordKeys(key, this.#language);
    const isJoined = (each: string) =>
      (each.length > 3 || /\d/.test(each)) && this.#joinedFrom(each.charAt(0)).has(each);
    if (keys.some((each) => this.#spelt().has(each) || isJoined(each))) return true;
    return (
      this.#kin()
        .get(kinshipKey(keys[0]))
        ?.some((kin) => arePlaceAndPeople(kin, keys[0])) ?? false
    );
  }

  /** Whether the quote has a first name's initial before the surname. */
  hasInitial(firstName: string, surname: string): boolean {
    return this.#initialled().has(`${firstName.charAt(0)} ${surname}`);
  }

  /** Whether the word is a part of a compound in the quote, or a compound of one of the quote's words. */
  hasPart(key: string): boolean {
    if (this.#parts().has(key) || this.#parts().has(key.replace(/(?:en|n|s|e)$/, ''))) return true;
    for (let at = 4; at < Math.min(key.length - 2, 40); at++)
      if (this.#spelt().has(key.slice(0, at)) || this.#spelt().has(key.slice(-at))) return true;
    return false;
  }

  hasJoined(key: string): boolean {
    return key.length > 3 && this.#spelt().has(spellingKey(key));
  }

  /** Whether the quote spells out an acronym. */
  spells(acronym: string): boolean {
    const plain = acronym.replace(/s$/, '');
    if (!isAcronym(plain)) return false;
    const upper = plain.toUpperCase();
    return this.#initials().some((initials) =>
      (plain.length > 2 ? initials.toUpperCase() : initials).includes(upper),
    );
  }

  /** Whether the quote has the acronym of these words: of their initials, or of the parts of a German compound too (EZB). */
  hasAcronymOf(words: readonly string[]): boolean {
    const initials = words
      .map((word) => word.charAt(0))
      .join('')
      .toUpperCase();
    if (initials.length > 1 && this.#acronyms().has(initials)) return true;
    const last = words.at(-1) ?? '';
    if (!this.#language.compounds || last.length < 9) return false;
    return [...last].some((letter) => this.#acronyms().has(initials + letter.toUpperCase()));
  }
}

/** Returns the runs of a name's words that no quote has: the positions, in the name's list of words, of their ends. */
export function missingWords(
  list: readonly Token[],
  { words }: NameMention,
  quotes: readonly WordIndex[],
  isElsewhere: (key: string) => boolean,
): [number, number][] {
  const texts = words.map((at) => list[at]?.text ?? '');
  const keys = words.map((at) => list[at]?.key ?? '');
  const isFound = keys.map(
    (key, at) =>
      quotes.some((quote) => quote.words.has(key)) ||
      isElsewhere(key) ||
      quotes.some((quote) => quote.hasWord(key) || quote.spells(texts[at] ?? '')),
  );
  if (isFound.includes(false)) {
    for (const [at, key] of keys.entries())
      if (quotes.some((quote) => quote.hasInitial(key, keys[at + 1] ?? ''))) isFound[at] = true;
    for (let at = 0; at < keys.length; at++) {
      let joined = '';
      for (let to = at; to < keys.length && to < at + 8; to++) {
        joined += keys[to] ?? '';
        const [whole, parts] = [joined, texts.slice(at, to + 1)];
        if (to > at && quotes.some((quote) => quote.hasAcronymOf(parts) || quote.hasJoined(whole)))
          isFound.fill(true, at, to + 1);
      }
    }
  }
  const runs: [number, number][] = [];
  for (const [at, found] of isFound.entries()) {
    const last = runs.at(-1);
    if (found) continue;
    if (last && last[1] === at) last[1] = at + 1;
    else runs.push([at, at + 1]);
  }
  return runs;
}

/** Returns between which two tokens, and after which two, the nouns of a text stand. */
export function contextsOf(list: readonly Token[]): ReadonlySet<string> {
  const contexts = new Set<string>();
  for (const [at, { kind, text }] of list.entries()) {
    if (kind !== 'word' || text.length < 2 || (text.charCodeAt(0) < 0x250 && !isCapitalised(text))) continue;
    contexts.add(contextAt(list, at, at + 1)).add(contextBefore(list, at));
  }
  return contexts;
}

/** The two tokens before one. */
export const contextBefore = (list: readonly Token[], at: number): string =>
  `${list[at - 2]?.key ?? ''} ${list[at - 1]?.key ?? ''} …`;

/** The tokens around a stretch. */
export const contextAt = (list: readonly Token[], from: number, to: number): string =>
  `${list[from - 1]?.key ?? ''} ${list[to]?.key ?? ''}`;
