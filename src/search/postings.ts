import { matchAny } from './match.ts';

/** The most tokens, and the most ranges of tokens, whose counts are kept; and how many tokens a range has at most that is kept. */
const [MAX_TOKENS, MAX_RANGES, MAX_RANGE] = [20_000, 200, 500];

/**
 * Counts the stories that have a token, by `fts5vocab` (https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module). A count takes
 * one row, and about 2 milliseconds for a token of 100,000 stories. Counts are kept until `forget()`.
 */
export class Postings {
  readonly #sql: SqlStorage;
  readonly #counts = new Map<string, number>();
  readonly #known = new Map<string, boolean>();
  readonly #ranges = new Map<string, ReadonlyMap<string, number>>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether a story has a token. This does not count them, which takes long for a frequent one. */
  has(token: string): boolean {
    const kept = this.#counts.get(token);
    if (kept !== undefined) return kept > 0;
    const known = this.#known.get(token);
    if (known !== undefined) return known;
    const query = 'SELECT 1 FROM story WHERE story MATCH ? LIMIT 1';
    const isKnown = this.#sql.exec(query, matchAny([token]).expression).toArray().length > 0;
    if (this.#known.size >= MAX_TOKENS) this.#known.clear();
    this.#known.set(token, isKnown);
    return isKnown;
  }

  /** Whether more than some stories have a token. */
  isInMore(token: string, than: number): boolean {
    const kept = this.#counts.get(token);
    if (kept !== undefined) return kept > than;
    const query = 'SELECT 1 FROM story WHERE story MATCH ? LIMIT 1 OFFSET ?';
    return this.#sql.exec(query, matchAny([token]).expression, than).toArray().length > 0;
  }

  /** Returns how many stories have a token. */
  count(token: string): number {
    const kept = this.#counts.get(token);
    if (kept !== undefined) return kept;
    const query = 'SELECT doc FROM word WHERE term = ?';
    const count = this.#sql.exec<{ doc: number }>(query, token).toArray()[0]?.doc ?? 0;
    this.#keep(token, count);
    return count;
  }

  #keep(token: string, count: number): void {
    if (this.#counts.size >= MAX_TOKENS) this.#counts.clear();
    this.#counts.set(token, count);
  }

  /** Returns the counts of the tokens that begin with `beginning`, at most 3000 of them, by token. */
  beginningWith(beginning: string): ReadonlyMap<string, number> {
    const kept = this.#ranges.get(beginning);
    if (kept) return kept;
    const query = 'SELECT term, doc FROM word WHERE term >= ? AND term < ? LIMIT 3000';
    const rows = this.#sql
      .exec<{ term: string; doc: number }>(query, beginning, `${beginning}\u{10FFFF}`)
      .toArray();
    for (const { term, doc } of rows) this.#keep(term, doc);
    return this.#keepRange(beginning, rows);
  }

  /** Returns the counts of the tokens from `first` to `last`, by token, the last one first. */
  countBetween(first: string, last: string): ReadonlyMap<string, number> {
    const key = `${first} ${last}`;
    const kept = this.#ranges.get(key);
    if (kept) return kept;
    const query = 'SELECT term, doc FROM word WHERE term >= ? AND term <= ?';
    const rows = this.#sql.exec<{ term: string; doc: number }>(query, first, last).toArray();
    return this.#keepRange(key, rows.reverse());
  }

  #keepRange(key: string, rows: readonly { term: string; doc: number }[]): ReadonlyMap<string, number> {
    const counts = new Map(rows.map(({ term, doc }) => [term, doc]));
    if (this.#ranges.size >= MAX_RANGES) this.#ranges.clear();
    if (counts.size <= MAX_RANGE) this.#ranges.set(key, counts);
    return counts;
  }

  /** Forgets all counts, because the index has changed. */
  forget(): void {
    this.#counts.clear();
    this.#known.clear();
    this.#ranges.clear();
  }
}
