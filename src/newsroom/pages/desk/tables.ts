/** The tables of the newsroom's own pages. `record` is JSON; null in a revision that withdrew the page. */
export const PAGE_TABLES = `
CREATE TABLE page_revision (
  slug TEXT NOT NULL,
  revision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  who TEXT NOT NULL,
  record TEXT,
  PRIMARY KEY (slug, revision)
) WITHOUT ROWID;
`;
