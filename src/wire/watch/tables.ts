/** The pace of the watch, in one row: when it runs next, in milliseconds, and how many sources it has looked at on a day (UTC). */
export const WATCH_TABLES = `
CREATE TABLE watch_pace (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next INTEGER NOT NULL,
  day TEXT NOT NULL,
  looks INTEGER NOT NULL
);
`;
