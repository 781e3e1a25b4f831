import type { Edition, FeedEntry } from './edition.ts';
import type { SummarizedScope } from './scope.ts';

const toSummary = ({ rendering: { markdown: _markdown, ...rendering }, ...entry }: FeedEntry): FeedEntry => ({
  ...entry,
  rendering,
  isSummary: true,
});

/**
 * Returns an edition as its summary feeds have it, for mail services and for those who want ten lines: each story's TL;DR, sources and
 * corrections. Items keep their ids. There is no archive: older stories are in that of the whole stories.
 */
export const summariesOf = (edition: Edition & { scope: SummarizedScope }): Edition => ({
  ...edition,
  scope: `summaries:${edition.scope}`,
  entries: edition.entries.map(toSummary),
  previous: 0,
});
