import { ar } from './messages/ar.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';
import { zh } from './messages/zh.ts';
import type { Messages, Plural } from './messages.ts';

/** The languages that the program has words in, and the script that they are written in (ISO 15924). */
export const LANGUAGES: Record<string, { script: string; messages: Messages }> = {
  ar: { script: 'Arab', messages: ar },
  de: { script: 'Latn', messages: de },
  en: { script: 'Latn', messages: en },
  es: { script: 'Latn', messages: es },
  fr: { script: 'Latn', messages: fr },
  zh: { script: 'Hans', messages: zh },
};

/** Scripts that are written from right to left. */
const RIGHT_TO_LEFT = [
  'Adlm',
  'Arab',
  'Hebr',
  'Mand',
  'Mend',
  'Nkoo',
  'Rohg',
  'Samr',
  'Syrc',
  'Thaa',
  'Yezi',
];

/** How many languages are cached. The program's words are in six, each with some regions. */
const MAX_CACHED = 40;

/**
 * Caches what costs time to make, for the newest 40 keys: stories may name any number of languages, as `en-x-a1`, `en-x-a2` and
 * so on are all valid.
 */
function memoize<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const [oldest] = made.size >= MAX_CACHED ? made.keys() : [];
    if (oldest !== undefined) made.delete(oldest);
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

const maximized = memoize((tag) => new Intl.Locale(tag).maximize());

/** The tag without what does not matter for dates, numbers and lists: variants, extensions, private use. */
const plainTag = memoize((tag) => {
  const { language, script, region } = new Intl.Locale(tag);
  return [language, script, region].filter(Boolean).join('-');
});

/** How a language is written: an attribute `dir`. */
export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.includes(maximized(tag).script ?? '') ? 'rtl' : 'ltr';

/** The program's words in one language. */
export interface Words {
  /** The language that they are in, BCP 47; dates are written as it writes them. */
  tag: string;
  direction: 'ltr' | 'rtl';
  messages: Messages;
}

function wordsIn(tag: string): Words | undefined {
  const { language, script } = maximized(tag);
  const known = LANGUAGES[language];
  if (!known) return undefined;
  // A region keeps its dates (en-GB); what is written in another script (zh-Hant) has to be marked as what it is.
  const own = known.script === script ? tag : `${language}-${known.script}`;
  return { tag: own, direction: directionOf(own), messages: known.messages };
}

const wordsOfBoth = memoize((key) => {
  const [language = '', siteLanguage = ''] = key.split(' ');
  return wordsIn(language) ?? wordsIn(siteLanguage) ?? (wordsIn('en') as Words);
});

/** The words for what is in a language: in that language, else in the site's, else in English. */
export const wordsOf = (language: string, siteLanguage: string): Words =>
  wordsOfBoth(`${language} ${siteLanguage}`);

/** What marks a text of another language than the words around it: the attributes `lang` and `dir`. */
export const languageAttributes = (language: string, words: Words): { lang?: string; dir?: 'ltr' | 'rtl' } =>
  language === words.tag ? {} : { lang: language, dir: directionOf(language) };

const pluralRules = memoize((tag) => new Intl.PluralRules(tag));
const listFormat = memoize((tag) => new Intl.ListFormat(tag));
/** Dates of news are Gregorian, also where a region (`ar-SA`) or a tag (`en-u-ca-buddhist`) has another calendar. */
const date = (options: Intl.DateTimeFormatOptions) =>
  memoize((tag) => new Intl.DateTimeFormat(tag, { ...options, calendar: 'gregory', timeZone: 'UTC' }));
const dayFormat = date({ dateStyle: 'long' });
const monthFormat = date({ year: 'numeric', month: 'long' });
const yearFormat = date({ year: 'numeric' });

/** The form of a message for a number. */
export function pluralForm(words: Words, forms: Plural, count: number): string {
  const form = pluralRules(plainTag(words.tag)).select(count);
  return (forms as Partial<Record<Intl.LDMLPluralRule, string>>)[form] ?? forms.other;
}

/** A list as the language writes one, in parts: its elements, and what stands between them. */
export const formatListToParts = (words: Words, items: readonly string[]) =>
  listFormat(plainTag(words.tag)).formatToParts(items);

/** A list as the language writes one: "a, b, and c". */
export const formatList = (words: Words, items: readonly string[]) =>
  listFormat(plainTag(words.tag)).format(items);

/** The day of a time, in UTC. */
export const formatDay = (words: Words, time: string) =>
  dayFormat(plainTag(words.tag)).format(new Date(time));

/** A date as far as it is known: a year, a month, a day or a time. */
export function formatReducedDate(words: Words, known: string): string {
  const format = known.length === 4 ? yearFormat : known.length === 7 ? monthFormat : dayFormat;
  return format(plainTag(words.tag)).format(new Date(known));
}
