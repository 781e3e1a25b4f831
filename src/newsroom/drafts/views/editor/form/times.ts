import { timestamp } from '../../../../../site/story/fields.ts';
import { readFormTime, toFormTime } from '../../../../frame/times.ts';
import { asShown, type Fields, type Values } from './values.ts';

// A time of the record in two fields of a form: `datePublished.day` and `datePublished.time`. A third says whether the story has a
// time of its own.

const TIME_AT_END = /^(?:(.*\S)\s+)?(\d{1,2}:\d\d)$/;

/** Returns what the fields of a time show: the newsroom's day and time. What is no time is shown as it is, as the day. */
export function showTime(name: string, value: unknown, zone: string): Values {
  const show = (day: string, time: string) => ({ [`${name}.day`]: day, [`${name}.time`]: time });
  if (value === null || value === undefined) return show('', '');
  if (typeof value === 'object') return {};
  const text = asShown(String(value)).replaceAll('\n', ' ').trim();
  if (timestamp.safeParse(value).success) {
    const { day, time } = toFormTime(text, zone);
    return show(day, time);
  }
  const [, day = '', time] = TIME_AT_END.exec(text) ?? [];
  // A day and a time that could be read were written by somebody else, and in an unknown zone.
  return time === undefined || readFormTime({ day, time }, zone).ok ? show(text, '') : show(day, time);
}

/** Returns the value of a time that was typed; undefined if it was not changed. What is no time is kept as it was typed. */
export function readTime(
  name: string,
  before: Values,
  typed: Values,
  zone: string,
): { value: unknown } | undefined {
  const names = [`${name}.day`, `${name}.time`] as const;
  const [day, time] = names.map((each) => typed[each]?.replaceAll('\n', ' ').trim());
  if (day === undefined || time === undefined) return undefined;
  if (day === (before[names[0]] ?? '') && time === (before[names[1]] ?? '')) return undefined;
  if (day === '' && time === '') return { value: null };
  const read = readFormTime({ day, time }, zone);
  return { value: read.ok ? read.timestamp : `${day} ${time}`.trim() };
}

/** The field that says when a story appears, and what it may say. */
export const WHEN = 'datePublished.when';
export const [ON_PUBLISHING, AT_A_TIME] = ['on publishing', 'at a time'] as const;

/** Returns what the form shows of when a story appears. */
export const showPublication = (datePublished: unknown): Values => ({
  [WHEN]: datePublished === null || datePublished === undefined ? ON_PUBLISHING : AT_A_TIME,
});

/**
 * Returns the record as was chosen: without a time, or with the one that was typed. A time that is still empty is kept as a wrong one,
 * so that nobody publishes the draft at another.
 */
export function writePublication(record: Fields, typed: Values): Fields {
  const { datePublished = null } = record;
  if (typed[WHEN] === ON_PUBLISHING && datePublished !== null) return { ...record, datePublished: null };
  if (typed[WHEN] === AT_A_TIME && datePublished === null) return { ...record, datePublished: '' };
  return record;
}
