/**
 * The tables of redirects. `key` is the old address (`site/redirects/address.ts`). `story` is the id of the story to which it leads, and
 * `target` what follows the story's address; without a story, `target` is a path of this site or a URL of another one. `leads` is then the
 * key of that path, or the URL: chains are found by it.
 */
export const REDIRECT_TABLES = `
CREATE TABLE redirect (
  key TEXT PRIMARY KEY,
  shard INTEGER NOT NULL,
  story INTEGER,
  target TEXT NOT NULL,
  leads TEXT
) WITHOUT ROWID;
CREATE INDEX redirect_shard ON redirect (shard);
CREATE INDEX redirect_story ON redirect (story) WHERE story IS NOT NULL;
CREATE INDEX redirect_leads ON redirect (leads) WHERE leads IS NOT NULL;
`;
