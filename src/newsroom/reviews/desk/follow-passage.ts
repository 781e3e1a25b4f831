import { diffWordsWithSpace } from 'diff';
import { changeBetween } from '../../drafts/desk/text-change.ts';

/** A range of a text, as UTF-16 offsets. */
export interface Passage {
  start: number;
  end: number;
}

/** The most words that two texts may differ in. Beyond that, a passage is only found by its own words. */
const MAX_DIFFERENT_WORDS = 400;

/** A part of both texts, where it begins in each, and its length. */
interface CommonPart {
  before: number;
  after: number;
  length: number;
}

/** Finds the parts that two texts share, in order; undefined if they differ too much. */
function findCommonParts(before: string, after: string): CommonPart[] | undefined {
  const { head: prefix, tail: suffix } = changeBetween(before, after);
  const parts: CommonPart[] = [{ before: 0, after: 0, length: prefix }];
  const changes = diffWordsWithSpace(
    before.slice(prefix, before.length - suffix),
    after.slice(prefix, after.length - suffix),
    { maxEditLength: MAX_DIFFERENT_WORDS },
  );
  let [from, to] = [prefix, prefix];
  for (const { value, added, removed } of changes ?? []) {
    if (!added && !removed) parts.push({ before: from, after: to, length: value.length });
    if (!added) from += value.length;
    if (!removed) to += value.length;
  }
  parts.push({ before: before.length - suffix, after: after.length - suffix, length: suffix });
  return changes && parts;
}

/** Finds a text that occurs only once in another. */
export function findOnly(text: string, sought: string): Passage | null {
  const start = text.indexOf(sought);
  if (sought === '' || start < 0 || text.indexOf(sought, start + 1) >= 0) return null;
  return { start, end: start + sought.length };
}

/**
 * Returns a function that finds passages of one text in a later version of it. A passage of which less than a half is left has no
 * place there (null), unless its words occur exactly once elsewhere: then it was moved.
 */
export function followPassages(before: string, after: string): (passage: Passage) => Passage | null {
  if (before === after) return (passage) => passage;
  const parts = findCommonParts(before, after);
  return ({ start, end }) => {
    const kept = (parts ?? []).flatMap((part) => {
      const [first, last] = [Math.max(start, part.before), Math.min(end, part.before + part.length)];
      const shift = part.after - part.before;
      return first < last && /\S/.test(before.slice(first, last))
        ? [{ start: first + shift, end: last + shift }]
        : [];
    });
    const length = kept.reduce((sum, part) => sum + part.end - part.start, 0);
    const [first, last] = [kept[0], kept.at(-1)];
    // Of less than a half, it is chance what is left: a full stop, or an "and".
    if (first && last && length * 2 >= end - start) return { start: first.start, end: last.end };
    return findOnly(after, before.slice(start, end));
  };
}
