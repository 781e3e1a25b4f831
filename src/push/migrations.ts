// The tables of the subscriptions to one feed.
//
// Subscriptions are tallied as they come and go, under their host and together under no name: counting them for each
// request would let whoever renews one over and over use up the rows that the account may read.
const SUBSCRIPTIONS = `
CREATE TABLE IF NOT EXISTS subscription (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  callback TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  secret TEXT,
  expires INTEGER NOT NULL,
  asked INTEGER NOT NULL,
  delivered TEXT,
  ticket INTEGER NOT NULL DEFAULT 0,
  due INTEGER,
  failures INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS subscription_expires ON subscription (expires);
CREATE INDEX IF NOT EXISTS subscription_due ON subscription (due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS tally (host TEXT PRIMARY KEY, subscriptions INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS subscription_begins AFTER INSERT ON subscription BEGIN
  INSERT INTO tally VALUES ('', 1), (NEW.host, 1) ON CONFLICT (host) DO UPDATE SET subscriptions = subscriptions + 1;
END;
CREATE TRIGGER IF NOT EXISTS subscription_ends AFTER DELETE ON subscription BEGIN
  UPDATE tally SET subscriptions = subscriptions - 1 WHERE host IN ('', OLD.host);
  DELETE FROM tally WHERE host IN ('', OLD.host) AND subscriptions = 0;
END;
`;

// What a callback has ended leaves when it was asked to, as a request to begin that was asked for before may be answered
// later. The ids count them, so that none need be counted.
const UNSUBSCRIPTIONS = `
CREATE TABLE ended (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  callback TEXT NOT NULL UNIQUE,
  asked INTEGER NOT NULL,
  until INTEGER NOT NULL
);
CREATE INDEX ended_until ON ended (until);
`;

/** What made the tables what they are, in its order; a step once taken is never changed. */
export const MIGRATIONS = [SUBSCRIPTIONS, UNSUBSCRIPTIONS] as const;
