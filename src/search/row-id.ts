/** Row ids count minutes from here, so that stories since 1700 have one above 0. */
const EPOCH = Date.UTC(1700, 0, 1);
const MINUTE = 60_000;
/** How many rows a minute can have: as many as there are story ids. With 28 bits of minutes, ids stay exact in JavaScript. */
const ROWS_PER_MINUTE = 2 ** 24;
const LAST_MINUTE = 2 ** 28 - 1;

const minuteOf = (time: number) => Math.min(Math.max(Math.floor((time - EPOCH) / MINUTE), 0), LAST_MINUTE);

/**
 * Returns the id of a story's row. Rows are in the order of publication, so that the index finds the newest first and stops when it has
 * enough. `published` is in milliseconds.
 */
export const rowId = (published: number, story: number): number =>
  minuteOf(published) * ROWS_PER_MINUTE + (story % ROWS_PER_MINUTE);

/** Returns the smallest id of a story that was published at `time` or later, in milliseconds. */
export const firstRowId = (time: number): number => minuteOf(time) * ROWS_PER_MINUTE;

/** The ids that rows can have. */
export const ALL_ROWS: RowRange = { first: 0, before: (LAST_MINUTE + 1) * ROWS_PER_MINUTE };

/** Rows with ids from `first` on and below `before`. */
export interface RowRange {
  first: number;
  before: number;
}

/** Returns the number of the minute in which the story of a row was published. */
export const minuteOfRow = (id: number): number => Math.floor(id / ROWS_PER_MINUTE);

/** Returns when a minute begins, in milliseconds. */
export const minuteStart = (minute: number): number => EPOCH + minute * MINUTE;
