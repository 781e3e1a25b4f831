import type { Spread } from '../rounds.ts';

export const figure = (value: number) =>
  value.toLocaleString(
    'en',
    Math.abs(value) < 100 ? { maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 },
  );

/** A median with the least and the greatest value behind it. */
export const spread = ({ median, least, most }: Spread, unit = '') =>
  least === most ? `${figure(median)}${unit}` : `${figure(median)}${unit} (${figure(least)}–${figure(most)})`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map((_cell, column) => (column === 0 ? '---' : '--:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

/** What readers ask for, as the report names it. */
export const NAMED = { rss: 'RSS', atom: 'Atom', json: 'JSON Feed', page: 'story page' } as const;
