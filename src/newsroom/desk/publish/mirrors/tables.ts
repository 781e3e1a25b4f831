/**
 * What mirrors still have to be sent. `mirror` has a row for each mirror that is turned on: the version that it holds, the last story
 * of its fill-in (null once it is filled), when it may be called again, and since when and why it fails. `mirror_change` has the
 * stories that have changed since, with the reason if the mirror refused one. Times are in milliseconds.
 */
export const MIRROR_TABLES = `
CREATE TABLE mirror (
  name TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  fill INTEGER,
  due INTEGER NOT NULL,
  failures INTEGER NOT NULL,
  failing INTEGER,
  why TEXT
) WITHOUT ROWID;
CREATE TABLE mirror_change (
  mirror TEXT NOT NULL,
  story INTEGER NOT NULL,
  ticket INTEGER NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  why TEXT,
  PRIMARY KEY (mirror, story)
) WITHOUT ROWID;
CREATE INDEX mirror_change_due ON mirror_change (mirror, due);
`;

/**
 * The records of stories in the repository of an account on ATProto: the hash of the record that was last sent, empty if it is known
 * that there is none; and why the server refused it.
 */
export const RECORD_TABLES = `
CREATE TABLE atproto_record (story INTEGER PRIMARY KEY, hash TEXT NOT NULL, refusal TEXT);
`;

/**
 * What followers in the fediverse have been told of each story: the hash of its record, the accounts that share it (as a JSON list of
 * their actors), whether it was sent when it was published, whether it was taken back since, and how many corrections it had.
 */
export const TOLD_TABLE = `
CREATE TABLE fediverse_story (
  story INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  shared TEXT NOT NULL,
  sent INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  corrections INTEGER NOT NULL
);
`;

/** When a story had been restored as followers have it: its id says so. Null if it had not been. The index finds when a story was. */
export const RESTORED_STORIES = `
ALTER TABLE fediverse_story ADD COLUMN restored TEXT;
CREATE INDEX revision_restored ON revision (story) WHERE action = 'restore';
`;
