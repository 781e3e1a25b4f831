import { type Catalog, type Language, type Sentence, sentenceIn, writeValue } from '../words/translate.ts';

// The page's language, which its scripts load once if it is not English. A page whose language does not come within some seconds goes on
// in English.

/** Milliseconds that a page waits. */
const TIMEOUT = 10_000;

const { lang: tag, dir } = document.documentElement;

/** Dates are Gregorian, and times of day have 24 hours, as on the pages. */
export const LOCALE = `${tag}-u-ca-gregory-hc-h23`;

async function load(): Promise<Language> {
  const response = await fetch(`/newsroom/assets/words/${tag}.json`, {
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!response.ok) throw new Error(`The words of the language ${tag} are not there (${response.status}).`);
  const catalog: Catalog = await response.json();
  return { tag, direction: dir === 'rtl' ? 'rtl' : 'ltr', catalog };
}

const language = await load();

/** Returns a sentence in the language, values left in braces. */
export const find = (sentence: Sentence, count: unknown): string => sentenceIn(language, sentence, count);

/** Writes a value into a sentence. */
export const write = (value: string): string => writeValue(language, value);
