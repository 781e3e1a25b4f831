import { GROUPING_TABLES } from '../../events/wire/tables.ts';

/**
 * `feed` has what the newsroom follows: where (`address` as it was added, `url` after permanent redirects), and how its last answers
 * were. `next` is null while it is not asked. `added_by` is null if only data/site.json lists it. `seen` (hashes of identifiers),
 * `appearances` (times) and `hints` are JSON. A removed feed stays for a day, so that adding it again repeats no request.
 * `feed_hub` has the subscriptions at hubs. Times are in milliseconds.
 */
export const INTAKE_TABLES = `${GROUPING_TABLES}
CREATE TABLE feed (
  id TEXT PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  title TEXT,
  home TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'muted', 'stopped', 'removed')),
  in_file INTEGER NOT NULL,
  added_by TEXT,
  added INTEGER NOT NULL,
  etag TEXT,
  last_modified TEXT,
  asked INTEGER,
  unconditional INTEGER,
  next INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  answer TEXT,
  hints TEXT NOT NULL DEFAULT '{}',
  appearances TEXT NOT NULL DEFAULT '[]',
  seen TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX feed_url ON feed (url);
CREATE INDEX feed_next ON feed (next) WHERE next IS NOT NULL;
CREATE TABLE feed_hub (
  feed TEXT PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  hub TEXT NOT NULL,
  topic TEXT NOT NULL,
  secret TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'active', 'denied', 'leaving')),
  expires INTEGER,
  delivered INTEGER,
  next INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX feed_hub_next ON feed_hub (next);
`;
