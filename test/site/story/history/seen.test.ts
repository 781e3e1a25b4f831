import { describe, expect, test } from 'vitest';
import { firstSeen, seenSince } from '../../../../src/site/story/history/seen.ts';
import type { Action } from '../../../../src/site/story/history/statement.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Makes revisions from when they were made, what they did, and when their story was due. */
const revisions = (...rows: [number, Action, number][]) =>
  rows.map(([at, action, due], index) => ({ revision: index + 1, at, action, due }));

test.each<[string, ReturnType<typeof revisions>, number | undefined]>([
  ['a story that is published at once', revisions([10, 'publish', 0]), 1],
  ['and then changed', revisions([10, 'publish', 0], [20, 'change', 0]), 1],
  ['and changed in the same moment', revisions([10, 'publish', 0], [10, 'change', 0]), 1],
  ['a scheduled story', revisions([10, 'publish', 50]), 1],
  [
    'that was changed before its time',
    revisions([10, 'publish', 50], [20, 'change', 50], [30, 'rename', 50]),
    3,
  ],
  [
    'that was changed before and after its time',
    revisions([10, 'publish', 50], [20, 'change', 50], [60, 'change', 50]),
    2,
  ],
  [
    'that was put off and then published',
    revisions([10, 'publish', 50], [20, 'change', 90], [60, 'change', 0]),
    3,
  ],
  [
    'that was withdrawn before its time, and restored',
    revisions([10, 'publish', 50], [20, 'withdraw', 50], [60, 'restore', 50]),
    3,
  ],
  ['a record without a time', revisions([10, 'publish', Number.NaN]), 1],
  ['no revisions', [], undefined],
])('readers first saw of %s', (_name, of, expected) => {
  expect(firstSeen(of)).toBe(expected);
});

describe('readers have had a revision', () => {
  test.each<[string, number, Action, number, number]>([
    ['since it was made', 20, 'change', 10, 20],
    ['since it was due, if that came later', 20, 'publish', 50, 50],
    ['as a notice since it was withdrawn', 20, 'withdraw', NEVER, 20],
    ['since it was made, if its record has no time', 20, 'publish', Number.NaN, 20],
  ])('%s', (_name, at, action, due, expected) => {
    expect(seenSince({ at, action, due })).toBe(expected);
  });
});
