// The tables of a Durable Object, made and brought up to date in steps.

/**
 * Makes the tables, or brings those of an earlier version of the program up to this one's. True where they were of an
 * earlier one. `steps` are what made the tables what they are, in its order; a step once taken is never changed. `first` is a
 * table of the first step: objects of before the steps were counted are known by it. The number of steps taken stands in the
 * table `note`. An earlier program that is deployed again leaves the tables of a later one as they are, and their number
 * too, so that no step is ever taken twice.
 */
export function migrate(
  storage: DurableObjectStorage,
  steps: readonly [string, ...string[]],
  first: string,
): boolean {
  const { sql } = storage;
  return storage.transactionSync(() => {
    const isNew = sql.exec('SELECT 1 FROM sqlite_master WHERE name = ?', first).toArray().length === 0;
    if (isNew) sql.exec(steps[0]);
    sql.exec('CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
    const [row] = sql.exec<{ value: string }>("SELECT value FROM note WHERE name = 'schema'").toArray();
    const taken = Number(row?.value ?? 1);
    const missing = steps.slice(taken);
    for (const step of missing) sql.exec(step);
    // An object is woken often, and its tables change hardly ever.
    if (!row || missing.length > 0) {
      sql.exec(
        "INSERT INTO note (name, value) VALUES ('schema', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        String(Math.max(taken, steps.length)),
      );
    }
    return !isNew && missing.length > 0;
  });
}
