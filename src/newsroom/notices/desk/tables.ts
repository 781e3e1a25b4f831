/**
 * What people are told. `person.notices` is what somebody has chosen, as JSON; null if they have not. `notice` holds a notice for one
 * person; its `mail` is null if it goes into none, 0 while it waits for one, and then the mail's id. A mail's `due` is when it is handed
 * to the queue; null once it was. `notice_feed` has the hash of the secret in the address of somebody's feed. Times are in milliseconds.
 */
export const NOTICE_TABLES = `
ALTER TABLE person ADD COLUMN notices TEXT;
CREATE TABLE notice (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL,
  person TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  words TEXT,
  path TEXT NOT NULL,
  at INTEGER NOT NULL,
  in_feed INTEGER NOT NULL,
  mail INTEGER
);
CREATE INDEX notice_person ON notice (person, id);
CREATE INDEX notice_at ON notice (at);
CREATE INDEX notice_waiting ON notice (person) WHERE mail = 0;
CREATE INDEX notice_mail ON notice (mail) WHERE mail > 0;
CREATE TABLE mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person TEXT NOT NULL,
  at INTEGER NOT NULL,
  due INTEGER,
  sent INTEGER
);
CREATE INDEX mail_person ON mail (person, at);
CREATE INDEX mail_due ON mail (due) WHERE due IS NOT NULL;
CREATE TABLE notice_feed (hash TEXT PRIMARY KEY, person TEXT NOT NULL UNIQUE, made INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Ends the address of somebody's feed. */
export function endFeed(sql: SqlStorage, person: string): void {
  sql.exec('DELETE FROM notice_feed WHERE person = ?', person);
}

/** Deletes what somebody who leaves was told, and would have been. */
export function forgetNotices(sql: SqlStorage, person: string): void {
  endFeed(sql, person);
  sql.exec('DELETE FROM notice WHERE person = ?', person);
  sql.exec('DELETE FROM mail WHERE person = ?', person);
}
