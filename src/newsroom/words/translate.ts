// The newsroom's sentences stand in the code in English, which is also the key by which a catalog has them in another language.

/** A sentence in English, with the names of its values in braces. Two where a number named `count` decides, the first for one. */
export type Sentence = string | readonly [one: string, other: string];

type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;

/** The sentences in another language, by the English one, the second of two. What a number decides has a form for each plural category. */
export type Catalog = Readonly<Record<string, string | Forms>>;

/** A part of a sentence, between values; or the name of a value. */
type Part = { text: string } | { value: string };

/** What says sentences in one language. */
export interface Language {
  /** BCP 47. */
  tag: string;
  direction: 'ltr' | 'rtl';
  catalog: Catalog;
}

export const ENGLISH: Language = { tag: 'en', direction: 'ltr', catalog: {} };

/** Returns the sentence in the language; in English if its catalog lacks it. */
export function sentenceIn({ tag, catalog }: Language, sentence: Sentence, count: unknown): string {
  const [one, other] = typeof sentence === 'string' ? [sentence, sentence] : sentence;
  const known = Object.hasOwn(catalog, other) ? catalog[other] : undefined;
  if (typeof known === 'string') return known;
  if (known === undefined) return count === 1 ? one : other;
  return known[new Intl.PluralRules(tag).select(Number(count))] ?? known.other ?? other;
}

/** Splits a sentence at the names of its values. */
export const partsOf = (sentence: string): Part[] =>
  sentence
    .split(/\{(\w+)\}/)
    .map((text, index): Part => (index % 2 === 0 ? { text } : { value: text }))
    .filter((part) => !('text' in part) || part.text !== '');

/** Writes a value: numbers as the language has them, and words apart from their neighbours where these run from right to left. */
export function writeValue({ tag, direction }: Language, value: string | number): string {
  if (typeof value === 'number') return value.toLocaleString(tag);
  return direction === 'rtl' && value !== '' ? `\u2068${value}\u2069` : value;
}

/** Returns the value of this name; the name in its braces if there is none: what others write may have braces, too. */
export const namedValue = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | string =>
  (Object.hasOwn(values, name) ? values[name] : undefined) ?? `{${name}}`;

/** Returns a sentence in the language as parts: text, and names of values. */
export const translate = (language: Language, sentence: Sentence, count?: unknown): Part[] =>
  partsOf(sentenceIn(language, sentence, count));

/** A sentence of a refusal, which has been said in English, with its values. */
export interface SaidSentence {
  sentence: string;
  values: Readonly<Record<string, string | number>>;
}

/** Says a sentence in the language, as text. */
export const textIn = (
  language: Language,
  sentence: Sentence,
  values: Readonly<Record<string, string | number>> = {},
): string =>
  translate(language, sentence, values.count)
    .map((part) => ('text' in part ? part.text : writeValue(language, namedValue(values, part.value))))
    .join('');

/** Marks a sentence of a table, which is said elsewhere, for whoever collects sentences. */
export const sentence = <const S extends Sentence>(text: S): S => text;
