import { DRAFTING_TABLES } from '../drafting/wire/tables.ts';
import { INTAKE_TABLES } from '../feeds/wire/tables.ts';
import { OPINION_TABLES } from '../opinions/wire/tables.ts';
import { WATCH_TABLES } from '../watch/wire/tables.ts';
import { FETCHING_TABLES } from './fetching/tables.ts';

/** What people are told, as sentences with their values. */
const SAID = `
ALTER TABLE feed ADD COLUMN said TEXT;
ALTER TABLE drafting ADD COLUMN said TEXT;
ALTER TABLE drafting_source ADD COLUMN said TEXT;
`;

/** The migrations in the order in which they are applied. Once deployed, a migration must never change. */
export const MIGRATIONS = [
  `${FETCHING_TABLES}${INTAKE_TABLES}${DRAFTING_TABLES}${WATCH_TABLES}`,
  OPINION_TABLES,
  SAID,
] as const;
