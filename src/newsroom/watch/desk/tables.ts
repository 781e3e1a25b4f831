/**
 * What the watch knows of each cited source: `watched_source`, a row for each URL, whose `state` is JSON; its other columns repeat
 * what queries need. `cited_source` leads from a URL to the published stories that cite it, with the words that they quote, as JSON;
 * `stale` says that a story's page does not yet show what readers are told. `swept_story` is the revision that a story's rows were
 * made from. Times are in milliseconds.
 */
export const OBSERVATION_TABLES = `
CREATE TABLE watched_source (
  url TEXT PRIMARY KEY,
  urgency INTEGER NOT NULL,
  due INTEGER NOT NULL,
  listed TEXT,
  found INTEGER,
  state TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX watched_source_due ON watched_source (urgency, due);
CREATE INDEX watched_source_listed ON watched_source (listed, found) WHERE listed IS NOT NULL;
CREATE TABLE cited_source (
  url TEXT NOT NULL,
  story INTEGER NOT NULL,
  published INTEGER NOT NULL,
  quotes TEXT NOT NULL,
  archived INTEGER NOT NULL,
  stale INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (url, story)
) WITHOUT ROWID;
CREATE INDEX cited_source_story ON cited_source (story);
CREATE INDEX cited_source_stale ON cited_source (stale) WHERE stale = 1;
CREATE TABLE swept_story (story INTEGER PRIMARY KEY, revision INTEGER NOT NULL, status TEXT NOT NULL);
`;
