import { ENTITY_NAMES } from './entity-names.ts';

// What stands for `entities` in the bundle, by bundle/stand-ins.ts: the one thing that markdown-it asks of it. Its table
// is made for speed, and takes twice the room of this one. A test compares them for every name.

let known: Map<string, string> | undefined;

function readNames(): Map<string, string> {
  const names = new Map<string, string>();
  let first = 0;
  for (const entry of ENTITY_NAMES.trim().split(/[;\n]/)) {
    const [points = '', ...own] = entry.split(' ');
    const [distance = 0, ...others] = points.split('+').map((point) => Number.parseInt(point, 36));
    first += distance;
    for (const name of own) names.set(name, String.fromCodePoint(first, ...others));
  }
  return names;
}

/** The text that a named reference stands for, like `&amp;`; what is none stays as it is. */
export function decodeHTMLStrict(reference: string): string {
  known ??= readNames();
  return known.get(reference.slice(1, -1)) ?? reference;
}
