/** What models answered, and when, in milliseconds. `key` is a hash of all that they were asked: no text is kept. */
export const OPINION_TABLES = `
CREATE TABLE opinion (
  key TEXT PRIMARY KEY,
  answer TEXT NOT NULL,
  at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX opinion_at ON opinion (at);
`;
