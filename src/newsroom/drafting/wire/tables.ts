/**
 * Drafting from sources, kept for 30 days. `due` is when the alarm looks after a job, in milliseconds; null once it is done or failed.
 * What was read of a source, and what was composed, is kept until the draft is there.
 */
export const DRAFTING_TABLES = `
CREATE TABLE drafting (
  id TEXT PRIMARY KEY,
  key TEXT NOT NULL,
  actor TEXT NOT NULL,
  language TEXT NOT NULL,
  drafter TEXT NOT NULL,
  state TEXT NOT NULL,
  begun INTEGER NOT NULL,
  due INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  composed TEXT,
  name TEXT,
  dropped TEXT NOT NULL DEFAULT '[]',
  notes TEXT NOT NULL DEFAULT '[]',
  detail TEXT
) WITHOUT ROWID;
CREATE INDEX drafting_due ON drafting (due) WHERE due IS NOT NULL;
CREATE TABLE drafting_source (
  job TEXT NOT NULL,
  number INTEGER NOT NULL,
  url TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  detail TEXT NOT NULL DEFAULT '',
  source TEXT,
  PRIMARY KEY (job, number)
);
`;
