import type { Language } from '../languages/language.ts';
import { isCapitalised, type Token } from '../text/tokens.ts';
import type { NameMention } from './capitals.ts';
import { arePlaceAndPeople, kinshipKey, spellingKey, wordKeys } from './spelling.ts';

// Says which words of a name the quotes have.

/** The most words that share a beginning; a text with more is no quote. */
const MOST_KIN = 40;
const isAcronym = (text: string): boolean =>
  text.length >= 2 && text.length <= 8 && /^\p{Lu}[\p{Lu}\p{Ll}]*\p{Lu}s?$|^\p{Lu}+$/u.test(text);

/** The words of a quote, under the keys by which names are compared. */
export class WordIndex {
  readonly #keys = new Set<string>();
  /** Two or three words written as one: You Tube. */
  readonly #joined = new Set<string>();
  readonly #kin = new Map<string, string[]>();
  readonly #acronyms = new Set<string>();
  /** Initials before a surname: M. Nottingham. */
  readonly #initialled = new Set<string>();
  /** The initials of the words, with and without function words; those of words with capitals in capitals. */
  readonly #initials: string;
  readonly #contentInitials: string;
  readonly #language: Language;

  constructor(list: readonly Token[], language: Language) {
    this.#language = language;
    let [initials, contentInitials] = ['', ''];
    for (const [at, token] of list.entries()) {
      if (token.kind === 'mark') {
        if (token.text !== '-' && token.text !== "'" && token.text !== '’')
          [initials, contentInitials] = [`${initials}|`, `${contentInitials}|`];
        continue;
      }
      this.#addKeys(list, at);
      const { text, key } = token;
      // A word in lower case is spelt out by an acronym only if it is not short.
      const initial =
        isCapitalised(text) || text.length >= 6
          ? key.charAt(0).toUpperCase()
          : text.length >= 4
            ? key.charAt(0)
            : '.';
      initials += initial === '.' ? key.charAt(0) : initial;
      if (!language.particles.has(key)) contentInitials += initial;
      if (isAcronym(text)) this.#acronyms.add(text.replace(/s$/, ''));
    }
    [this.#initials, this.#contentInitials] = [initials, contentInitials];
  }

  #addKeys(list: readonly Token[], at: number): void {
    const key = list[at]?.key ?? '';
    const [spelt, stem] = wordKeys(key, this.#language);
    this.#keys.add(spelt).add(stem);
    const kinship = kinshipKey(spelt);
    const kin = this.#kin.get(kinship) ?? [];
    if (kin.length < MOST_KIN && !kin.includes(spelt)) kin.push(spelt);
    this.#kin.set(kinship, kin);
    const after = list[at + 1]?.text === '.' ? at + 2 : at + 1;
    if (key.length === 1 && isCapitalised(list[at]?.text ?? ''))
      this.#initialled.add(`${key} ${list[after]?.key}`);
    let joined = key;
    for (let next = at + 1, words = 1; next < list.length && words < 3 && next < at + 5; next++) {
      const token = list[next];
      if (!token || token.kind === 'mark') {
        if (token?.text === '-' || token?.text === "'" || token?.text === '’' || token?.text === '&')
          continue;
        break;
      }
      joined += token.key;
      words++;
      if (joined.length <= 40) this.#joined.add(spellingKey(joined));
    }
  }

  hasWord(key: string): boolean {
    const keys = wordKeys(key, this.#language);
    if (keys.some((each) => this.#keys.has(each) || (each.length > 3 && this.#joined.has(each)))) return true;
    return this.#kin.get(kinshipKey(keys[0]))?.some((kin) => arePlaceAndPeople(kin, keys[0])) ?? false;
  }

  /** Whether the quote has a first name's initial before the surname. */
  hasInitial(firstName: string, surname: string): boolean {
    return this.#initialled.has(`${firstName.charAt(0)} ${surname}`);
  }

  hasJoined(key: string): boolean {
    return key.length > 3 && this.#keys.has(spellingKey(key));
  }

  /** Whether the quote spells out an acronym. */
  spells(acronym: string): boolean {
    const plain = acronym.replace(/s$/, '');
    if (!isAcronym(plain)) return false;
    const upper = plain.toUpperCase();
    const has = (initials: string) => (plain.length > 2 ? initials.toUpperCase() : initials).includes(upper);
    return has(this.#initials) || has(this.#contentInitials);
  }

  hasAcronym(initials: string): boolean {
    return initials.length > 1 && this.#acronyms.has(initials.toUpperCase());
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
      isElsewhere(key) || quotes.some((quote) => quote.hasWord(key) || quote.spells(texts[at] ?? '')),
  );
  if (isFound.includes(false)) {
    for (const [at, key] of keys.entries())
      if (quotes.some((quote) => quote.hasInitial(key, keys[at + 1] ?? ''))) isFound[at] = true;
    for (let at = 0; at < keys.length; at++) {
      let initials = '';
      let joined = '';
      for (let to = at; to < keys.length && to < at + 8; to++) {
        initials += texts[to]?.charAt(0) ?? '';
        joined += keys[to] ?? '';
        const [whole, acronym] = [joined, initials];
        if (to > at && quotes.some((quote) => quote.hasAcronym(acronym) || quote.hasJoined(whole)))
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
