/**
 * What followers in the fediverse have been told of each story: the hash of its record, the accounts that share it (as a JSON list of
 * their actors), whether it was sent when it was published, whether it was taken back since, and how many corrections it had.
 */
export const TOLD_TABLE = `
CREATE TABLE fediverse_story (
  story INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  shared TEXT NOT NULL,
  sent INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  corrections INTEGER NOT NULL
);
`;
