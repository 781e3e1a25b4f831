// The links that sign somebody in once, and that nobody has used yet.

/** How long an invitation may be used, in milliseconds: a day. */
export const LINK_LIFETIME = 86_400_000;

/** Ends the links of a person that nobody has used. Returns how many there were. */
export function endLinks(sql: SqlStorage, person: string, now: number): number {
  const query = `UPDATE invitation SET ended = ?1
    WHERE person = ?2 AND expires > ?1 AND used IS NULL AND ended IS NULL RETURNING 1`;
  return sql.exec(query, now, person).toArray().length;
}
