// How far the places of taken over stories reach. An export comes in the order in which stories were made, so that one with
// a long embargo may come before ten thousand whose places are before its own. Its place is kept for it, ahead of the last
// one, and counts when those before it have come. If none of them comes until a story is published here, it takes the next
// place: no line of an export, whatever it says, pushes the order away.

/** How far behind the last place a story of another server may have its own. */
const FURTHEST = 10_000;

/** Whether a place is so far ahead of the last one that it has to wait. */
export const beyondReach = (sequence: number, last: number): boolean => sequence > last + FURTHEST;

/** The last place of the scope, with those that waited ahead of it and are within reach now. */
export function reach(sql: SqlStorage, scope: string, last: number): number {
  for (let end = last; ; ) {
    const { next } = sql
      .exec<{ next: number | null }>(
        'SELECT MAX(sequence) AS next FROM place WHERE scope = ? AND sequence > ? AND sequence <= ?',
        scope,
        end,
        end + FURTHEST,
      )
      .one();
    if (next === null) return end;
    end = next;
  }
}

/** Gives what waits ahead of the last place the next ones, in its order; says how many they are. */
export function moveUp(sql: SqlStorage, scope: string, last: number): number {
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
