/**
 * The pace of the watch, in one row: when it runs next, in milliseconds, how many sources it has looked at on a day (UTC), and the
 * sources that it is reading, as JSON. If there are any when it runs, the object was lost while it read them.
 */
export const WATCH_TABLES = `
CREATE TABLE watch_pace (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next INTEGER NOT NULL,
  day TEXT NOT NULL,
  looks INTEGER NOT NULL,
  reading TEXT NOT NULL DEFAULT '[]'
);
`;
