import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { MIGRATIONS } from '../../../src/newsroom/wire/migrations.ts';

/** Opens the wire's tables in Node's SQLite, behind the part of a Durable Object's interface that the rooms use. */
export function openTables(): SqlStorage {
  const database = new DatabaseSync(':memory:');
  for (const migration of MIGRATIONS) database.exec(migration);
  database.exec('CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID');
  const statements = new Map<string, StatementSync>();
  const exec = (query: string, ...parameters: SQLInputValue[]) => {
    const statement = statements.get(query) ?? database.prepare(query);
    statements.set(query, statement);
    const rows = statement.all(...parameters);
    return { toArray: () => rows };
  };
  return { exec } as unknown as SqlStorage;
}
