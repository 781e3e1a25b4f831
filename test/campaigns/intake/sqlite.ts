import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { INTAKE_TABLES } from '../../../src/newsroom/feeds/wire/tables.ts';
import { FETCHING_TABLES } from '../../../src/newsroom/wire/fetching/tables.ts';

/** Opens the wire's tables in Node's SQLite, behind the part of a Durable Object's interface that the rooms use. */
export function openTables(): SqlStorage {
  const database = new DatabaseSync(':memory:');
  database.exec(
    `${FETCHING_TABLES}${INTAKE_TABLES} CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID`,
  );
  const statements = new Map<string, StatementSync>();
  const exec = (query: string, ...parameters: SQLInputValue[]) => {
    const statement = statements.get(query) ?? database.prepare(query);
    statements.set(query, statement);
    const rows = statement.all(...parameters);
    return { toArray: () => rows };
  };
  return { exec } as unknown as SqlStorage;
}
