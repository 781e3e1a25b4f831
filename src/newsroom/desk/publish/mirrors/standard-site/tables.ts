/**
 * The records of stories in the repository of an account on ATProto: the hash of the record that was last sent, empty if it is known
 * that there is none; and why the server refused it.
 */
export const RECORD_TABLES = `
CREATE TABLE atproto_record (story INTEGER PRIMARY KEY, hash TEXT NOT NULL, refusal TEXT);
`;
