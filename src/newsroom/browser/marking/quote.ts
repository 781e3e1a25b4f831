// Words of a text, with what stands around them. Pure.

/** How many characters are kept of what stands before and after, so that the words are found where they are meant. */
const AROUND = 40;

const onOneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Returns the words from `start` to `end`, and those around them in their paragraph; undefined if nothing is marked. */
export function quoteAt(
  text: string,
  start: number,
  end: number,
): { exact: string; prefix: string; suffix: string } | undefined {
  const exact = onOneLine(text.slice(start, end));
  if (exact === '') return undefined;
  const [before = ''] = /[^\n]*$/.exec(text.slice(0, start)) ?? [];
  const [after = ''] = /^[^\n]*/.exec(text.slice(end)) ?? [];
  // Half a word is none.
  const prefix = before.length > AROUND ? before.slice(-AROUND).replace(/^\S*\s/, '') : before;
  const suffix = after.length > AROUND ? after.slice(0, AROUND).replace(/\s\S*$/, '') : after;
  return { exact, prefix: onOneLine(prefix), suffix: onOneLine(suffix) };
}

/** Finds words in a text behind a place, or from its beginning; undefined if it does not have them. */
export function findIn(
  text: string,
  words: string,
  from: number,
): { start: number; end: number } | undefined {
  if (words === '') return undefined;
  const pattern = new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  pattern.lastIndex = from;
  const found = pattern.exec(text) ?? pattern.exec(text);
  return found ? { start: found.index, end: found.index + found[0].length } : undefined;
}
