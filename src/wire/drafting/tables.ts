export const DRAFTING_TABLES = '';
