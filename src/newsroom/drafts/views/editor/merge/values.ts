import { matchEntries } from '../../../../../site/export/match-entries.ts';
import { placesOf, type Values, valuesUnder } from '../form/values.ts';
import { clashesOf, joinPieces, mergeText, type Pieces } from './text.ts';

// Merges two changes of a draft's fields: by field, rows of lists by what they are about. Pure; the browser uses it too.

/** The fields of running text, for a row without its list and number. Two changes of any other clash: half an address is none. */
const PROSE = new Set(['text', 'abstract', 'articleBody', 'image.alt', 'image.caption']);

/** The fields whose parts stand for themselves in any order, and what is between these. */
const SETS: Readonly<Record<string, string>> = { keywords: '\n', 'keywords.other': ', ' };

const LISTS = ['source', 'evidence', 'correction'];
const OF_ROW = /^(?:source|evidence|correction)\.\d/;

/** Returns what a field belongs to, if fields beside it describe the same thing: a picture, a source, a quote, a time. */
const groupOf = (list: string, name: string): string | undefined =>
  list === 'source'
    ? list
    : /^(?:image|quote|source$|datePublished|dateModified)(?=\.|$)/
        .exec(name)?.[0]
        .replace('source', 'quote');

/** The fields that say which thing it is: if sides differ here, the fields around it must not be mixed. */
const SUBJECT = /^(?:url|source|quote\.exact|image\.url|.*\.(?:day|time))$/;

type Sides<T> = Readonly<Record<'base' | 'mine' | 'theirs', T>>;

const sidesOf = <From, To>({ base, mine, theirs }: Sides<From>, make: (side: From) => To): Sides<To> => ({
  base: make(base),
  mine: make(mine),
  theirs: make(theirs),
});

/** The places of a row, on each side that has it. */
interface RowPlaces {
  base?: number;
  mine?: number;
  theirs?: number;
}

/** The merged fields, with the places of the rows in each list. */
export interface MergedValues {
  pieces: ReadonlyMap<string, Pieces>;
  /** For each row of a merged list, the places that it has on each side that has it. */
  rows: ReadonlyMap<string, readonly RowPlaces[]>;
  /** The rows that one has removed and the other changed, such as `source.0`. They stay as they were changed. */
  kept: readonly string[];
}

/** Merges sets: what the other has, without what I removed, with what I added. */
function mergeSet({ base, mine, theirs }: Sides<string>, between: string): string {
  const partsOf = (text: string) => text.split(between.trim() || between).map((part) => part.trim());
  const [before, own, other] = [partsOf(base), partsOf(mine), partsOf(theirs)];
  const kept = other.filter((each) => own.includes(each) || !before.includes(each));
  const added = own.filter((each) => !before.includes(each) && !other.includes(each));
  return [...kept, ...added]
    .filter((each, index) => each !== '' || (index === 0 && between === '\n'))
    .join(between);
}

/** Merges a field. `isTied`: it describes what the other side has changed. */
function mergeField(name: string, sides: Sides<string | undefined>, isTied: boolean): Pieces {
  const texts = sidesOf(sides, (side) => side ?? '');
  const { base, mine, theirs } = texts;
  if (mine === theirs || (base === theirs && !isTied)) return [mine];
  if (base === mine && !isTied) return [theirs];
  const between = SETS[name];
  if (between !== undefined) return [mergeSet(texts, between)];
  return PROSE.has(name) && !isTied ? mergeText(base, mine, theirs) : [texts];
}

/** Merges the fields of a draft without its lists, or of one row of a list. */
function mergeFields(sides: Sides<Values>, list = ''): Map<string, Pieces> {
  const names = [...new Set(Object.values(sides).flatMap((values) => Object.keys(values)))];
  const tied = new Set<string>();
  for (const [group = '', fields] of Map.groupBy(names, (name) => groupOf(list, name))) {
    // An empty field is as good as none.
    const isOther = (name: string, one: Values, other: Values) => (one[name] ?? '') !== (other[name] ?? '');
    const isChanged = (side: 'mine' | 'theirs') =>
      fields.some((name) => isOther(name, sides[side], sides.base));
    const differ = fields.some((name) => SUBJECT.test(name) && isOther(name, sides.mine, sides.theirs));
    if (group !== '' && differ && isChanged('mine') && isChanged('theirs')) tied.add(group);
  }
  const merged = new Map<string, Pieces>();
  for (const name of names) {
    const texts = sidesOf(sides, (values) => values[name]);
    merged.set(name, mergeField(name, texts, tied.has(groupOf(list, name) ?? '')));
  }
  return merged;
}

