import type { Sentence } from '../words/translate.ts';

type Values = Readonly<Record<string, string | number | Node>>;

/** Text, unless a value is an element. */
type Said<V extends Values> = [V[keyof V]] extends [string | number] ? string : (string | Node)[];

const lang = globalThis.document?.documentElement.lang;
/** The page's language, if that is not English; in English if it does not come: a page without it works. */
const language = lang && lang !== 'en' ? await import('./language.ts').catch(() => undefined) : undefined;

/** How the scripts write numbers, dates and lists, BCP 47: in English as in Britain. */
export const LOCALE = language?.LOCALE ?? 'en-GB';

/** Says a sentence of a script in the page's language. */
export function t(sentence: Sentence): string;
export function t<V extends Values>(sentence: Sentence, values: V): Said<V>;
export function t(sentence: Sentence, values: Values = {}): string | (string | Node)[] {
  const english = typeof sentence === 'string' ? sentence : sentence[values.count === 1 ? 0 : 1];
  const parts = (language?.find(sentence, values.count) ?? english).split(/\{(\w+)\}/).map((part, at) => {
    if (at % 2 === 0) return part;
    const value = values[part] ?? `{${part}}`;
    if (typeof value === 'number') return value.toLocaleString(LOCALE);
    return typeof value === 'string' && language ? language.write(value) : value;
  });
  return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
}
