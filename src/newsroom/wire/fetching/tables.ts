/**
 * What the wire knows of hosts. `host.free` is when a host may be asked again. `policy` has robots.txt files and licences by their
 * address: `text` is null if the file could not be read, and `due` is when to read it again. Times are in milliseconds.
 */
export const FETCHING_TABLES = `
CREATE TABLE host (
  name TEXT PRIMARY KEY,
  free INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE policy (
  url TEXT PRIMARY KEY,
  text TEXT,
  due INTEGER NOT NULL
);
`;

/** The part of a Durable Object's SQLite that fetching uses, so that it runs elsewhere, too. */
export interface FetchingTables {
  exec<Row extends Record<string, string | number | null>>(
    query: string,
    ...parameters: (string | number | null)[]
  ): { toArray(): Row[] };
}
