import { DurableObject } from 'cloudflare:workers';
import type { IndexedStory } from '../desk/publish/mirrors/indexed-story.ts';
import type { Env } from '../env.ts';
import { KeyValueTable } from '../lib/key-value-table.ts';
import { tokensOf } from '../query/tokens.ts';
import { authorFacet, identityFacet, languageFacet, scopeFacet } from './facets.ts';
import { type Found, type Hit, type IndexQuery, MAX_FOUND } from './index-query.ts';
import { matchExpression, TIERS } from './match.ts';
import { migrate } from './migrations.ts';
import { columnsOf } from './row.ts';
import { firstRowId, rowId } from './row-id.ts';

/** The key of the time when a story last left the index or was replaced in it, in milliseconds. */
const REMOVED = 'removed';

/** What a row says of its story besides its tokens. */
type State = Hit;

/**
 * The index of the search: the words of every story that readers see, in one table of FTS5. The Desk fills it by a mirror
 * (`desk/publish/mirrors/search-mirror.ts`); nothing in it is the only copy.
 */
export class Search extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #keyValues: KeyValueTable;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.#sql = ctx.storage.sql;
    this.#keyValues = new KeyValueTable(this.#sql);
    migrate(ctx.storage);
  }

  /** Takes the current state of stories. Leaves a story as it is that has not changed, unless this is a part of a fill-in. */
  async put(stories: readonly IndexedStory[], isFillIn: boolean): Promise<void> {
    const now = Date.now();
    this.ctx.storage.transactionSync(() => {
      let areRemoved = false;
      for (const story of stories) areRemoved = this.#put(story, isFillIn, now) || areRemoved;
      if (areRemoved) this.#keyValues.set(REMOVED, String(now));
    });
  }

  /** Writes a story's row; returns whether another was replaced or removed. */
  #put({ id, identifier, slug, changed, texts }: IndexedStory, isFillIn: boolean, now: number): boolean {
    const [old] = this.#rows(matchExpression([], [identityFacet(identifier)], []), 1);
    if (!old && texts === null) return false;
    if (old && texts && !isFillIn && old.state.changed === changed && old.state.slug === slug) return false;
    if (old) this.#sql.exec('DELETE FROM story WHERE rowid = ?', old.id);
    if (!texts) return true;
    const { headline, abstract, analysis, sources, facets } = columnsOf(identifier, texts);
    // In a fill-in, the story itself has not changed.
    const indexed = isFillIn && old?.state.changed === changed ? old.state.indexed : now;
    const state: State = { slug, changed, indexed };
    const query = `INSERT OR REPLACE INTO story (rowid, headline, abstract, analysis, sources, facets, state)
      VALUES (?, ?, ?, ?, ?, ?, ?)`;
    const row = rowId(texts.published, id);
    this.#sql.exec(query, row, headline, abstract, analysis, sources, facets, JSON.stringify(state));
    return old !== undefined && indexed === now;
  }

  /** Returns rows that match, all if `match` is empty; the newest first, with ids from `first` on and below `before`. */
  #rows(match: string, limit: number, first = 0, before = Number.MAX_SAFE_INTEGER) {
    const query = `SELECT rowid AS id, state FROM story WHERE ${match && 'story MATCH ? AND'} rowid >= ? AND rowid < ?
      ORDER BY rowid DESC LIMIT ?`;
    return this.#sql
      .exec<{ id: number; state: string }>(query, ...(match ? [match] : []), first, before, limit)
      .toArray()
      .map(({ id, state }) => ({ id, state: JSON.parse(state) as State }));
  }

  /**
   * Finds stories that have every term and facet. By date: the newest first. By relevance: first those that have all terms in the
   * headline, then those that have them in headline and TL;DR, then all others; of each the newest first.
   */
  async find(query: IndexQuery): Promise<Found> {
    const { terms, scopes, author, language, from, before, order, offset, limit } = query;
    const names = tokensOf(author).map(({ token }) => authorFacet(token));
    const facets = [...scopes.map(scopeFacet), ...names, ...(language ? [languageFacet(language)] : [])];
    const tiers = order === 'date' || terms.length === 0 ? TIERS.slice(-1) : TIERS;
    const found = new Map<number, Hit>();
    const isAsked = terms.length + facets.length > 0 || from !== null || before !== null;
    // Nobody has a name without letters and digits.
    if (isAsked && (author === '' || names.length > 0)) {
      const range = [
        from === null ? 0 : firstRowId(from),
        before === null ? undefined : firstRowId(before),
      ] as const;
      for (const columns of tiers) {
        if (found.size > MAX_FOUND) break;
        const match = matchExpression(terms, facets, columns);
        for (const { id, state } of this.#rows(match, MAX_FOUND + 1, ...range))
          if (!found.has(id)) found.set(id, state);
      }
    }
    const hits = [...found.values()].slice(0, MAX_FOUND);
    return {
      hits: hits.slice(offset, offset + limit),
      count: hits.length,
      isMore: found.size > MAX_FOUND,
      removed: Number(this.#keyValues.get(REMOVED) ?? 0),
    };
  }
}
