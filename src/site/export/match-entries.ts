/** The members that tell the entries of a list apart, such as sources by their URL. */
const KEYS = ['url', 'claim', 'text', 'name'] as const;

const keyOf = (entry: unknown): string | undefined => {
  if (entry === null || typeof entry !== 'object') return undefined;
  const name = KEYS.find((key) => typeof Reflect.get(entry, key) === 'string');
  return name && `${name} ${Reflect.get(entry, name)}`;
};

/**
 * Finds for each entry of a list the entry of an earlier list that it was: the same, else the one with the same key, else the one in
 * the same place. Returns indexes in the earlier list, each at most once; undefined for entries that are new.
 */
export function matchEntries(from: readonly unknown[], to: readonly unknown[]): (number | undefined)[] {
  const free = new Set(from.keys());
  const matches: (number | undefined)[] = to.map(() => undefined);
  /** Matches what is left by a text that stands for the entry. */
  const match = (textOf: (entry: unknown, index: number) => string | undefined) => {
    const places = Map.groupBy(free, (at) => textOf(from[at], at));
    for (const [index, entry] of to.entries()) {
      if (matches[index] !== undefined) continue;
      const text = textOf(entry, index);
      const at = text === undefined ? undefined : places.get(text)?.shift();
      if (at === undefined) continue;
      matches[index] = at;
      free.delete(at);
    }
  };
  match((entry) => JSON.stringify(entry));
  match(keyOf);
  // Without a key in common, an entry in the same place is the one that was changed, unless the lists differ in length.
  if (from.length === to.length) match((_entry, index) => String(index));
  return matches;
}
