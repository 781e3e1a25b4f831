import type { Child } from 'hono/jsx';
import { formatDay, formatListToParts, type Words } from '../language/words.ts';

/** A message with elements in the places of its `{name}`s. */
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

/** Elements in a list, as the language writes one. */
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

/** Elements one after the other, with a point between them. */
export function DottedList({ items }: { items: readonly Child[] }) {
  return <>{items.flatMap((item, index) => (index > 0 ? [' · ', item] : [item]))}</>;
}

/** What HTML takes for a time with a zone: at most milliseconds, and no zone of its own for "unknown" (`-00:00`). */
const HTML_TIME = /T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|(?!-00:00)[+-]\d\d:\d\d)$/;

/** The time as its author wrote it, where HTML takes that; else in UTC, to the millisecond. */
const htmlTime = (time: string) => (HTML_TIME.test(time) ? time : new Date(time).toISOString());

/** A day in words, with the exact time as data. */
export function Day({ time, words }: { time: string; words: Words }) {
  return <time datetime={htmlTime(time)}>{formatDay(words, time)}</time>;
}
