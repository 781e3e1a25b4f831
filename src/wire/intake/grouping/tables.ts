/**
 * What feeds report. `item` has an article once, however many feeds list it; `appearance` says which do. `at` is when it was
 * published, or seen if that is earlier. Times are in milliseconds.
 */
export const GROUPING_TABLES = `
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  canonical TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  publisher TEXT,
  language TEXT,
  at INTEGER NOT NULL,
  seen INTEGER NOT NULL
);
CREATE INDEX item_seen ON item (seen);
CREATE TABLE appearance (
  feed TEXT NOT NULL,
  entry TEXT NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (feed, entry)
) WITHOUT ROWID;
CREATE INDEX appearance_item ON appearance (item);
`;
