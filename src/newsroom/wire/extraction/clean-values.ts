import { languageTag, oneLine, reducedDate, webUrl } from '../../../site/story/fields.ts';
import { cleanBlock } from './text-blocks.ts';

// What a page states, in the forms that a story's record accepts. What does not fit is left out: it is never mended by a guess.

/** The furthest that a date may lie after the page was read, in milliseconds: clocks differ, and so do time zones. */
const TOLERANCE = 86_400_000;
/** The earliest year of something that was published. */
const FIRST_YEAR = 1400;

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
);
const RFC_5322 = /^(?:\w{3},? )?(\d{1,2}) (\w{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (GMT|UTC?|Z|[+-]\d{4})$/;

/** Returns one line of at most `max` characters; null if nothing is left, if it is longer, or if a part of it could not be read. */
export function cleanLine(text: unknown, max: number): string | null {
  if (typeof text !== 'string' || text.length > 20 * max) return null;
  const line = cleanBlock(text);
  return !line.includes('\uFFFD') && oneLine(max).safeParse(line).success ? line : null;
}

/** Returns an absolute http(s) URL; null if it is none. */
export function cleanUrl(text: unknown, base: string): string | null {
  if (typeof text !== 'string' || text.trim() === '' || text.length > 4000) return null;
  const url = URL.parse(text.trim(), base)?.href;
  return url !== undefined && webUrl.safeParse(url).success ? url : null;
}

/** Returns a language tag in its canonical form: `pt-BR` for `pt_br`. Null if it says nothing. */
export function cleanLanguage(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const tag = text.trim().replaceAll('_', '-');
  if (/^(und|mul|zxx|x)\b/i.test(tag) || !languageTag.safeParse(tag).success) return null;
  return Intl.getCanonicalLocales(tag)[0] ?? null;
}

const pad = (digits: string | number) => String(digits).padStart(2, '0');

/** Brings a date into a form of RFC 3339, if it can mean nothing else. A time without a zone is cut to its day. */
function toReducedDate(text: string): string | undefined {
  const iso =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d(?:\.\d+)?))?\s*(Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?$/i.exec(
      text,
    );
  if (iso) {
    const [, day, minutes, seconds = '00', zone] = iso;
    if (minutes === undefined || zone === undefined) return day;
    const offset =
      zone.toUpperCase() === 'Z'
        ? 'Z'
        : zone.replace(/^(...):?(\d\d)?$/, (_, hours, rest = '00') => `${hours}:${rest}`);
    return `${day}T${minutes}:${seconds}${offset}`;
  }
  const digits = /^(\d{4})([/.]?)(\d\d)\2(\d\d)$/.exec(text);
  if (digits) return `${digits[1]}-${digits[3]}-${digits[4]}`;
  const mail = RFC_5322.exec(text);
  if (mail) {
    const [, day = '', month = '', year, hours, minutes, seconds = '00', zone = ''] = mail;
    const number = MONTHS.findIndex((name) => name.startsWith(month.toLowerCase())) + 1;
    const offset = /^[+-]/.test(zone) ? `${zone.slice(0, 3)}:${zone.slice(3)}` : 'Z';
    return `${year}-${pad(number)}-${pad(day)}T${hours}:${minutes}:${seconds}${offset}`;
  }
  const words = /^(?:([a-z]{3,9})\.? (\d{1,2}),?|(\d{1,2}) ([a-z]{3,9})\.?) (\d{4})$/i.exec(text);
  if (words) {
    const name = (words[1] ?? words[4] ?? '').toLowerCase();
    const number = MONTHS.findIndex((month) => month.startsWith(name)) + 1;
    return `${words[5]}-${pad(number)}-${pad(words[2] ?? words[3] ?? '')}`;
  }
  return /^\d{4}(-\d\d)?$/.test(text) ? text : undefined;
}

/** Returns a date as a story's record has it; null if it is no date, from before printing, the clock's zero, or after `readAt`. */
export function cleanDate(text: unknown, readAt: number): string | null {
  if (typeof text !== 'string' || text.length > 60) return null;
  const date = toReducedDate(cleanBlock(text));
  if (date === undefined || !reducedDate.safeParse(date).success) return null;
  const time = Date.parse(date);
  const isPossible = Number(date.slice(0, 4)) >= FIRST_YEAR && time !== 0 && time <= readAt + TOLERANCE;
  return isPossible ? date : null;
}

/** Returns what a flag says: schema.org's Boolean, as JSON or as text. */
export function cleanFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const word = value
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/schema\.org\//, '');
  return word === 'true' ? true : word === 'false' ? false : null;
}
