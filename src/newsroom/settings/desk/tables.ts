/** The table of saved settings. `saved` is JSON: all that was saved at that version. The newest is in force. */
export const SETTINGS_TABLE = `
CREATE TABLE settings_version (
  version INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  saved TEXT NOT NULL
);
`;
