// The tables of the followers, and of what they are sent. Times are in milliseconds.
//
// `server` has an address for each server that has followers: its shared inbox, or the follower's own if it has none. `sent` is the last
// activity that it was sent, or that was not for it; so a new activity is one row, however many servers it goes to. Triggers count the
// followers of each server and of each actor, because anybody can follow again and again.
const FOLLOWERS = `
CREATE TABLE server (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  inbox TEXT NOT NULL UNIQUE,
  host TEXT NOT NULL,
  followers INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL,
  due INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  failing INTEGER
);
CREATE INDEX server_sent ON server (sent);
CREATE INDEX server_host ON server (host);
CREATE TABLE follower (
  followed TEXT NOT NULL,
  actor TEXT NOT NULL,
  server INTEGER NOT NULL,
  follow TEXT NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (followed, actor)
) WITHOUT ROWID;
CREATE INDEX follower_actor ON follower (actor);
CREATE INDEX follower_server ON follower (server, followed);
CREATE TABLE tally (followed TEXT PRIMARY KEY, followers INTEGER NOT NULL) WITHOUT ROWID;
CREATE TRIGGER follower_begins AFTER INSERT ON follower BEGIN
  UPDATE server SET followers = followers + 1 WHERE id = NEW.server;
  INSERT INTO tally VALUES (NEW.followed, 1) ON CONFLICT (followed) DO UPDATE SET followers = followers + 1;
END;
CREATE TRIGGER follower_ends AFTER DELETE ON follower BEGIN
  UPDATE server SET followers = followers - 1 WHERE id = OLD.server;
  DELETE FROM server WHERE id = OLD.server AND followers = 0;
  UPDATE tally SET followers = followers - 1 WHERE followed = OLD.followed;
END;
`;

// `ended` has the ids of activities that may not take effect again: a Follow that was undone, and what undid it.
const ENDED = `
CREATE TABLE ended (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  actor TEXT NOT NULL,
  activity TEXT NOT NULL,
  until INTEGER NOT NULL,
  UNIQUE (actor, activity)
);
CREATE INDEX ended_until ON ended (until);
`;

// `audience` is the JSON list of the actors whose followers get an activity, `sender` the one who sends it. An activity is superseded
// once a later one says all that it says. `answer` has what goes to one inbox alone. `cavage` has the hosts that sign by the
// older draft, or did not understand RFC 9421, and until when that is believed.
const ACTIVITIES = `
CREATE TABLE activity (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  story INTEGER,
  sender TEXT NOT NULL,
  audience TEXT NOT NULL,
  body TEXT NOT NULL,
  added INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX activity_story ON activity (story);
CREATE TABLE delivery (
  activity INTEGER NOT NULL,
  server INTEGER NOT NULL,
  host TEXT NOT NULL,
  at INTEGER NOT NULL,
  failure TEXT,
  PRIMARY KEY (activity, server)
) WITHOUT ROWID;
CREATE TABLE answer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  address TEXT NOT NULL UNIQUE,
  inbox TEXT NOT NULL,
  host TEXT NOT NULL,
  sender TEXT NOT NULL,
  body TEXT NOT NULL,
  due INTEGER NOT NULL,
  failures INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX answer_host ON answer (host);
CREATE INDEX answer_due ON answer (due);
CREATE TABLE cavage (host TEXT PRIMARY KEY, until INTEGER NOT NULL) WITHOUT ROWID;
`;

/** The migrations in the order in which they are applied. Once deployed, a migration must never change. */
export const MIGRATIONS = [`${FOLLOWERS}${ENDED}${ACTIVITIES}`] as const;
