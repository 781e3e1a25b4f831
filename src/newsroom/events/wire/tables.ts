/**
 * What feeds report. `item` has an article once, however many feeds list it; `appearance` says which do. `at` is when it was
 * published, or seen if that is earlier. Times are in milliseconds.
 *
 * `event` has what its items add up to; `head` is its first report, `changed` when its last one was seen. `event_merge` leads from
 * the number of an event that was merged into another one. `index_page` keeps what the index in memory has, 64 items to a row,
 * because the free plan counts rows. `event_seen` is until when a person has seen the events.
 */
export const GROUPING_TABLES = `
CREATE TABLE item (
  id INTEGER PRIMARY KEY,
  comparable TEXT NOT NULL UNIQUE,
  feed TEXT NOT NULL,
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  outlet TEXT NOT NULL,
  language TEXT,
  at INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  event INTEGER NOT NULL,
  copy_of INTEGER
);
CREATE INDEX item_seen ON item (seen);
CREATE INDEX item_event ON item (event, outlet);
CREATE TABLE appearance (
  feed TEXT NOT NULL,
  entry TEXT NOT NULL,
  item INTEGER NOT NULL,
  PRIMARY KEY (feed, entry)
) WITHOUT ROWID;
CREATE INDEX appearance_item ON appearance (item);
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  head INTEGER NOT NULL,
  language TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  outlets INTEGER NOT NULL,
  rank INTEGER NOT NULL
);
CREATE INDEX event_rank ON event (rank);
CREATE INDEX event_language ON event (language, rank);
CREATE TABLE event_merge (
  gone INTEGER PRIMARY KEY,
  kept INTEGER NOT NULL,
  at INTEGER NOT NULL
);
CREATE INDEX event_merge_kept ON event_merge (kept);
CREATE TABLE index_page (
  page INTEGER PRIMARY KEY,
  last INTEGER NOT NULL,
  entries TEXT NOT NULL
);
CREATE TABLE event_seen (
  person TEXT PRIMARY KEY,
  at INTEGER NOT NULL
) WITHOUT ROWID;
`;
