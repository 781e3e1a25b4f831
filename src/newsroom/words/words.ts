import { type Child, createContext, useContext } from 'hono/jsx';
import {
  ENGLISH,
  type Language,
  namedValue,
  type SaidSentence,
  type Sentence,
  translate,
  writeValue,
} from './translate.ts';

type Values = Readonly<Record<string, Child>>;

/** Text, unless a value is an element. */
export type Said<V extends Values> = [V[keyof V]] extends [string | number] ? string : Child;

/** Says a sentence of the newsroom in one language. Its tag tells how dates are written. */
export interface Translate extends Pick<Language, 'tag' | 'direction'> {
  (sentence: Sentence): string;
  <V extends Values>(sentence: Sentence, values: V): Said<V>;
}

/** Returns what says sentences in a language. */
export function translatorOf(language: Language): Translate {
  const say = (sentence: Sentence, values: Values = {}) => {
    const parts = translate(language, sentence, values.count).map((part): Child => {
      if ('text' in part) return part.text;
      const value = namedValue(values, part.value);
      return typeof value === 'string' || typeof value === 'number' ? writeValue(language, value) : value;
    });
    return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
  };
  return Object.assign(say as Translate, { tag: language.tag, direction: language.direction });
}

/** Says why something was refused, and what to do. */
export const sayRefusal = (
  t: Translate,
  { detail, said }: { detail: string; said?: SaidSentence },
): string => (said ? t(said.sentence, said.values) : t(detail));

/** Says sentences in English, for programs. */
export const inEnglish = translatorOf(ENGLISH);

/** What the components of a page say their sentences with. */
export const Words = createContext(inEnglish);

/** Returns what says sentences in the language of the page, for a component. A handler has it as `c.get('t')`. */
export const useWords = (): Translate => useContext(Words);

/** Lists names as a language does: `A, B, C`. */
export const listOf = (t: Translate, names: readonly Child[]): Child =>
  new Intl.ListFormat(t.tag, { type: 'conjunction', style: 'narrow' })
    .formatToParts(names.map((_, index) => String(index)))
    .map(({ type, value }) => (type === 'element' ? names[Number(value)] : value));
