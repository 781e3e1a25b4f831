import { Memo } from '../../language/memo.ts';
import { changeNear, instantsOf, offsetAt, wallOfDay, wallTimeOf } from '../../language/wall-time.ts';
import { inEnglish, type Translate } from '../words/words.ts';

// Times in the newsroom's own zone (`timeZone` in data/site.json), in which editors read and write them. Records hold timestamps
// (RFC 3339). A day is `YYYY-MM-DD` and a time of day is `HH:MM`, as the inputs of forms have them.
const MINUTE = 60_000;
const DAY = 86_400_000;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

const two = (number: number) => String(number).padStart(2, '0');
const dayOfWall = (wall: number) => new Date(wall).toISOString().slice(0, 10);
const timeOfWall = (wall: number) => new Date(wall).toISOString().slice(11, 16);

/** Returns an offset as timestamps have it: `+05:30`, or `Z`. */
function formatOffset(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE;
  return offset === 0
    ? 'Z'
    : `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Returns an offset as people say it: `UTC+5:30`, `UTC`. */
function nameOffset(offset: number): string {
  if (offset === 0) return 'UTC';
  const minutes = Math.abs(offset) / MINUTE;
  const rest = Math.round(minutes % 60);
  return `UTC${offset < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest === 0 ? '' : `:${two(rest)}`}`;
}

/** Returns a timestamp with the zone's offset, or in UTC where that has seconds (before standard time). */
function timestampOf(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  if (offset % MINUTE !== 0) return new Date(instant).toISOString().replace('.000Z', 'Z');
  return new Date(instant + offset).toISOString().slice(0, 19) + formatOffset(offset);
}

/** Returns the day on which an instant falls in the zone. */
export const dayOf = (instant: number, zone: string): string => dayOfWall(wallTimeOf(instant, zone));

/** Returns the day that many days later; earlier if negative. */
export const addDays = (day: string, days: number): string => dayOfWall(wallOfDay(day) + days * DAY);

/** Whether a text is a day of the calendar: `YYYY-MM-DD`, from 1000 to 2999, as timestamps are. */
export const isDay = (text: string): boolean =>
  /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(wallOfDay(text)) && dayOfWall(wallOfDay(text)) === text;

/** How dates are written in languages other than English. */
const STYLES = {
  day: { dateStyle: 'full' },
  month: { year: 'numeric', month: 'long' },
  time: { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' },
} as const;

// Making one takes longer than writing fifty dates, and a page may have hundreds.
const formatters = new Memo<Intl.DateTimeFormat>();

/** Formats a date that stands for a wall time, in a language other than English. */
const formatIn = (language: string, wall: number, style: keyof typeof STYLES): string =>
  formatters
    .get(
      `${language} ${style}`,
      () => new Intl.DateTimeFormat(language, { ...STYLES[style], calendar: 'gregory', timeZone: 'UTC' }),
    )
    .format(wall);

/** Formats a day in a language: `Thursday, 26 November 2026`. */
export function formatDay(day: string, language = 'en'): string {
  const wall = wallOfDay(day);
  if (language !== 'en') return formatIn(language, wall, 'day');
  const date = new Date(wall);
  return `${WEEKDAYS[date.getUTCDay()]}, ${date.getUTCDate()} ${formatMonth(day.slice(0, 7))}`;
}

/** Formats a month (`YYYY-MM`) in a language: `November 2026`. */
export const formatMonth = (month: string, language = 'en'): string =>
  language === 'en'
    ? `${MONTHS[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`
    : formatIn(language, wallOfDay(`${month}-01`), 'month');

/** Formats an instant, or a timestamp, in the zone and a language: `26 Nov 2026, 14:05`. */
export function formatTime(time: number | string, zone: string, language = 'en'): string {
  const wall = wallTimeOf(new Date(time).getTime(), zone);
  if (language !== 'en') return formatIn(language, wall, 'time');
  const date = new Date(wall);
  const month = MONTHS[date.getUTCMonth()]?.slice(0, 3);
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${timeOfWall(wall)}`;
}

/** Formats the time of day of an instant in the zone: `14:05`. */
export const formatTimeOfDay = (instant: number, zone: string): string =>
  timeOfWall(wallTimeOf(instant, zone));

/** Returns what people call a zone: its city. Zones without one keep their name. */
const cityOf = (zone: string): string =>
  zone.startsWith('Etc/') ? zone : (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** Returns the zone's city with what its clocks show at an instant: `Berlin, UTC+1`. */
export function nameZone(zone: string, instant: number): string {
  const offset = nameOffset(offsetAt(instant, zone));
  return zone === 'UTC' ? zone : `${cityOf(zone)}, ${offset}`;
}

/** A day and a time of day, as the inputs of a form have them. */
export interface FormTime {
  day: string;
  time: string;
}

/** Returns what a form shows of a timestamp. */
export function toFormTime(timestamp: string, zone: string): FormTime {
  const wall = wallTimeOf(Date.parse(timestamp), zone);
  return { day: dayOfWall(wall), time: timeOfWall(wall) };
}

/**
 * What a form's day and time mean. Where clocks go back and show a time twice, it is the first of the two; `second` is the other,
 * and `detail` says so. If the time is wrong, `detail` says why and what to do.
 */
export type ReadTime =
  | { ok: true; timestamp: string }
  | { ok: true; timestamp: string; second: string; detail: string }
  | { ok: false; detail: string };

/**
 * Reads a form's day and time in the zone. A form shows no seconds and no offset. So if it shows the same as for the timestamp that
 * the record has, the result is `stored` itself, to the character.
 */
export function readFormTime(
  { day, time }: FormTime,
  zone: string,
  stored?: string | null,
  t: Translate = inEnglish,
): ReadTime {
  if (day === '') return { ok: false, detail: t('A time needs a day. Choose one.') };
  if (time === '') {
    const shown = isDay(day) ? formatDay(day, t.tag) : day;
    return { ok: false, detail: t('Which time on {day}? Write one, like 14:30.', { day: shown }) };
  }
  if (!isDay(day))
    return {
      ok: false,
      detail: t('“{day}” is no day of the calendar. Write it as year-month-day, like 2026-03-04.', { day }),
    };
  if (!/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(time)) {
    return {
      ok: false,
      detail: t('“{time}” is no time of day. Write hours and minutes, like 09:30 or 14:30.', { time }),
    };
  }
  if (stored != null && !Number.isNaN(Date.parse(stored))) {
    const shown = toFormTime(stored, zone);
    if (shown.day === day && shown.time === time) return { ok: true, timestamp: stored };
  }
  const wall = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
  const [first, second] = instantsOf(wall, zone);
  if (first === undefined) {
    const change = changeNear(wall, zone);
    const from = timeOfWall(wallTimeOf(change - 1000, zone) + 1000);
    const to = timeOfWall(wallTimeOf(change, zone));
    return {
      ok: false,
      detail: t(
        'There is no {time} on {day}: clocks in {city} go forward then, from {from} to {to}. Choose a time before or after that.',
        { time, day: formatDay(day, t.tag), city: cityOf(zone), from, to },
      ),
    };
  }
  const timestamp = timestampOf(first, zone);
  if (second === undefined) return { ok: true, timestamp };
  const earlier = nameOffset(offsetAt(first, zone));
  const later = nameOffset(offsetAt(second, zone));
  return {
    ok: true,
    timestamp,
    second: timestampOf(second, zone),
    detail: t(
      'Clocks in {city} go back on {day}, so {time} comes twice. The first is meant ({earlier}), not the second ({later}).',
      { city: cityOf(zone), day: formatDay(day, t.tag), time, earlier, later },
    ),
  };
}
