export const INTAKE_TABLES = '';
