// The tables of the subscriptions to one topic.
//
// Triggers count the subscriptions of each host, and all subscriptions under an empty host. If each request counted rows instead,
// anyone could use up the account's daily row reads by renewing a subscription again and again.
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

// The table of the class `Unsubscriptions`. Ids only grow, so that the oldest rows can be deleted without counting rows.
const UNSUBSCRIPTIONS = `
CREATE TABLE ended (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  callback TEXT NOT NULL UNIQUE,
  asked INTEGER NOT NULL,
  until INTEGER NOT NULL
);
CREATE INDEX ended_until ON ended (until);
`;

/** The migrations in the order in which they are applied. Once deployed, a migration must never change. */
export const MIGRATIONS = [SUBSCRIPTIONS, UNSUBSCRIPTIONS] as const;
