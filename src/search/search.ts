import { DurableObject } from 'cloudflare:workers';
import { KeyValueTable } from '../lib/key-value-table.ts';
import type { IndexedStory } from '../newsroom/desk/publish/mirrors/indexed-story.ts';
import type { Env } from '../platform/env.ts';
import type { Term } from '../site/query/terms.ts';
import { tokensOf } from '../site/query/tokens.ts';
import { affordableStories, costOf, MAX_COST } from './cost.ts';
import { authorFacet, identityFacet, languageFacet, scopeFacet } from './facets.ts';
import { type Found, type Hit, type IndexQuery, MAX_FOUND } from './index-query.ts';
import { type Match, matchAll, matchAny, matchFacets, PLACES, withinPeriods } from './match.ts';
import { migrate } from './migrations.ts';
import { newestStories } from './periods.ts';
import { Postings } from './postings.ts';
import { columnsOf } from './row.ts';
import { ALL_ROWS, firstRowId, type RowRange, rowId } from './row-id.ts';

/** The key of the time when a story last left the index or was replaced in it, in milliseconds. */
const REMOVED = 'removed';

/**
 * The index of the search: the words of every story that readers see, in one table of FTS5. The Desk fills it by a mirror
 * (`newsroom/desk/publish/mirrors/search-mirror.ts`); nothing in it is the only copy.
 */
export class Search extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #keyValues: KeyValueTable;
  readonly #postings: Postings;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#keyValues = new KeyValueTable(this.#sql);
    this.#postings = new Postings(this.#sql);
    migrate(ctx.storage);
  }

  /** Takes the current state of stories. Leaves a story as it is that has not changed, unless this is a part of a fill-in. */
  async put(stories: readonly IndexedStory[], isFillIn: boolean): Promise<void> {
    const now = Date.now();
    this.#postings.forget();
    this.ctx.storage.transactionSync(() => {
      let areRemoved = false;
      for (const story of stories) areRemoved = this.#put(story, isFillIn, now) || areRemoved;
      if (areRemoved) this.#keyValues.set(REMOVED, String(now));
    });
  }

  /** Writes a story's row; returns whether another was replaced or removed. */
  #put({ id, identifier, slug, changed, texts }: IndexedStory, isFillIn: boolean, now: number): boolean {
    const [old] = this.#rows(matchFacets([identityFacet(identifier)]).expression, ALL_ROWS, 1);
    if (!old && texts === null) return false;
    if (old && texts && !isFillIn && old.state.changed === changed && old.state.slug === slug) return false;
    if (old) this.#sql.exec('DELETE FROM story WHERE rowid = ?', old.id);
    if (!texts) return true;
    const row = rowId(texts.published, id);
    const { headline, abstract, analysis, sources, facets } = columnsOf(row, identifier, texts);
    // In a fill-in, the story itself has not changed.
    const indexed = isFillIn && old?.state.changed === changed ? old.state.indexed : now;
    const state: Hit = { slug, changed, indexed };
    const query = `INSERT OR REPLACE INTO story (rowid, headline, abstract, analysis, sources, facets, state)
      VALUES (?, ?, ?, ?, ?, ?, ?)`;
    this.#sql.exec(query, row, headline, abstract, analysis, sources, facets, JSON.stringify(state));
    return old !== undefined && indexed === now;
  }

  /** Returns the rows of a range that match an expression, all if it is empty; the newest first. */
  #rows(expression: string, { first, before }: RowRange, limit: number) {
    const query = `SELECT rowid AS id, state FROM story WHERE ${expression && 'story MATCH ? AND'} rowid >= ? AND rowid < ?
      ORDER BY rowid DESC LIMIT ?`;
    return this.#sql
      .exec<{ id: number; state: string }>(query, ...(expression ? [expression] : []), first, before, limit)
      .toArray()
      .map(({ id, state }) => ({ id, state: JSON.parse(state) as Hit }));
  }

  /**
   * Returns the rows of a range that match, at most one more than a search leads to; the newest first. If reading all rows would cost
   * too much, `since` is when the first story was published that was read, in milliseconds.
   */
  #find({ expression, lists }: Match, range: RowRange) {
    const limit = MAX_FOUND + 1;
    const cost = costOf(lists, this.#postings);
    if (lists.length > 0 && cost === 0) return { rows: [], since: null };
    if (cost <= MAX_COST) return { rows: this.#rows(expression, range, limit), since: null };
    const { periods, since } = newestStories(this.#postings, range, affordableStories(lists));
    if (periods.length === 0) return { rows: [], since: null };
    return { rows: this.#rows(withinPeriods(expression, periods), range, limit), since };
  }

  /** Returns the indexes of the terms that are in no story: none has the word, or one word of the phrase. */
  #missing(terms: readonly Term[]): number[] {
    const known = new Map<string, boolean>();
    const isNowhere = ({ expression }: Match) => {
      const isNone = known.get(expression) ?? this.#rows(expression, ALL_ROWS, 1).length === 0;
      known.set(expression, isNone);
      return isNone;
    };
    return terms.flatMap((term, index) =>
      matchAll([term], [], 'anywhere').lists.some(({ tokens }) => isNowhere(matchAny(tokens))) ? [index] : [],
    );
  }

  /**
   * Finds stories that have every term and facet. By date: the newest first. By relevance: first those that have all terms in the
   * headline, then those that have them in headline and TL;DR, then all others; of each the newest first.
   */
  async find(query: IndexQuery): Promise<Found> {
    const { terms, scopes, author, language, from, before, order, offset, limit } = query;
    const authorFacets = tokensOf(author).map(({ token }) => authorFacet(token));
    const facets = [
      ...scopes.map(scopeFacet),
      ...authorFacets,
      ...(language ? [languageFacet(language)] : []),
    ];
    const places = order === 'date' || terms.length === 0 ? PLACES.slice(-1) : PLACES;
    const found = new Map<number, Hit>();
    let oldest: number | null = null;
    const isAsked = terms.length + facets.length > 0 || from !== null || before !== null;
    // Nobody has a name without letters and digits.
    if (isAsked && (author === '' || authorFacets.length > 0)) {
      const range = {
        first: from === null ? ALL_ROWS.first : firstRowId(from),
        before: before === null ? ALL_ROWS.before : firstRowId(before),
      };
      for (const place of places) {
        if (found.size > MAX_FOUND) break;
        const { rows, since } = this.#find(matchAll(terms, facets, place), range);
        for (const { id, state } of rows) if (!found.has(id)) found.set(id, state);
        oldest = since;
      }
    }
    const hits = [...found.values()].slice(0, MAX_FOUND);
    const isMore = found.size > MAX_FOUND;
    return {
      hits: hits.slice(offset, offset + limit),
      count: hits.length,
      isMore,
      since: isMore ? null : oldest,
      missing: hits.length === 0 ? this.#missing(terms) : [],
      removed: Number(this.#keyValues.get(REMOVED) ?? 0),
    };
  }
}
