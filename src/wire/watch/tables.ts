export const LOOK_TABLES = '';
