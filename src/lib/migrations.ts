// Migrates the SQLite tables of a Durable Object.

/**
 * Creates the tables, or migrates those of an earlier version. Returns true if it migrated any.
 *
 * `steps` are SQL scripts in the order of their releases; a released step never changes. The table `note` stores the number of
 * steps taken. An object that has `firstTable`, which the first step creates, but no such number, has taken one step. An earlier
 * version that is deployed again changes neither newer tables nor the number, so no step ever runs twice.
 */
export function migrate(
  storage: DurableObjectStorage,
  steps: readonly [string, ...string[]],
  firstTable: string,
): boolean {
  const { sql } = storage;
  return storage.transactionSync(() => {
    const isNew = sql.exec('SELECT 1 FROM sqlite_master WHERE name = ?', firstTable).toArray().length === 0;
    if (isNew) sql.exec(steps[0]);
    sql.exec('CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
    const [row] = sql.exec<{ value: string }>("SELECT value FROM note WHERE name = 'schema'").toArray();
    const taken = Number(row?.value ?? 1);
    const missing = steps.slice(taken);
    for (const step of missing) sql.exec(step);
    // Objects wake often and their tables rarely change, so write only if a step ran or the number is missing.
    if (!row || missing.length > 0) {
      sql.exec(
        "INSERT INTO note (name, value) VALUES ('schema', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        String(Math.max(taken, steps.length)),
      );
    }
    return !isNew && missing.length > 0;
  });
}
