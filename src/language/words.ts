import { ar } from './messages/ar.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';
import { zh } from './messages/zh.ts';
import type { Messages, Plural } from './messages.ts';

/** The program's words by language (ISO 639-1), and the script they are written in (ISO 15924). */
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

/** The most languages that `memoize` caches: the program's six, each with some regions. */
const MAX_CACHED = 40;

/**
 * Caches a slow function's values for the newest 40 keys. Stories can name any number of languages, because `en-x-a1`, `en-x-a2`
 * and so on are all valid.
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

/** Removes what must not affect dates, numbers and lists from a tag: variants, extensions, private use. */
const plainTag = memoize((tag) => {
  const { language, script, region } = new Intl.Locale(tag);
  return [language, script, region].filter(Boolean).join('-');
});

/** Returns a language's direction, for the attribute `dir`. */
export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.includes(maximized(tag).script ?? '') ? 'rtl' : 'ltr';

/** The program's words in one language. */
export interface Words {
  /** Their language, BCP 47, which also decides how dates are written. */
  tag: string;
  direction: 'ltr' | 'rtl';
  messages: Messages;
}

function wordsIn(tag: string): Words | undefined {
  const { language, script } = maximized(tag);
  const known = LANGUAGES[language];
  if (!known) return undefined;
  // Keep a region, for its dates (en-GB); but name our own script if the tag has another one (zh-Hant).
  const own = known.script === script ? tag : `${language}-${known.script}`;
  return { tag: own, direction: directionOf(own), messages: known.messages };
}

const wordsOfBoth = memoize((key) => {
  const [language = '', siteLanguage = ''] = key.split(' ');
  return wordsIn(language) ?? wordsIn(siteLanguage) ?? (wordsIn('en') as Words);
});

/** Returns the words for text in a language: in that language, or else in the site's, or else in English. */
export const wordsOf = (language: string, siteLanguage: string): Words =>
  wordsOfBoth(`${language} ${siteLanguage}`);

/** Returns the attributes `lang` and `dir` of text in another language than the words around it. */
export const languageAttributes = (language: string, words: Words): { lang?: string; dir?: 'ltr' | 'rtl' } =>
  language === words.tag ? {} : { lang: language, dir: directionOf(language) };

const pluralRules = memoize((tag) => new Intl.PluralRules(tag));
const listFormat = memoize((tag) => new Intl.ListFormat(tag));
/** Dates of news are Gregorian, even if a region (`ar-SA`) or a tag (`en-u-ca-buddhist`) has another calendar. */
const date = (options: Intl.DateTimeFormatOptions) =>
  memoize((tag) => new Intl.DateTimeFormat(tag, { ...options, calendar: 'gregory', timeZone: 'UTC' }));
const dayFormat = date({ dateStyle: 'long' });
const monthFormat = date({ year: 'numeric', month: 'long' });
const yearFormat = date({ year: 'numeric' });

/** Returns the form of a message for a number. */
export function pluralForm(words: Words, forms: Plural, count: number): string {
  const form = pluralRules(plainTag(words.tag)).select(count);
  return (forms as Partial<Record<Intl.LDMLPluralRule, string>>)[form] ?? forms.other;
}

/** Formats a list as `formatList` does, in parts: its elements and the text between them. */
export const formatListToParts = (words: Words, items: readonly string[]) =>
  listFormat(plainTag(words.tag)).formatToParts(items);

/** Formats a list as the language writes one: "a, b, and c". */
export const formatList = (words: Words, items: readonly string[]) =>
  listFormat(plainTag(words.tag)).format(items);

/** Formats the day of an RFC 3339 time, in UTC. */
export const formatDay = (words: Words, time: string) =>
  dayFormat(plainTag(words.tag)).format(new Date(time));

/** Formats a date that may be incomplete: a year, a month, a day or a time. */
export function formatReducedDate(words: Words, known: string): string {
  const format = known.length === 4 ? yearFormat : known.length === 7 ? monthFormat : dayFormat;
  return format(plainTag(words.tag)).format(new Date(known));
}
