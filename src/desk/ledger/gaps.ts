import { PAGE_SIZE } from '../../edition/edition.ts';

// How far the places of imported stories reach. An export comes in the order in which stories were made, so that one with a
// long embargo may come before ten thousand whose places are before its own. It keeps its place, ahead of the last one, and
// counts when those before it have come. If they have not come when the import is over, or when a story is published here, it takes
// the next place. So whatever an export says, no page of an archive is empty, and the order goes on where it was.

/** Whether a place has to wait: counted at once, it could leave a page of the archive without a story. */
export const leavesGap = (sequence: number, last: number): boolean => sequence > last + PAGE_SIZE;

/** The last place of the scope, with those that waited ahead of it and are within reach now. */
export function advanceLast(sql: SqlStorage, scope: string, last: number): number {
  for (let end = last; ; ) {
    const { next } = sql
      .exec<{ next: number | null }>(
        'SELECT MAX(sequence) AS next FROM place WHERE scope = ? AND sequence > ? AND sequence <= ?',
        scope,
        end,
        end + PAGE_SIZE,
      )
      .one();
    if (next === null) return end;
    end = next;
  }
}

/** Gives what waits ahead of the last place the next ones, in its order; says how many they are. */
export function closeGaps(sql: SqlStorage, scope: string, last: number): number {
  const ahead = sql
    .exec<{ sequence: number }>(
      'SELECT sequence FROM place WHERE scope = ? AND sequence > ? ORDER BY sequence',
      scope,
      last,
    )
    .toArray();
  for (const [index, { sequence }] of ahead.entries()) {
    for (const table of ['place', 'withdrawal']) {
      const query = `UPDATE ${table} SET sequence = ? WHERE scope = ? AND sequence = ?`;
      sql.exec(query, last + index + 1, scope, sequence);
    }
  }
  return ahead.length;
}

/** Scopes in which a story waits ahead of the last place. */
export const scopesWithGaps = (sql: SqlStorage): string[] =>
  sql
    .exec<{ scope: string }>(
      'SELECT scope FROM scope WHERE last < (SELECT MAX(sequence) FROM place WHERE place.scope = scope.scope)',
    )
    .toArray()
    .map(({ scope }) => scope);
