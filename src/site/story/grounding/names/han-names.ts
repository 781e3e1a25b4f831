import type { Language } from '../languages/language.ts';
import type { Token } from '../text/tokens.ts';

// Finds names in Chinese, which has no capitals: by marks, by the characters that transcribe foreign names, by surnames beside
// titles and verbs of speech, by what offices and places end with, and by a short list of places.

type Words = NonNullable<Language['hanNames']>;

/** A stretch of tokens that is a name, and how it was recognised. */
export interface HanName {
  from: number;
  to: number;
}

export class HanFinder {
  readonly #list: readonly Token[];
  readonly #language: Language;
  readonly #words: Words;
  readonly #taken: readonly boolean[];
  readonly #found: HanName[] = [];

  /** Whether the quotes have these characters. */
  readonly #isInQuotes: (text: string) => boolean;

  constructor(
    list: readonly Token[],
    taken: readonly boolean[],
    language: Language,
    words: Words,
    isInQuotes: (text: string) => boolean,
  ) {
    this.#isInQuotes = isInQuotes;
    this.#list = list;
    this.#taken = taken;
    this.#language = language;
    this.#words = words;
  }

  find(): readonly HanName[] {
    for (let at = 0; at < this.#list.length; at++) {
      const to = this.#isHan(at)
        ? (this.#placeAt(at) ??
          this.#transcriptionAt(at) ??
          this.#speakerAt(at) ??
          this.#personAt(at) ??
          this.#locationAt(at) ??
          this.#endingAt(at))
        : this.#titleAt(at);
      if (to !== undefined) {
        this.#found.push({ from: to.from, to: to.to });
        at = Math.max(at, to.to - 1);
      }
    }
    return this.#found;
  }

  #isHan(at: number): boolean {
    return this.#list[at]?.kind === 'han' && !this.#taken[at];
  }

