import type { Spread } from '../rounds.ts';

export const formatNumber = (value: number) =>
  value.toLocaleString(
    'en',
    Math.abs(value) < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  );

/** Formats a median, followed by minimum and maximum. */
export const formatSpread = ({ median, least, most }: Spread, unit = '') =>
  least === most
    ? `${formatNumber(median)}${unit}`
    : `${formatNumber(median)}${unit} (${formatNumber(least)}–${formatNumber(most)})`;

export const formatTable = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_cell, column) => (column === 0 ? '---' : '--:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** The names of documents in the report. */
export const DOCUMENT_NAMES = {
  rss: 'RSS',
  atom: 'Atom',
  json: 'JSON Feed',
  page: 'story page',
  front: 'front page',
} as const;
