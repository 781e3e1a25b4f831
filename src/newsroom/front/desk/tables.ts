/**
 * The table of what editors have arranged of the front page. `arranged` is JSON: all that was arranged at that version, with stories by their
 * identifiers. The newest is in force. `who` is null for what ended by itself.
 */
export const FRONT_TABLE = `
CREATE TABLE front_version (
  version INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT,
  arranged TEXT NOT NULL
);
`;
