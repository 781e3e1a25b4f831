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

/** What is typed of pages and not published. `typed` is JSON. */
export const PAGE_DRAFT_TABLE = `
CREATE TABLE page_draft (
  slug TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  "by" TEXT NOT NULL,
  base INTEGER NOT NULL,
  typed TEXT NOT NULL
) WITHOUT ROWID;
`;
