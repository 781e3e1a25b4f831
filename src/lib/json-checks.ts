// Checks JSON for what `JSON.parse` accepts: repeated names, any depth and any size.

/** An open object or list, and the name or index of the value being read in it. */
interface Level {
  /** The object's names so far; undefined for a list. */
  names: Set<string> | undefined;
  at: string | number;
}

/** Returns the index of the quote that ends the string whose first quote is at `opening`. */
function closingQuote(json: string, opening: number): number {
  let at = opening + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/**
 * Returns the paths of names that an object repeats, at most `limit` of them. `JSON.parse` silently keeps the last value of
 * such a name, as RFC 8259 section 4 allows. `json` must be valid.
 */
export function findRepeatedNames(json: string, limit: number): PropertyKey[][] {
  const found: PropertyKey[][] = [];
  const open: Level[] = [];
  let isName = false;
  for (let at = 0; at < json.length && found.length < limit; at++) {
    const level = open.at(-1);
    const character = json[at];
    if (character === '{') open.push({ names: new Set(), at: '' });
    else if (character === '[') open.push({ names: undefined, at: 0 });
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',' && typeof level?.at === 'number') level.at++;
    if (character === '{' || character === ',') isName = open.at(-1)?.names !== undefined;
    else if (character === '[') isName = false;
    else if (character === '"') {
      const end = closingQuote(json, at);
      if (isName && level?.names) {
        level.at = JSON.parse(json.slice(at, end + 1)) as string;
        if (level.names.has(level.at)) found.push(open.map((each) => each.at));
        level.names.add(level.at);
      }
      isName = false;
      at = end;
    }
  }
  return found;
}

/** The deepest nesting of lists and objects. A line of an export, with its story's revisions, has eight levels. */
export const MAX_LEVELS = 64;
export const NESTING_RULE = `must not be nested more than ${MAX_LEVELS} levels deep`;

/**
 * Returns the rule against JSON that is too deep or has more than `maxParts` lists, objects and entries; undefined if it is
 * within both limits. Call it before `JSON.parse`, which turns the three characters `{},` into an object of about 50 bytes.
 */
export function brokenShapeRule(json: string, maxParts: number): string | undefined {
  let levels = 0;
  let parts = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      do at += json[at] === '\\' ? 2 : 1;
      while (at < json.length && json[at] !== '"');
    } else if (character === '}' || character === ']') levels--;
    else if (character === '{' || character === '[' || character === ',') {
      if (character !== ',' && ++levels > MAX_LEVELS) return NESTING_RULE;
      if (++parts > maxParts)
        return `must have at most ${maxParts.toLocaleString('en')} lists, objects and entries in all`;
    }
  }
  return undefined;
}
