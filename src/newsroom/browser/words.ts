import {
  type Catalog,
  ENGLISH,
  type Language,
  type Sentence,
  translate,
  writeValue,
} from '../words/translate.ts';

type Values = Readonly<Record<string, string | number | Node>>;

/** Text, unless a value is an element. */
type Said<V extends Values> = [V[keyof V]] extends [string | number] ? string : (string | Node)[];

/** Milliseconds that a page waits for its language before it goes on in English. */
const TIMEOUT = 10_000;

/** Loads the sentences of the scripts in the page's language. In English if they do not come: a page without them works. */
async function load(): Promise<Language> {
  const { lang: tag, dir } = globalThis.document?.documentElement ?? { lang: ENGLISH.tag, dir: '' };
  if (tag === ENGLISH.tag) return ENGLISH;
  try {
    const signal = AbortSignal.timeout(TIMEOUT);
    const response = await fetch(`/newsroom/assets/words/${tag}.json`, { signal });
    if (!response.ok) return ENGLISH;
    const catalog: Catalog = await response.json();
    return { tag, direction: dir === 'rtl' ? 'rtl' : 'ltr', catalog };
  } catch {
    return ENGLISH;
  }
}

/** Where the scripts of a page, which are bundled each by itself, share what one of them has loaded. */
const shared = globalThis as { newsroomLanguage?: Promise<Language> };
shared.newsroomLanguage ??= load();
const language = await shared.newsroomLanguage;

/** The language that the scripts speak, BCP 47. English has the times of day and the lists of Britain. */
export const LOCALE = language.tag === ENGLISH.tag ? 'en-GB' : language.tag;

/** Says a sentence of a script in the page's language. */
export function t(sentence: Sentence): string;
export function t<V extends Values>(sentence: Sentence, values: V): Said<V>;
export function t(sentence: Sentence, values: Values = {}): string | (string | Node)[] {
  const parts = translate(language, sentence, values.count).map((part) => {
    if ('text' in part) return part.text;
    const value = values[part.value] ?? `{${part.value}}`;
    return typeof value === 'string' || typeof value === 'number' ? writeValue(language, value) : value;
  });
  return parts.every((part) => typeof part === 'string') ? parts.join('') : parts;
}