  #text(from: number, to: number): string {
    let text = '';
    for (let at = Math.max(0, from); at < to; at++) text += this.#character(at);
    return text;
  }

  #character(at: number): string {
    const token = this.#list[at];
    return token?.kind === 'han' ? token.text : '|';
  }

  /** Whether a word of a set begins here; returns its length. */
  #wordAt(at: number, words: ReadonlySet<string>, longest = 5): number {
    let [text, found] = ['', 0];
    for (let length = 1; length <= longest; length++) {
      text += this.#character(at + length - 1);
      if (words.has(text)) found = length;
    }
    return found;
  }

  #wordBefore(at: number, words: ReadonlySet<string>, longest = 5): number {
    let [text, found] = ['', 0];
    for (let length = 1; length <= longest && length <= at; length++) {
      text = this.#character(at - length) + text;
      if (words.has(text)) found = length;
    }
    return found;
  }

  /** Whether the two characters from here are a common word. */
  #isWord(at: number): boolean {
    const two = this.#text(at, at + 2);
    return this.#words.noSurnames.has(two) || this.#words.noPlaces.has(two);
  }

  #isKnown(at: number): boolean {
    return this.#isInQuotes(this.#text(at, at + 2));
  }

  #placeAt(at: number): HanName | undefined {
    const length = this.#wordAt(at, this.#language.places, 5);
    return length > 0 ? { from: at, to: at + length } : undefined;
  }

  /** 《…》 */
  #titleAt(at: number): HanName | undefined {
    if (this.#list[at]?.text !== '《') return undefined;
    for (let to = at + 1; to < at + 40; to++)
      if (this.#list[to]?.text === '》') return to > at + 1 ? { from: at + 1, to } : undefined;
    return undefined;
  }

  /** Characters that stand for foreign sounds: 博尔特, 斯蒂芬·基普洛奇. */
  #transcriptionAt(at: number): HanName | undefined {
    const { soundCharacters, furtherSoundCharacters, soundEndCharacters } = this.#words;
    let [to, sure] = [at, 0];
    for (; this.#isHan(to); to++) {
      const character = this.#list[to]?.text ?? '';
      if (soundCharacters.has(character)) sure++;
      else if (!furtherSoundCharacters.has(character)) break;
    }
    if (to - at > 2 && sure >= 2 && sure * 2 >= to - at) return { from: at, to };
    const isNew = !this.#isKnown(at) && !this.#isKnown(to - 2);
    if (to - at > 2 && isNew && soundEndCharacters.has(this.#list[to - 1]?.text ?? '-'))
      return { from: at, to };
    const isWord = this.#isWord(at);
    return to - at >= 2 && sure >= 1 && !isWord && !this.#isKnown(at) ? { from: at, to } : undefined;
  }

  /** Who says or does something at the beginning of a sentence, if the quotes have none of it: 美联储宣布. */
  #speakerAt(at: number): HanName | undefined {
    const { titles, verbs, functionWords } = this.#language;
    const before = this.#list[at - 1]?.text ?? '。';
    if (!'。！？；“「'.includes(before) || this.#words.openerCharacters.has(this.#list[at]?.text ?? ''))
      return undefined;
    if (this.#wordAt(at, titles) > 0 || this.#isWord(at)) return undefined;
    for (let to = at + 2; to <= at + 6; to++) {
      if (!this.#isHan(to - 1) || functionWords.has(this.#list[to - 1]?.text ?? '') || this.#isKnown(to - 2))
        return undefined;
      if (this.#words.agentParts.test(this.#text(at, to))) return undefined;
      if (
        this.#wordAt(to, verbs) > 0 ||
        this.#wordAt(to, titles) > 0 ||
        this.#wordAt(to, this.#words.periods) > 0
      )
        return { from: at, to };
    }
    return undefined;
  }

  /** Whether names that are no Chinese ones begin with a character. */
  #isForeign(character: string): boolean {
    const { soundCharacters, furtherSoundCharacters, foreignCharacters } = this.#words;
    return [soundCharacters, furtherSoundCharacters, foreignCharacters].some((each) => each.has(character));
  }

  /** A surname and one or two characters, beside a title, a verb of speech, a date or a mark. */
  #personAt(at: number): HanName | undefined {
    const { titles, verbs, functionWords } = this.#language;
    const { surnameCharacters, officeCharacters } = this.#words;
    const isBoundary = (place: number) =>
      !this.#isHan(place) ||
      this.#wordAt(place, verbs) > 0 ||
      functionWords.has(this.#list[place]?.text ?? '');
    // A surname after what offices end with: 首席财务官周文博.
    const isAfterOffice =
      officeCharacters.has(this.#list[at - 1]?.text ?? '-') &&
      surnameCharacters.has(this.#list[at]?.text ?? '') &&
      !this.#isWord(at);
    const isAfterTitle = isAfterOffice || this.#wordBefore(at, titles) > 0;
    if (isAfterTitle) {
      const isName =
        surnameCharacters.has(this.#list[at]?.text ?? '') || this.#isForeign(this.#text(at, at + 1));
      if (!isName || this.#isWord(at)) return undefined;
      for (let to = at + 2; to <= at + 4; to++)
        if (isBoundary(to) && !isBoundary(at) && !isBoundary(at + 1)) return { from: at, to };
      return surnameCharacters.has(this.#list[at]?.text ?? '') && !isBoundary(at + 1)
        ? { from: at, to: at + 2 }
        : undefined;
    }
    if (!surnameCharacters.has(this.#list[at]?.text ?? '') || isBoundary(at + 1) || this.#isWord(at))
      return undefined;
    if (this.#words.noPlaces.has(this.#text(at - 1, at + 1))) return undefined;
    const isFree =
      !this.#isHan(at - 1) ||
      '同跟由随隨'.includes(this.#list[at - 1]?.text ?? '-') ||
      functionWords.has(this.#list[at - 1]?.text ?? '') ||
      this.#wordBefore(at, verbs) > 0;
    if (!isFree) return undefined;
    for (const to of [at + 3, at + 2]) {
      if (to === at + 3 && (!this.#isHan(at + 2) || functionWords.has(this.#list[at + 2]?.text ?? '')))
        continue;
      const isSpeaker = this.#wordAt(to, verbs) > 0 || this.#wordAt(to, titles) > 0;
      const isDated = this.#list[to]?.kind === 'digits';
      if (isSpeaker || isDated) return { from: at, to };
    }
    // A surname at the beginning of a word that the quotes do not have.
    return this.#isKnown(at) ? undefined : { from: at, to: at + 2 };
  }

  /** Two to four characters, which the quotes do not have, before a verb that says what happens there: 在雅安会见. */
  #locationAt(at: number): HanName | undefined {
    const before = this.#list[at - 1]?.text ?? '-';
    const { verbs, functionWords, places } = this.#language;
    const isAfterPlace = this.#wordBefore(at, places) > 0;
    if (!isAfterPlace && !(this.#isHan(at - 1) && this.#words.locativeCharacters.has(before)))
      return undefined;
    if (this.#wordAt(at, verbs) > 0) return undefined;
    for (let to = at + 2; to <= at + (isAfterPlace ? 2 : 4); to++) {
      if (!this.#isHan(to - 2) || !this.#isHan(to - 1) || this.#isKnown(to - 2) || this.#isWord(to - 2))
        return undefined;
      if (
        functionWords.has(this.#list[to - 2]?.text ?? '') ||
        functionWords.has(this.#list[to - 1]?.text ?? '')
      )
        return undefined;
      const isDeed =
        this.#wordAt(to, this.#words.deeds) > 0 || (!isAfterPlace && this.#wordAt(to, verbs) > 1);
      const isEnd =
        isAfterPlace &&
        this.#list[to]?.kind === 'mark' &&
        !this.#words.actionCharacters.has(this.#list[at]?.text ?? '');
      if (isDeed || isEnd)
        return this.#words.noPlaceEndCharacters.has(this.#list[to - 1]?.text ?? '')
          ? undefined
          : { from: at, to };
    }
    return undefined;
  }

  /** Whether a name may begin here: after a verb, or after what comes before a place. */
  #isBegun(at: number): boolean {
    const before = this.#list[at - 1]?.text ?? '-';
    return (
      this.#words.locativeCharacters.has(before) ||
      '到自往赴离離与與'.includes(before) ||
      this.#wordBefore(at, this.#language.verbs) > 0
    );
  }

  /** What ends as offices, firms and places do: 商务部, 北京大学. */
  #endingAt(at: number): HanName | undefined {
    const { organisations, placeEndCharacters, noPlaces } = this.#words;
    const organisation = this.#wordAt(at, organisations);
    const length = organisation || (placeEndCharacters.has(this.#list[at]?.text ?? '-') ? 1 : 0);
    if (length === 0) return undefined;
    const [before, after] = [this.#text(at - 1, at + 1), this.#text(at, at + 2)];
    if (organisation === 0 && (noPlaces.has(before) || noPlaces.has(after))) return undefined;
    let from = at;
    while (
      from > 0 &&
      at - from < 6 &&
      this.#isHan(from - 1) &&
      !this.#language.functionWords.has(this.#list[from - 1]?.text ?? '')
    )
      from--;
    // One character ends many words; what stands within a longer run is cut at random: 浓烟弥漫站厅.
    const isLoose = length === 1 && !'省市县縣局署镇鎮'.includes(this.#list[at]?.text ?? '-');
    if (isLoose && at - from > 2 && !this.#isBegun(at - 2)) return undefined;
    const isCountry = '国國'.includes(this.#list[at]?.text ?? '-') && at - from === 1;
    return at - from >= 2 || isCountry
      ? { from: Math.max(from, at - (organisation > 0 ? 4 : 2)), to: at + length }
      : undefined;
  }
}
