// The Desk's tables. `place` is the order of publication: a story keeps its place in a scope for ever, and what was
// withdrawn, or left the scope, leaves a gap, so that no page of an archive ever shifts.

const TABLES = `
CREATE TABLE IF NOT EXISTS story (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  slug TEXT NOT NULL UNIQUE,
  identifier TEXT NOT NULL UNIQUE,
  status TEXT NOT NULL CHECK (status IN ('scheduled', 'published', 'withdrawn')),
  revision INTEGER NOT NULL,
  due INTEGER NOT NULL,
  article TEXT NOT NULL,
  entry TEXT NOT NULL,
  changed INTEGER NOT NULL,
  reason TEXT
);
CREATE TABLE IF NOT EXISTS tally (status TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS story_comes AFTER INSERT ON story BEGIN
  INSERT INTO tally VALUES (new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER IF NOT EXISTS story_turns AFTER UPDATE OF status ON story WHEN old.status <> new.status BEGIN
  UPDATE tally SET count = count - 1 WHERE status = old.status;
  INSERT INTO tally VALUES (new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE INDEX IF NOT EXISTS story_due ON story (status, due);
CREATE TABLE IF NOT EXISTS revision (
  story INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  record TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (story, revision)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS former_slug (slug TEXT PRIMARY KEY, story INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (
  scope TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  story INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  PRIMARY KEY (scope, sequence)
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS place_story ON place (story, scope);
CREATE TABLE IF NOT EXISTS scope (
  scope TEXT PRIMARY KEY,
  last INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  changed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  key TEXT PRIMARY KEY,
  ticket INTEGER NOT NULL,
  due INTEGER NOT NULL,
  since INTEGER NOT NULL,
  attempts INTEGER NOT NULL
) WITHOUT ROWID;
DROP INDEX IF EXISTS outbox_due;
CREATE INDEX IF NOT EXISTS outbox_soon ON outbox (due) WHERE NOT substr(key, 1, 5) = 'card:';
CREATE INDEX IF NOT EXISTS outbox_cards ON outbox (due) WHERE substr(key, 1, 5) = 'card:';
CREATE TABLE IF NOT EXISTS printed (key TEXT PRIMARY KEY, version TEXT, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS purge (tag TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS purge_due ON purge (due);
CREATE TABLE IF NOT EXISTS preview (id TEXT PRIMARY KEY, record TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

// A tick counts the changes of the site, so that a reader which says how far it is can be told what came since.
const HISTORY = `
ALTER TABLE story ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scope ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
CREATE TABLE withdrawal (
  scope TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (scope, sequence)
) WITHOUT ROWID;
CREATE INDEX withdrawal_at ON withdrawal (at);
`;

/** What made the tables what they are, in its order; a step once taken is never changed. */
const STEPS = [TABLES, HISTORY];

/** Brings the tables of any earlier version of the program up to this one's. */
export function migrate(storage: DurableObjectStorage): void {
  const { sql } = storage;
  storage.transactionSync(() => {
    sql.exec(STEPS[0] as string);
    const [row] = sql.exec<{ value: string }>("SELECT value FROM note WHERE name = 'schema'").toArray();
    const taken = Number(row?.value ?? 1);
    if (taken === STEPS.length) return;
    for (const step of STEPS.slice(taken)) sql.exec(step);
    sql.exec(
      "INSERT INTO note (name, value) VALUES ('schema', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      String(STEPS.length),
    );
  });
}
