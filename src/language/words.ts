import { Memo } from './memo.ts';
import { ar } from './messages/ar.ts';
import { de } from './messages/de.ts';
import { en } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fa } from './messages/fa.ts';
import { fr } from './messages/fr.ts';
import { he } from './messages/he.ts';
import { hi } from './messages/hi.ts';
import { it } from './messages/it.ts';
import { ja } from './messages/ja.ts';
import { ko } from './messages/ko.ts';
import { pt } from './messages/pt.ts';
import { ru } from './messages/ru.ts';
import { tr } from './messages/tr.ts';
import { zh } from './messages/zh.ts';
import { zhHant } from './messages/zh-Hant.ts';
import type { Messages, Plural } from './messages.ts';

/**
 * The program's words by language (ISO 639-1), with the script in which they are written (ISO 15924). A language in a second script
 * is named with it.
 */
export const LANGUAGES: Record<string, { script: string; messages: Messages }> = {
  ar: { script: 'Arab', messages: ar },
  de: { script: 'Latn', messages: de },
  en: { script: 'Latn', messages: en },
  es: { script: 'Latn', messages: es },
  fa: { script: 'Arab', messages: fa },
  fr: { script: 'Latn', messages: fr },
  he: { script: 'Hebr', messages: he },
  hi: { script: 'Deva', messages: hi },
  it: { script: 'Latn', messages: it },
  ja: { script: 'Jpan', messages: ja },
  ko: { script: 'Kore', messages: ko },
  pt: { script: 'Latn', messages: pt },
  ru: { script: 'Cyrl', messages: ru },
  tr: { script: 'Latn', messages: tr },
  zh: { script: 'Hans', messages: zh },
  'zh-Hant': { script: 'Hant', messages: zhHant },
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

/** Makes a slow function of a key remember its values. */
function memoize<T>(make: (key: string) => T): (key: string) => T {
  const memo = new Memo<T>();
  return (key) => memo.get(key, make);
}

const maximized = memoize((tag) => new Intl.Locale(tag).maximize());

/** Removes from a tag what must not affect dates, numbers and lists: variants, extensions and private use. */
const plainTag = memoize((tag) => {
  const { language, script, region } = new Intl.Locale(tag);
  return [language, script, region].filter(Boolean).join('-');
});

/** Returns a language's direction, for the attribute `dir`. */
export const directionOf = (tag: string): 'ltr' | 'rtl' =>
  RIGHT_TO_LEFT.includes(maximized(tag).script ?? '') ? 'rtl' : 'ltr';

/** The program's words in one language. */
export interface Words {
  /** The language of the words, BCP 47. It also decides how dates are written. */
  tag: string;
  direction: 'ltr' | 'rtl';
  messages: Messages;
  /** The IANA time zone of the dates. */
  timeZone: string;
}

function wordsIn(tag: string): Omit<Words, 'timeZone'> | undefined {
  const { language, script } = maximized(tag);
  const known = LANGUAGES[`${language}-${script}`] ?? LANGUAGES[language];
  if (!known) return undefined;
  // Keep the region for its date formats (en-GB), unless the tag's script is not the one we write (zh-Hant).
  const own = known.script === script ? tag : `${language}-${known.script}`;
  return { tag: own, direction: directionOf(own), messages: known.messages };
}

const wordsOfBoth = memoize((key): Words => {
  const [language = '', siteLanguage = '', timeZone = ''] = key.split(' ');
  const words = wordsIn(language) ?? wordsIn(siteLanguage) ?? (wordsIn('en') as Words);
  return { ...words, timeZone };
});

/**
 * Returns the words to use around a text: in the text's language if we have them, else in the site's, else in English. Their dates
 * are in the given IANA time zone.
 */
export const wordsOf = (language: string, siteLanguage: string, timeZone = 'UTC'): Words =>
  wordsOfBoth(`${language} ${siteLanguage} ${timeZone}`);

/**
 * Returns the text in the words' language and script, if there is one: for `zh-TW`, that in traditional Chinese. `texts` has the texts by
 * BCP 47 tag.
 */
export function textIn(texts: Readonly<Record<string, string>>, { tag }: Words): string | undefined {
  const tags = [tag, maximized(tag).language, ...Object.keys(texts)].filter((each) =>
    Object.hasOwn(texts, each),
  );
  const fitting = tags.find((each) => isSameWriting(each, tag));
  return fitting === undefined ? undefined : texts[fitting];
}

/** Returns a language's name in its own words, as a name of its own: `Deutsch`, `Français`; its tag if it has none. */
export const ownNameOf = memoize((tag): string => {
  // A calendar or kind of digits has no name, and `of` throws.
  const plain = plainTag(tag);
  const name = new Intl.DisplayNames(plain, { type: 'language' }).of(plain) ?? tag;
  return `${name.charAt(0).toLocaleUpperCase(plain)}${name.slice(1)}`;
});

/** Whether two tags are of one language in one script: `zh-TW` and `zh-Hant`, but not `zh-TW` and `zh`. */
export const isSameWriting = (one: string, other: string): boolean => {
  const [a, b] = [maximized(one), maximized(other)];
  return a.language === b.language && a.script === b.script;
};

/** Returns the attributes `lang` and `dir` for text, none if its language is that of the words around it. */
export const languageAttributes = (language: string, words: Words): { lang?: string; dir?: 'ltr' | 'rtl' } =>
  language === words.tag ? {} : { lang: language, dir: directionOf(language) };

const pluralRules = memoize((tag) => new Intl.PluralRules(tag));
const listFormat = memoize((tag) => new Intl.ListFormat(tag));
const numberFormat = memoize((tag) => new Intl.NumberFormat(tag, { useGrouping: false }));

/**
 * Creates a date format for any tag and IANA time zone. Dates are Gregorian, even if the region (`ar-SA`) or tag (`en-u-ca-buddhist`)
 * implies otherwise.
 */
function dateFormat(options: Intl.DateTimeFormatOptions) {
  const formats = memoize((key) => {
    const [tag, timeZone] = key.split(' ');
    return new Intl.DateTimeFormat(tag, { ...options, calendar: 'gregory', timeZone });
  });
  return (tag: string, timeZone: string) => formats(`${plainTag(tag)} ${timeZone}`);
}

const dayFormat = dateFormat({ dateStyle: 'long' });
const dayOfYearFormat = dateFormat({ month: 'short', day: 'numeric' });
const momentFormat = dateFormat({
  year: 'numeric',
  month: 'long',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});
const timeOfDayFormat = dateFormat({
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});
const monthFormat = dateFormat({ year: 'numeric', month: 'long' });
const yearFormat = dateFormat({ year: 'numeric' });

/** Returns the form of a message that fits a number. */
export function pluralForm(words: Words, forms: Plural, count: number): string {
  const form = pluralRules(plainTag(words.tag)).select(count);
  return (forms as Partial<Record<Intl.LDMLPluralRule, string>>)[form] ?? forms.other;
}

/** Formats a whole number in the digits of the language, which are also those of its dates: ۵ in Persian. */
export const formatNumber = (words: Words, value: number) => numberFormat(plainTag(words.tag)).format(value);

/**
 * Returns what stands between two facts, such as a name and a date: a dot, or a line where the language has a zero that looks like one
 * (Persian). No line begins with it.
 */
export const factSeparator = (words: Words): string =>
  /[\u0660\u06f0]/.test(formatNumber(words, 0)) ? '\u00a0| ' : '\u00a0· ';

/** Formats a list like `formatList`, but returns parts: the elements and the text between them. */
export const formatListToParts = (words: Words, items: readonly string[]) =>
  listFormat(plainTag(words.tag)).formatToParts(items);

/** Formats a list by the rules of the language: "a, b, and c" in English. */
export const formatList = (words: Words, items: readonly string[]): string =>
  items.length === 1 ? (items[0] as string) : listFormat(plainTag(words.tag)).format(items);

const isoDayFormat = dateFormat({ year: 'numeric', month: '2-digit', day: '2-digit' });

/** Returns the day of an RFC 3339 time in an IANA time zone: `2026-03-04`. */
export function dayIn(timeZone: string, time: string): string {
  if (timeZone === 'UTC') return new Date(time).toISOString().slice(0, 10);
  const parts = isoDayFormat('en', timeZone).formatToParts(new Date(time));
  const [year = '', month, day] = ['year', 'month', 'day'].map(
    (wanted) => parts.find(({ type }) => type === wanted)?.value,
  );
  return `${year.padStart(4, '0')}-${month}-${day}`;
}

/** How a language writes the first day of a month, where Intl has the number alone: "1er mars", "1º de março". */
const FIRST_DAYS: Record<string, string> = { fr: '1er', pt: '1º', 'pt-PT': '1' };

/** Formats a date with its day, in the words' time zone. */
function formatDate(format: ReturnType<typeof dateFormat>, { tag, timeZone }: Words, time: string): string {
  const own = plainTag(tag);
  const first = FIRST_DAYS[own] ?? FIRST_DAYS[own.replace(/-.*/, '')];
  const chosen = format(tag, timeZone);
  if (!first || !dayIn(timeZone, time).endsWith('-01')) return chosen.format(new Date(time));
  const parts = chosen.formatToParts(new Date(time));
  return parts.map(({ type, value }) => (type === 'day' ? first : value)).join('');
}

/** Formats the day of an RFC 3339 time. */
export const formatDay = (words: Words, time: string) => formatDate(dayFormat, words, time);

/** Formats the day of an RFC 3339 time without its year. */
export const formatDayOfYear = (words: Words, time: string) => formatDate(dayOfYearFormat, words, time);

/** Formats an RFC 3339 time to the minute, with its zone. */
export const formatMoment = (words: Words, time: string) => formatDate(momentFormat, words, time);

/** Formats the hour and minute of an RFC 3339 time, with its zone. */
export const formatTimeOfDay = (words: Words, time: string) =>
  timeOfDayFormat(words.tag, words.timeZone).format(new Date(time));

/** Formats a date that is not the newsroom's own and may be incomplete: a year, a month, a day or a time, of which the day in UTC. */
export function formatReducedDate(words: Words, known: string): string {
  if (known.length > 7) return formatDay({ ...words, timeZone: 'UTC' }, known);
  const format = known.length === 4 ? yearFormat : monthFormat;
  return format(words.tag, 'UTC').format(new Date(known));
}
