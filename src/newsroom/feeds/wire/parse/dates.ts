import { instantsOf } from '../../../../language/wall-time.ts';
import { cleanLanguage } from '../../../wire/extraction/clean-values.ts';
import { monthIn } from './date-words.ts';
import { zoneNamed } from './zones.ts';

// Dates of feeds: RFC 822, RFC 3339, and what publishers make of them.

/** How far the clock of a publisher may be ahead, in milliseconds. */
const SKEW = 15 * 60_000;
/** Before this, there was no web, and no feed. */
const EARLIEST = Date.UTC(1990, 0, 1);
const MINUTE = 60_000;
/** The furthest that an offset may be from UTC, in milliseconds. */
const MAX_OFFSET = 18 * 60 * MINUTE;
/** The most words of a date. */
const MAX_WORDS = 8;

/** A date as a feed writes it. */
interface FeedDate {
  /** What a clock of its zone showed, in milliseconds as if it were UTC. */
  wall: number;
  /** How far that zone is ahead of UTC, in milliseconds; null if it states none, or one that only its publisher knows. */
  offset: number | null;
}

/** Returns the year, month and day that the numbers of a date are; undefined if there is a doubt which is which. */
function partsOf(text: string, language: string): [year: string, month: number, day: string] | undefined {
  const words = text.match(/\p{L}+/gu) ?? [];
  if (words.length > MAX_WORDS) return undefined;
  const [first = '', second = '', third = '', ...others] =
    /^\D*(\d{4})(\d\d)(\d\d)\D*$/.exec(text)?.slice(1) ?? text.match(/\d+/g) ?? [];
  if (second === '' || others.length > 0) return undefined;
  if (third === '') {
    const month = monthIn(words, language);
    if (month === undefined) return undefined;
    return first.length === 4 ? [first, month, second] : [second, month, first];
  }
  if (first.length === 4) return [first, Number(second), third];
  // With points, the day comes first. With anything else, nobody can tell whether 03/04/2026 is in March or in April.
  if (Number(first) > 12 || /\d\.\s*\d+\.\s*\d/.test(text)) return [third, Number(second), first];
  return Number(second) > 12 ? [third, Number(first), second] : undefined;
}

/** Reads a day. Returns its beginning, in milliseconds as if it were in UTC. */
function dayOf(text: string, language: string): number | undefined {
  const [year = '', month = 0, day = ''] = partsOf(text, language) ?? [];
  if (!/^(\d\d|\d{4})$/.test(year) || !/^\d\d?$/.test(day)) return undefined;
  const date = new Date(0);
  // RFC 2822 section 4.3 says which century years of two digits are of.
  const century = year.length === 4 ? 0 : Number(year) < 50 ? 2000 : 1900;
  date.setUTCFullYear(century + Number(year), month - 1, Number(day));
  // The 31st of June would become the 1st of July.
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day);
  return isDay ? date.getTime() : undefined;
}

const OFFSET = /^[\s(]*(?:gmt|utc)?\s*([+-])(\d\d?)(?::?(\d\d))?(?!\d)/i;
const NAME = /^[\s(]*([a-z]+(?:\/[a-z_]+)+|[a-z]{1,5})(?![a-z])/i;

interface Zone {
  /** Minutes ahead of UTC, or the name of the zone. */
  zone: number | string | undefined;
  /** The text after it. */
  rest: string;
}

/** Reads the zone with which a text begins. */
function zoneOf(text: string, language: string): Zone {
  const [offset, sign, hours, minutes = '0'] = OFFSET.exec(text) ?? [];
  if (offset !== undefined) {
    const ahead = Number(hours) * 60 + Number(minutes);
    return { zone: sign === '-' ? -ahead : ahead, rest: text.slice(offset.length) };
  }
  const [written = '', name = ''] = NAME.exec(text) ?? [];
  const zone = name.includes('/') ? name : zoneNamed(name, language);
  return { zone, rest: zone === undefined ? text : text.slice(written.length) };
}

/** Returns how far a zone is ahead of UTC when its clocks show a time, in milliseconds; null if nobody knows. */
function offsetOf(zone: Zone['zone'], wall: number): number | null {
  if (zone === undefined) return null;
  if (typeof zone === 'number') return zone * MINUTE;
  if (!Intl.supportedValuesOf('timeZone').includes(zone)) return null;
  const [instant] = instantsOf(wall, zone);
  return instant === undefined ? null : wall - instant;
}

const CLOCK =
  /(?:^|[^\d:+-])(\d\d?)\s?[:h]\s?(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?![\d:])(?:\s*([ap])\.?m\b\.?)?/i;
const NO_CLOCK = /(?=(?:z|[+-]\d\d:\d\d|\s[+-]\d{4}|\s[a-z]{2,4})$)/i;

/** Reads a date of a feed, whose months may be named in its language. Null if it is none. */
export function readFeedDate(text: string | undefined, stated?: string | null): FeedDate | null {
  const language = cleanLanguage(stated)?.split('-', 1)[0] ?? 'en';
  const date = (text ?? '')
    .slice(0, 100)
    .normalize('NFKC')
    .replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) % 16))
    .trim();
  const clock = CLOCK.exec(date);
  const [found = '', hour = '0', minute = '0', second = '0', fraction = '0', half = ''] = clock ?? [];
  const split = clock?.index ?? date.search(NO_CLOCK);
  const end = split < 0 ? date.length : split;
  const { zone, rest } = zoneOf(date.slice(end + found.length), language);
  const day = dayOf(`${date.slice(0, end)} ${rest}`, language);
  const afternoon = /p/i.test(half) || /오후|下午|午後/.test(date) ? 12 : 0;
  const hours = half || afternoon ? (Number(hour) % 12) + afternoon : Number(hour);
  if (day === undefined || hours > 24 || Number(minute) > 59 || Number(second) > 60) return null;
  const milliseconds = Math.floor(Number(`0.${fraction}`) * 1000);
  const wall =
    day + (hours * 60 + Number(minute)) * MINUTE + Math.min(59, Number(second)) * 1000 + milliseconds;
  const offset = offsetOf(zone, wall);
  return Math.abs(offset ?? 0) > MAX_OFFSET ? null : { wall, offset };
}

/**
 * Parses a date of a feed. One without a known zone is taken as UTC. Returns milliseconds; null if it is no date, or if it cannot be one
 * of something published: in the future, or before 1990.
 */
export function parseFeedDate(
  text: string | undefined,
  now: number,
  language?: string | null,
): number | null {
  const date = readFeedDate(text, language);
  if (!date) return null;
  const time = date.wall - (date.offset ?? 0);
  if (time < EARLIEST || time > now + SKEW) return null;
  return Math.min(time, now);
}
