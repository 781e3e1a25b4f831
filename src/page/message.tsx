import type { Child } from 'hono/jsx';
import { day, listParts, type Words } from '../language/words.ts';

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
export function List({ items, words }: { items: readonly Child[]; words: Words }) {
  const places = items.map((_item, index) => String(index));
  return (
    <>
      {listParts(words, places).map(({ type, value }) => (type === 'element' ? items[Number(value)] : value))}
    </>
  );
}

/** Elements one after the other, with a point between them. */
export function Row({ items }: { items: readonly Child[] }) {
  return <>{items.flatMap((item, index) => (index > 0 ? [' · ', item] : [item]))}</>;
}

/** A day in words, with the exact time as data. */
export function Day({ time, words }: { time: string; words: Words }) {
  return <time datetime={time}>{day(words, time)}</time>;
}
