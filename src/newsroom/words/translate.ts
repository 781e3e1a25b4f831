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
export function writeValue(
  { tag, direction }: Pick<Language, 'tag' | 'direction'>,
  value: string | number,
): string {
  if (typeof value === 'number') return value.toLocaleString(tag);
  return direction === 'rtl' && value !== '' ? `\u2068${value}\u2069` : value;
}

/** Returns the value of this name; the name in its braces if there is none: what others write may have braces, too. */
export const namedValue = <Value>(values: Readonly<Record<string, Value>>, name: string): Value | string =>
  (Object.hasOwn(values, name) ? values[name] : undefined) ?? `{${name}}`;

/** Returns a sentence in the language as parts: text, and names of values. */
export const translate = (language: Language, sentence: Sentence, count?: unknown): Part[] =>
  partsOf(sentenceIn(language, sentence, count));

/** A value of a sentence that is said later, in a language that nobody knows yet: perhaps a sentence itself, or a list. */
export type LaterValue =
  | string
  | number
  | SaidSentence
  | { allOf: readonly LaterValue[] }
  | { anyOf: readonly LaterValue[] };

/** A sentence with its values, to be said in the language of whoever reads it. It is plain data: it is stored, and passed between objects. */
export interface SaidSentence {
  sentence: Sentence;
  values: Readonly<Record<string, LaterValue>>;
}

/** Says a sentence in the language, as text. */
export const textIn = (
  language: Language,
  sentence: Sentence,
  values: Readonly<Record<string, LaterValue>> = {},
): string =>
  translate(language, sentence, values.count)
    .map((part) =>
      'text' in part ? part.text : writeValue(language, valueIn(language, namedValue(values, part.value))),
    )
    .join('');

/** Says a value that is a sentence or a list. */
export function valueIn(language: Language, value: LaterValue): string | number {
  if (typeof value !== 'object') return value;
  if ('sentence' in value) return textIn(language, value.sentence, value.values);
  const [type, list] =
    'allOf' in value ? (['conjunction', value.allOf] as const) : (['disjunction', value.anyOf] as const);
  const said = list.map((each) => writeValue(language, valueIn(language, each)));
  return new Intl.ListFormat(language.tag, { type }).format(said);
}

declare const MARK: unique symbol;

/** A sentence that the catalogs have. The compiler takes no other for what people are told, and `test/cli/words/catalogs.test.ts` then asks for it. */
export type Marked<S extends Sentence = Sentence> = S & { readonly [MARK]: true };

/** Marks a sentence of a table, which is said elsewhere, for whoever collects sentences. */
export const sentence = <const S extends Sentence>(text: S): Marked<S> => text as Marked<S>;

/** Lets a sentence through that only programs are told, by the API or an import: it stays English. */
export const forPrograms = (text: string): Marked<string> => text as Marked<string>;

/** What somebody is told: why something was refused, what was found. */
export interface Told {
  /** In English, for programs, logs and the command line. */
  detail: Marked<string>;
  /** The same to be said in any language, if it has values. */
  said?: SaidSentence;
}

/** Tells somebody a sentence, with its values if it has any. Of something else that tells, returns only what it tells. */
export function told(what: Marked | Told, values?: SaidSentence['values']): Told {
  if (typeof what === 'object' && 'detail' in what)
    return { detail: what.detail, ...(what.said ? { said: what.said } : {}) };
  if (typeof what === 'string' && values === undefined) return { detail: what };
  const said = { sentence: what, values: values ?? {} };
  return { detail: textIn(ENGLISH, what, values) as Marked<string>, said };
}

/** Tells people a sentence, and programs this. */
export const toldApart = (what: Marked, values: SaidSentence['values'], detail: string): Told => ({
  detail: forPrograms(detail),
  said: { sentence: what, values },
});

/** Returns what somebody is told, or a sentence without values, as a value of another sentence. */
export const asValue = (what: Told | Marked<string>): SaidSentence =>
  typeof what === 'string' ? { sentence: what, values: {} } : (what.said ?? asValue(what.detail));

/** For `JSON.stringify`: leaves out what people are told in other languages. */
export const inEnglishOnly = (name: string, value: unknown): unknown => (name === 'said' ? undefined : value);

/** Reads what was stored: English, and the same as a sentence with its values, if it has any and was stored since these are. */
export const toldFrom = (detail: string, said: SaidSentence | null | undefined): Told => ({
  detail: detail as Marked<string>,
  ...(said ? { said } : {}),
});
