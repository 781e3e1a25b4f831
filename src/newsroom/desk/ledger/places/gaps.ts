import { PAGE_SIZE } from '../../../../site/edition/edition.ts';

// Gaps that an import leaves in the order of a scope. The lines of an import may come in any order, so a place may be imported
// long before the places in front of it. (No order of lines avoids that: a correction that adds a topic gives an old story a
// late place in that topic.)
//
// A story whose place is more than a page beyond the scope's last place keeps that place, but does not count for the last place
// until the gap is filled. If the import ends first, or a story is published in the scope, the stories beyond the gap move to
// the next places. So no archive page is ever empty, whatever places an export claims.

/** Returns the highest place that can be reached from `last` over gaps of less than a page. */
export function lastPlaceBeforeGap(sql: SqlStorage, scope: string, last: number): number {
  for (let end = last; ; ) {
    const query =
      'SELECT MAX(sequence) AS next FROM place WHERE scope = ? AND sequence > ? AND sequence <= ?';
    const { next } = sql.exec<{ next: number | null }>(query, scope, end, end + PAGE_SIZE).one();
    if (next === null) return end;
    end = next;
  }
}

/** Moves the stories beyond `last` to the places directly after it, in the same order. Returns the new last place. */
export function closeGaps(sql: SqlStorage, scope: string, last: number): number {
  const query = 'SELECT sequence FROM place WHERE scope = ? AND sequence > ? ORDER BY sequence';
  const waiting = sql.exec<{ sequence: number }>(query, scope, last).toArray();
  for (const [index, { sequence }] of waiting.entries()) {
    for (const table of ['place', 'withdrawal']) {
      const move = `UPDATE ${table} SET sequence = ? WHERE scope = ? AND sequence = ?`;
      sql.exec(move, last + index + 1, scope, sequence);
    }
  }
  return last + waiting.length;
}

/** Returns the scopes that have stories beyond a gap. */
export const findScopesWithGaps = (sql: SqlStorage): string[] =>
  sql
    .exec<{ scope: string }>(
      'SELECT scope FROM scope WHERE last < (SELECT MAX(sequence) FROM place WHERE place.scope = scope.scope)',
    )
    .toArray()
    .map(({ scope }) => scope);
