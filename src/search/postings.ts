import { matchAny } from './match.ts';

/** The most tokens, and the most ranges of tokens, whose counts are kept; and how many tokens a range has at most that is kept. */
const [MAX_TOKENS, MAX_RANGES, MAX_RANGE] = [20_000, 200, 500];
/** The most tokens that are looked at of those that begin with something, and that a search looks at in all. */
const [MAX_BEGINNING, MAX_LOOKED_AT] = [3000, 20_000];
/** In how many stories a token may be for its neighbours to be looked for. */
const MAX_COMPARED = 5000;

/**
 * Counts the stories that have a token, by `fts5vocab` (https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module). A count takes
 * one row, and about 2 milliseconds for a token of 100,000 stories. Counts are kept until `forget()`.
 */
export class Postings {
  readonly #sql: SqlStorage;
  readonly #counts = new Map<string, number>();
  readonly #known = new Map<string, boolean>();
  readonly #ranges = new Map<string, ReadonlyMap<string, number>>();
  /** How many tokens this search may still look at. */
  #left = MAX_LOOKED_AT;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether a story has a token. This does not count them, which takes long for a frequent one. */
  has(token: string): boolean {
    const kept = this.#counts.get(token);
    return kept === undefined ? this.#isAny(matchAny([token]).expression) : kept > 0;
  }

  /** Whether a story has a token in its own words, and a facet. A frequent token counts as one that does. */
  isBeside(token: string, facet: string): boolean {
    if (this.count(token) > MAX_COMPARED) return true;
    const { expression } = matchAny([token], '{headline abstract analysis} : ');
    return this.#isAny(`${expression} AND ${matchAny([facet]).expression}`);
  }

  /** Whether a story matches an expression. */
  #isAny(expression: string): boolean {
    const known = this.#known.get(expression);
    if (known !== undefined) return known;
    const isAny =
      this.#sql.exec('SELECT 1 FROM story WHERE story MATCH ? LIMIT 1', expression).toArray().length > 0;
    if (this.#known.size >= MAX_TOKENS) this.#known.clear();
    this.#known.set(expression, isAny);
    return isAny;
  }

  /** Begins another search, which may look at as many tokens. */
  beginSearch(): void {
    this.#left = MAX_LOOKED_AT;
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

  /**
   * Returns the counts of the tokens that begin with `beginning`, by token: at most 3000 of them, and none once the search has looked at as
   * many as it may. Those that are kept count too, so that equal searches find the same.
   */
  beginningWith(beginning: string): ReadonlyMap<string, number> {
    const limit = Math.min(MAX_BEGINNING, this.#left);
    const kept = this.#ranges.get(beginning);
    if (kept && kept.size <= limit) {
      this.#left -= kept.size;
      return kept;
    }
    const query = 'SELECT term, doc FROM word WHERE term >= ? AND term < ? LIMIT ?';
    const rows = this.#sql
      .exec<{ term: string; doc: number }>(query, beginning, `${beginning}\u{10FFFF}`, limit)
      .toArray();
    this.#left -= rows.length;
    for (const { term, doc } of rows) this.#keep(term, doc);
    if (rows.length === limit && limit < MAX_BEGINNING)
      return new Map(rows.map(({ term, doc }) => [term, doc]));
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
