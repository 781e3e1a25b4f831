/** What the wire knows of hosts: when each may be asked again, in milliseconds, and its robots.txt. */
export const FETCHING_TABLES = `
CREATE TABLE host (
  name TEXT PRIMARY KEY,
  free INTEGER NOT NULL
) WITHOUT ROWID;
`;
