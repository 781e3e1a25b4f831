/** An object or a list that is open, and the name or number of what is being read in it. */
interface Level {
  /** Names of an object; a list has none. */
  names: Set<string> | undefined;
  at: string | number;
}

/** Where the string ends that begins there. */
function closingQuote(json: string, opening: number): number {
  let at = opening + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/**
 * Where an object has a name that it has before, at most so many of them. `JSON.parse` keeps the last one's value alone, as
 * it may (RFC 8259 section 4), and nobody hears of the other. `json` is what it has parsed.
 */
export function findRepeatedNames(json: string, most: number): PropertyKey[][] {
  const found: PropertyKey[][] = [];
  const open: Level[] = [];
  let isName = false;
  for (let at = 0; at < json.length && found.length < most; at++) {
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

/** How deep lists and objects of JSON may be nested; a record, in a line of an export, has eight levels. */
const MAX_LEVELS = 64;

/**
 * Returns the rule that JSON breaks by its shape, or undefined: how deep it is nested, and how many lists, objects and entries
 * it has. Called before `JSON.parse`, which turns three characters, `{},`, into an object of some 50 bytes.
 */
export function jsonShapeRule(json: string, mostParts: number): string | undefined {
  let levels = 0;
  let parts = 0;
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '"') {
      do at += json[at] === '\\' ? 2 : 1;
      while (at < json.length && json[at] !== '"');
    } else if (character === '}' || character === ']') levels--;
    else if (character === '{' || character === '[' || character === ',') {
      if (character !== ',' && ++levels > MAX_LEVELS)
        return `must not be nested more than ${MAX_LEVELS} levels deep`;
      if (++parts > mostParts)
        return `must have at most ${mostParts.toLocaleString('en')} lists, objects and entries in all`;
    }
  }
  return undefined;
}
