import { PAGE_SIZE } from '../../edition/edition.ts';

// Gaps that an import leaves in the order of a scope. Its lines may come in any order, so a place may arrive long before those
// in front of it. (No order of lines avoids that: a correction that adds a topic gives an old story a late place there.)
// A story more than a page ahead of the scope's last place keeps its place but waits: the last place does not move up to it
// until the gap is filled. If the import ends first, or a story is published, the waiting stories take the next places. So no
// archive page is ever empty, whatever places an export claims.

/** Returns the last place after `last` that no gap of more than a page separates from it. */
export function findLast(sql: SqlStorage, scope: string, last: number): number {
  for (let end = last; ; ) {
    const query =
      'SELECT MAX(sequence) AS next FROM place WHERE scope = ? AND sequence > ? AND sequence <= ?';
    const { next } = sql.exec<{ next: number | null }>(query, scope, end, end + PAGE_SIZE).one();
    if (next === null) return end;
    end = next;
  }
}

/** Moves the stories that wait beyond `last` to the places after it, in their order; returns the new last place. */
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

/** Returns the scopes in which stories wait beyond a gap. */
export const findScopesWithGaps = (sql: SqlStorage): string[] =>
  sql
    .exec<{ scope: string }>(
      'SELECT scope FROM scope WHERE last < (SELECT MAX(sequence) FROM place WHERE place.scope = scope.scope)',
    )
    .toArray()
    .map(({ scope }) => scope);
