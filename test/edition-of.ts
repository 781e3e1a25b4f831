import type { Edition } from '../src/site/edition/edition.ts';

/** Makes an edition of all stories that has these entries. */
export const editionOf = (entries: Edition['entries']): Edition => ({
  scope: 'all',
  count: entries.length,
  updated: '2026-03-06T00:00:00Z',
  last: entries.length,
  open: entries.length,
  previous: 0,
  archive: null,
  changeSequence: 1,
  removalSequence: 0,
  entrySequences: entries.map(() => 1),
  withdrawn: [],
  entries,
});
