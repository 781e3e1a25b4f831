import { migrate as bringUpToDate } from '../lib/migrations.ts';

// The Desk's tables. `place` is the order of publication: a story keeps its place in a scope for ever, and what was
// withdrawn, or left the scope, leaves a gap, so that no page of an archive ever shifts.

const TABLES = `
CREATE TABLE story (
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
CREATE TABLE tally (status TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER story_comes AFTER INSERT ON story BEGIN
  INSERT INTO tally VALUES (new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER story_turns AFTER UPDATE OF status ON story WHEN old.status <> new.status BEGIN
  UPDATE tally SET count = count - 1 WHERE status = old.status;
  INSERT INTO tally VALUES (new.status, 1) ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE INDEX story_due ON story (status, due);
CREATE TABLE revision (
  story INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,
  record TEXT NOT NULL,
  reason TEXT,
  PRIMARY KEY (story, revision)
) WITHOUT ROWID;
CREATE TABLE former_slug (slug TEXT PRIMARY KEY, story INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE place (
  scope TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  story INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  PRIMARY KEY (scope, sequence)
) WITHOUT ROWID;
CREATE UNIQUE INDEX place_story ON place (story, scope);
CREATE TABLE scope (
  scope TEXT PRIMARY KEY,
  last INTEGER NOT NULL,
  shown INTEGER NOT NULL,
  changed INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE outbox (
  key TEXT PRIMARY KEY,
  ticket INTEGER NOT NULL,
  due INTEGER NOT NULL,
  since INTEGER NOT NULL,
  attempts INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (due);
CREATE TABLE printed (key TEXT PRIMARY KEY, version TEXT, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE purge (tag TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX purge_due ON purge (due);
CREATE TABLE preview (id TEXT PRIMARY KEY, record TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

// A tick numbers the changes of the site, so that a reader which says how far it is can be told what came since; `departed`
// is the last that took a story out of a scope. Cards have an index of their own in the outbox, as they wait for all else.
const HISTORY = `
ALTER TABLE story ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scope ADD COLUMN tick INTEGER NOT NULL DEFAULT 0;
ALTER TABLE scope ADD COLUMN departed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE withdrawal (
  scope TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (scope, sequence)
) WITHOUT ROWID;
CREATE INDEX withdrawal_at ON withdrawal (at);
CREATE INDEX withdrawal_newest ON withdrawal (scope, at);
DROP INDEX outbox_due;
CREATE INDEX outbox_soon ON outbox (due) WHERE NOT substr(key, 1, 5) = 'card:';
CREATE INDEX outbox_cards ON outbox (due) WHERE substr(key, 1, 5) = 'card:';
`;

// Keys of which a write was given up, so that nobody knows what they hold.
const DOUBT = `
CREATE TABLE doubt (key TEXT PRIMARY KEY, due INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX doubt_due ON doubt (due);
`;

// The id of the story that a story was merged into.
const MERGED = `
ALTER TABLE story ADD COLUMN merged TEXT;
CREATE INDEX story_merged ON story (merged) WHERE merged IS NOT NULL;
`;

// The directory of scopes is printed in pages of a fixed size, so that a new source changes one of them: each scope but `all`
// has a number, and the time at which it was last added to the directory or removed.
const DIRECTORY = `
ALTER TABLE scope ADD COLUMN number INTEGER;
ALTER TABLE scope ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;
UPDATE scope SET number = ordered.number, listed = changed FROM (
  SELECT scope, ROW_NUMBER() OVER (ORDER BY scope LIKE 'source:%', scope) AS number FROM scope WHERE scope <> 'all'
) AS ordered WHERE scope.scope = ordered.scope;
CREATE UNIQUE INDEX scope_number ON scope (number);
`;

/** What made the tables what they are, in its order; a step once taken is never changed. */
const STEPS = [TABLES, HISTORY, DOUBT, MERGED, DIRECTORY] as const;

/** Makes the tables. True where they were of an earlier version: what is printed from them is to be printed anew. */
export const migrate = (storage: DurableObjectStorage) => bringUpToDate(storage, STEPS, 'story');