/** Puts rows in order: as whoever moved some has them, and each that only the other has behind the row that it followed there. */
function orderRows(rows: readonly RowPlaces[]): RowPlaces[] {
  const by = (side: 'mine' | 'theirs') =>
    rows
      .filter((row) => row[side] !== undefined)
      .sort((one, other) => (one[side] as number) - (other[side] as number));
  const moved = by('mine')
    .filter(({ base, theirs }) => base !== undefined && theirs !== undefined)
    .some(({ base = 0 }, index, both) => base < (both[index - 1]?.base ?? 0));
  const [first, second] = moved ? [by('mine'), by('theirs')] : [by('theirs'), by('mine')];
  const ordered = [...first];
  for (const [index, row] of second.entries()) {
    if (ordered.includes(row)) continue;
    const before = second[index - 1];
    ordered.splice(before ? ordered.indexOf(before) + 1 : 0, 0, row);
  }
  return ordered;
}

const blankOf = (row: Values): Values => Object.fromEntries(Object.keys(row).map((name) => [name, '']));

const hasSame = (one: Values, other: Values) =>
  ['url', 'claim', 'text'].some(
    (name) => one[name] !== undefined && one[name] !== '' && one[name] === other[name],
  );

/** Returns the fields of a row that are not empty, by name. An empty field is as good as none. */
const filled = (row: Values): Values =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([, value]) => value !== '')
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );

/** Whether fields hold the same. */
export const holdSame = (one: Values, other: Values): boolean =>
  JSON.stringify(filled(one)) === JSON.stringify(filled(other));

/** Finds the rows of a list that either side has or had, and leaves out those that are to go. */
function pairRows(sides: Sides<readonly Values[]>): RowPlaces[] {
  const paired = sidesOf(sides, (rows) => matchEntries(sides.base.map(filled), rows.map(filled)));
  const rows: RowPlaces[] = sides.base.map((_row, base) => ({ base }));
  for (const side of ['mine', 'theirs'] as const)
    for (const [place, row] of sides[side].entries()) {
      const isAdded = (other: RowPlaces) =>
        other.base === undefined &&
        other.theirs === undefined &&
        hasSame(sides.mine[other.mine ?? -1] ?? {}, row);
      const known = rows[paired[side][place] ?? -1] ?? (side === 'theirs' ? rows.find(isAdded) : undefined);
      if (known) known[side] = place;
      else rows.push({ [side]: place });
    }
  // A row that one has removed stays if the other has changed it.
  return rows.filter(({ base = -1, mine, theirs }) => {
    if (base < 0 || (mine !== undefined && theirs !== undefined)) return true;
    const left = sides.mine[mine ?? -1] ?? sides.theirs[theirs ?? -1];
    return left !== undefined && !holdSame(left, sides.base[base] ?? {});
  });
}

/** Merges two changes of a draft's fields, in which the rows of each list are numbered from 0. */
export function mergeValues(sides: Sides<Values>): MergedValues {
  const plain = sidesOf(sides, (values) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !OF_ROW.test(name))),
  );
  const pieces = mergeFields(plain);
  const rows = new Map<string, RowPlaces[]>();
  const kept: string[] = [];
  for (const list of LISTS) {
    const own = sidesOf(sides, (values) =>
      placesOf(values, list).map((place) => valuesUnder(values, `${list}.${place}`)),
    );
    const ordered = orderRows(pairRows(own));
    rows.set(list, ordered);
    for (const [index, { base = -1, mine = -1, theirs = -1 }] of ordered.entries()) {
      if (base >= 0 && (mine < 0 || theirs < 0)) kept.push(`${list}.${index}`);
      const [known, left, right] = [own.base[base], own.mine[mine], own.theirs[theirs]];
      const whole = left ?? right ?? {};
      const merged = mergeFields(
        left && right
          ? { base: known ?? blankOf(left), mine: left, theirs: right }
          : { base: whole, mine: whole, theirs: whole },
        list,
      );
      for (const [name, text] of merged) pieces.set(`${list}.${index}.${name}`, text);
    }
  }
  return { pieces, rows, kept };
}

/** Returns the merged fields, with one side's passages where both clash. */
export const valuesOf = ({ pieces }: MergedValues, side: 'base' | 'mine' | 'theirs'): Values =>
  Object.fromEntries(Array.from(pieces, ([name, text]) => [name, joinPieces(text, side)]));

/** Lists the fields in which both sides clash. */
export const clashingFields = ({ pieces }: MergedValues): string[] =>
  [...pieces].flatMap(([name, text]) => (clashesOf(text).length > 0 ? [name] : []));
