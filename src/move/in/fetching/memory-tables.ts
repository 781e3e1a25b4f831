import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { FETCHING_TABLES, type FetchingTables } from '../../../newsroom/wire/fetching/tables.ts';

/** Opens the tables of what the wire knows of hosts, in memory, as the wire's classes use them. */
export function openMemoryTables(): FetchingTables {
  const database = new DatabaseSync(':memory:');
  database.exec(FETCHING_TABLES);
  const exec = (query: string, ...parameters: SQLInputValue[]) => {
    const rows = database.prepare(query).all(...parameters);
    return { toArray: () => rows };
  };
  return { exec } as FetchingTables;
}
