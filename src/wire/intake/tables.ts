import { GROUPING_TABLES } from './grouping/tables.ts';

export const INTAKE_TABLES = GROUPING_TABLES;
