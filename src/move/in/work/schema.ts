/**
 * The tables of the work folder. `entry` is the old site as its reader told of it; `plan` is what becomes of it here; `sent` is what a
 * server has acknowledged, and `brought` what came to it by this move; both outlive a new reading of the source.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS noted (
  set_name TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (set_name, key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS post (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, identifier TEXT UNIQUE, time INTEGER, json TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, json TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS entry_by_kind ON entry (kind, id);

CREATE TABLE IF NOT EXISTS picture (
  id INTEGER PRIMARY KEY, owner TEXT NOT NULL, url TEXT NOT NULL, place TEXT NOT NULL, json TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS picture_by_url ON picture (url, id);

CREATE TABLE IF NOT EXISTS loss (
  id INTEGER PRIMARY KEY, stage TEXT NOT NULL, owner TEXT NOT NULL, json TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS loss_by_owner ON loss (stage, owner);

CREATE TABLE IF NOT EXISTS plan (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, slug TEXT, abstract TEXT, hash TEXT, json TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS plan_by_slug ON plan (kind, slug);
CREATE TABLE IF NOT EXISTS topic (slug TEXT PRIMARY KEY, title TEXT NOT NULL, stories INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS redirect (
  key TEXT PRIMARY KEY, address TEXT NOT NULL, target TEXT NOT NULL, entry TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS remote (
  slug TEXT PRIMARY KEY, identifier TEXT NOT NULL, published TEXT NOT NULL, status TEXT NOT NULL, revision INTEGER NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS remote_by_identifier ON remote (identifier);

CREATE TABLE IF NOT EXISTS sent (
  server TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
  hash TEXT NOT NULL, outcome TEXT NOT NULL, revision INTEGER, PRIMARY KEY (server, kind, key)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS brought (
  server TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
  name TEXT NOT NULL, revision INTEGER, detail TEXT, PRIMARY KEY (server, kind, key)
) WITHOUT ROWID;
`;
