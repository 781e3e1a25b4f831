import { type Child, createContext, useContext } from 'hono/jsx';
import {
  asValue,
  ENGLISH,
  type Language,
  namedValue,
  type SaidSentence,
  type Sentence,
  type Told,
  translate,
  valueIn,
  writeValue,
} from './translate.ts';

type Values = Readonly<Record<string, Child>>;

/** Text, unless a value is an element. */
export type Said<V extends Values> = [V[keyof V]] extends [string | number] ? string : Child;

/** Says a sentence of the newsroom in one language. Its tag tells how dates are written. */
export interface Translate extends Pick<Language, 'tag' | 'direction'> {
  (said: Sentence | SaidSentence | Told): string;
  <V extends Values>(sentence: Sentence, values: V): Said<V>;
}

/** Returns what says sentences in a language. */
export function translatorOf(language: Language): Translate {
  const say = (told: Sentence | SaidSentence | Told, values: Values = {}) => {
    if (typeof told === 'object' && 'detail' in told) return valueIn(language, asValue(told));
    if (typeof told === 'object' && 'sentence' in told) return valueIn(language, told);
    const parts = translate(language, told, values.count).map((part): Child => {
      if ('text' in part) return part.text;
      const value = namedValue(values, part.value);
      return typeof value === 'string' || typeof value === 'number' ? writeValue(language, value) : value;
    });
    return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
  };
  return Object.assign(say as Translate, { tag: language.tag, direction: language.direction });
}

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
