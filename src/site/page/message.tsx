import type { Child } from 'hono/jsx';
import {
  factSeparator,
  formatDay,
  formatDayOfYear,
  formatListToParts,
  formatMoment,
  formatReducedDate,
  formatTimeOfDay,
  type Words,
} from '../../language/words.ts';

/** A message in which elements replace the placeholders, such as `{name}`. */
export function Message({ text, values }: { text: string; values: Record<string, Child> }) {
  return (
    <>
      {text.split(/(\{\w+\})/).map((part) => {
        const [, name] = /^\{(\w+)\}$/.exec(part) ?? [];
        return name === undefined ? part : (values[name] ?? part);
      })}
    </>
  );
}

/** A list of elements in a sentence: "A, B and C". */
export function WordedList({ items, words }: { items: readonly Child[]; words: Words }) {
  const places = items.map((_item, index) => String(index));
  return (
    <>
      {formatListToParts(words, places).map(({ type, value }) =>
        type === 'element' ? items[Number(value)] : value,
      )}
    </>
  );
}

/** Elements separated by dots. With `words`, numbers may be among them: see `factSeparator`. */
export function DottedList({ items, words }: { items: readonly Child[]; words?: Words }) {
  const separator = words ? factSeparator(words) : '\u00a0· ';
  return <>{items.flatMap((item, index) => (index > 0 ? [separator, item] : [item]))}</>;
}

/** A time that is valid in HTML: at most milliseconds, and a zone other than `-00:00`, RFC 3339's unknown zone. */
const HTML_TIME = /T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|(?!-00:00)[+-]\d\d:\d\d)$/;

/** Returns the time as its author wrote it if that is valid in HTML, else in UTC. */
const htmlTime = (time: string) => (HTML_TIME.test(time) ? time : new Date(time).toISOString());

interface Dated {
  /** RFC 3339. */
  time: string;
  /** What the time is in microformats2, as a class. */
  property?: 'dt-published' | 'dt-updated';
  words: Words;
}

/** A day without a time, such as `2026-03-04`, in words. */
export const CalendarDay = ({ day, words }: { day: string; words: Words }) => (
  <time datetime={day}>{formatReducedDate(words, day)}</time>
);

/** The day of a time in words, with the exact time as its `datetime`. */
export function Day({ time, property, words }: Dated) {
  return (
    <time datetime={htmlTime(time)} class={property}>
      {formatDay(words, time)}
    </time>
  );
}

/** The day of a time without its year, for where the month is stated. */
export function DayOfYear({ time, property, words }: Dated) {
  return (
    <time datetime={htmlTime(time)} class={property}>
      {formatDayOfYear(words, time)}
    </time>
  );
}

/** A time in words, to the minute. */
export function Moment({ time, property, words }: Dated) {
  return (
    <time datetime={htmlTime(time)} class={property}>
      {formatMoment(words, time)}
    </time>
  );
}

/** A time without its day, to the minute, for where the day is stated. */
export function TimeOfDay({ time, property, words }: Dated) {
  return (
    <time datetime={htmlTime(time)} class={property}>
      {formatTimeOfDay(words, time)}
    </time>
  );
}
