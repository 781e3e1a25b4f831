import { DurableObject } from 'cloudflare:workers';
import { KeyValueTable } from '../lib/key-value-table.ts';
import type { IndexedStory } from '../newsroom/desk/publish/mirrors/indexed-story.ts';
import type { Env } from '../platform/env.ts';
import { type Term, termsOf } from '../site/query/terms.ts';
import { isFromRun, tokensOf } from '../site/query/tokens.ts';
import { affordableStories, costOf, MAX_COST } from './cost.ts';
import { authorFacet, identityFacet, isFacet, languageFacet, scopeFacet } from './facets.ts';
import { type Found, type Hit, type IndexQuery, MAX_FOUND } from './index-query.ts';
import {
  type Choice,
  ELLIPSIS,
  type Match,
  matchAll,
  matchAny,
  matchFacets,
  PLACES,
  type Place,
  type Sought,
  withinPeriods,
} from './match.ts';
import { migrate } from './migrations.ts';
import { newestStories } from './periods.ts';
import { Postings } from './postings.ts';
import { columnsOf } from './row.ts';
import { ALL_ROWS, firstRowId, type RowRange, rowId } from './row-id.ts';
import { type Choices, Expander } from './words/expand.ts';
import { LANGUAGES } from './words/languages.ts';

/** The key of the time when a story last left the index or was replaced in it, in milliseconds. */
const REMOVED = 'removed';
/** The most that all expressions of a search may cost together: as much as one for each place. */
const MAX_TOTAL_COST = PLACES.length * MAX_COST;
/** The most that an expression of other forms may cost; and what must be left for one, which would else read too few stories. */
const [MAX_FORMS_COST, MIN_LEFT] = [MAX_COST / 2, MAX_COST / 3];
/** How much of what will do for a term an expression takes: the words themselves, their forms too, or everything. */
const LEVELS = ['exact', 'forms', 'wide'] as const;
type Level = (typeof LEVELS)[number];
/** The most words that are mended in a search. */
const MAX_MENDED = 2;
/** The most terms, the rarest first, by which stories are found that have some of them, and the most stories of each. */
const [MAX_COUNTED_TERMS, MAX_COUNTED_STORIES] = [8, 100];

/** What a search may still cost, and where it looks. */
interface Frame {
  range: RowRange;
  facets: readonly string[];
  order: IndexQuery['order'];
  left: number;
}

/** What a search has found so far, in its order. */
interface Collected {
  found: Set<number>;
  since: number | null;
  /** Whether each story has only what is made with some word, or related to it. */
  isRelated: boolean;
}

/** Returns what will do for a term on a level. */
const choicesOf = (choices: Choices, level: Level): Choice[] =>
  LEVELS.slice(0, LEVELS.indexOf(level) + 1).flatMap((each) => choices[each]);

/** A step of a search. */
interface Step {
  place: Place;
  level: Level;
}
/** Returns the steps of a search: each place with each level. */
const stepsOf = (places: readonly Place[], levels: readonly Level[]): Step[] =>
  places.flatMap((place) => levels.map((level) => ({ place, level })));

/** Whether a term is a run of characters with several words, perhaps. */
const isRun = ({ tokens, isQuoted }: Term) => !isQuoted && tokens.length > 2 && tokens.every(isFromRun);

/** Returns a term with everything that has been searched for in its place, by which a page marks it. */
function asSearched(term: Term, choices: Choices): Term {
  const rows = choicesOf(choices, 'wide')
    .flat()
    .filter((row) => !row.some(isFacet));
  return {
    ...term,
    forms: rows.flatMap((row) => (row.length === 1 || row.includes(ELLIPSIS) ? row.slice(0, 1) : [])),
    rows: rows.filter((row) => row.length > 1 && !row.includes(ELLIPSIS)),
  };
}

/**
 * The index of the search: the words of every story that readers see, in one table of FTS5. The Desk fills it by a mirror
 * (`newsroom/desk/publish/mirrors/search-mirror.ts`); nothing in it is the only copy.
 */
export class Search extends DurableObject<Env> {
  readonly #sql: SqlStorage;
  readonly #keyValues: KeyValueTable;
  readonly #postings: Postings;
  /** The languages in which the index has stories, until it changes. */
  #known: string[] | undefined;

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
    this.#known = undefined;
    this.ctx.storage.transactionSync(() => {
      let areRemoved = false;
      for (const story of stories) areRemoved = this.#put(story, isFillIn, now) || areRemoved;
      if (areRemoved) this.#keyValues.set(REMOVED, String(now));
    });
  }

  /** Writes a story's row; returns whether another was replaced or removed. */
  #put(
    { id: number, identifier, slug, changed, texts }: IndexedStory,
    isFillIn: boolean,
    now: number,
  ): boolean {
    const [id] = this.#ids(matchFacets([identityFacet(identifier)]).expression, ALL_ROWS, 1);
    const old = id === undefined ? undefined : { id, state: this.#stateOf(id) };
    if (!old && texts === null) return false;
    if (old && texts && !isFillIn && old.state.changed === changed && old.state.slug === slug) return false;
    if (old) this.#sql.exec('DELETE FROM story WHERE rowid = ?', old.id);
    if (!texts) return true;
    const row = rowId(texts.published, number);
    const { headline, abstract, analysis, sources, facets } = columnsOf(row, identifier, texts);
    // In a fill-in, the story itself has not changed.
    const indexed = isFillIn && old?.state.changed === changed ? old.state.indexed : now;
    const state: Hit = { slug, changed, indexed };
    const query = `INSERT OR REPLACE INTO story (rowid, headline, abstract, analysis, sources, facets, state)
      VALUES (?, ?, ?, ?, ?, ?, ?)`;
    this.#sql.exec(query, row, headline, abstract, analysis, sources, facets, JSON.stringify(state));
    return old !== undefined && indexed === now;
  }

  /** Returns the ids of the rows of a range that match an expression, all if it is empty; the newest first. */
  #ids(expression: string, { first, before }: RowRange, limit: number): number[] {
    const query = `SELECT rowid AS id FROM story WHERE ${expression && 'story MATCH ? AND'} rowid >= ? AND rowid < ?
      ORDER BY rowid DESC LIMIT ?`;
    return this.#sql
      .exec<{ id: number }>(query, ...(expression ? [expression] : []), first, before, limit)
      .toArray()
      .map(({ id }) => id);
  }

  #stateOf(id: number): Hit {
    const query = 'SELECT state FROM story WHERE rowid = ?';
    return JSON.parse(this.#sql.exec<{ state: string }>(query, id).one().state) as Hit;
  }

  /**
   * Returns the ids of the rows that match, at most one more than a search leads to; the newest first. If reading all rows would cost
   * too much, `since` is when the first story was published that was read, in milliseconds.
   */
  #find(match: Match, frame: Frame, atMost = MAX_COST) {
    const limit = MAX_FOUND + 1;
    const { expression, lists } = match;
    const cost = costOf(match, this.#postings);
    const most = Math.min(atMost, frame.left);
    if (lists.length > 0 && cost === 0) return { ids: [], since: null };
    frame.left -= Math.min(cost, most);
    if (cost <= most) return { ids: this.#ids(expression, frame.range, limit), since: null };
    const { periods, since } = newestStories(this.#postings, frame.range, affordableStories(match, most));
    if (periods.length === 0) return { ids: [], since: null };
    return { ids: this.#ids(withinPeriods(expression, periods), frame.range, limit), since };
  }

  /** Finds stories that have every term, up to a level: of each place, those with the words themselves first. */
  #collect(terms: readonly Choices[], excluded: readonly Choice[], frame: Frame, last: Level): Collected {
    const places: readonly Place[] = frame.order === 'date' || terms.length === 0 ? PLACES.slice(-1) : PLACES;
    const has = (level: Level) => terms.some((choices) => choices[level].length > 0);
    // By date, no level comes before another: the last one has everything.
    const all = LEVELS.slice(0, LEVELS.indexOf(last) + 1).filter((level) => level === 'exact' || has(level));
    const levels = frame.order === 'date' ? all.slice(-1) : all;
    // What is related by a part of a word comes after everything else.
    const [near, far] = [
      levels.filter((level) => level !== 'wide'),
      levels.filter((level) => level === 'wide'),
    ];
    const ranked = [...stepsOf(places, near), ...stepsOf(places, far)];
    const ids = new Map<Step, number[]>();
    const idsIn = (steps: readonly Step[]) => new Set(steps.flatMap((step) => ids.get(step) ?? []));
    let oldest: number | null = null;
    // The words themselves are looked for first, since a search may cost only so much.
    for (const step of ranked.toSorted(
      (one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level),
    )) {
      const isFull = idsIn(ranked.slice(0, ranked.indexOf(step))).size > MAX_FOUND;
      if (isFull || (step.level !== levels[0] && frame.left < MIN_LEFT)) continue;
      const sought: Sought = {
        terms: terms.map((choices) => choicesOf(choices, step.level)),
        facets: frame.facets,
        excluded,
      };
      const most = step.level === levels[0] ? MAX_COST : MAX_FORMS_COST;
      const found = this.#find(matchAll(sought, step.place), frame, most);
      ids.set(step, found.ids);
      if (step.place === 'anywhere' && found.since !== null)
        oldest = Math.max(oldest ?? found.since, found.since);
    }
    const found = idsIn(ranked);
    const isRelated = found.size > 0 && idsIn(ranked.filter(({ level }) => level !== 'wide')).size === 0;
    return { found, since: oldest, isRelated };
  }

  /** Returns the languages in which the index has stories, of those that have rules. */
  #languages(): string[] {
    this.#known ??= Object.keys(LANGUAGES).filter(
      (tag) => this.#ids(matchFacets([languageFacet(tag)]).expression, ALL_ROWS, 1).length > 0,
    );
    return this.#known;
  }

  /** Finds stories that have most of the terms that few stories have, or else half of them: those with the most and rarest first, of equals the newest. */
  #some(
    sought: readonly Term[],
    terms: readonly Choices[],
    excluded: readonly Choice[],
    frame: Frame,
  ): Collected {
    // A run of characters has no spaces between its words: each of its pairs counts.
    const choices = terms.flatMap((each, index) => {
      const term = sought[index] as Term;
      return isRun(term) ? term.tokens.map((token) => [[[token]]]) : [choicesOf(each, 'forms')];
    });
    // Of phrases, none has a part that counts. What more than some stories have is not counted further.
    const idsOf = (words: readonly Choice[], place: Place) => {
      const match = matchAll({ terms: [words], facets: frame.facets, excluded }, place);
      // Few stories may have both a word and a facet, so that FTS5 would go through many.
      return frame.facets.length + excluded.length > 0
        ? this.#find(match, frame).ids
        : this.#ids(match.expression, frame.range, MAX_COUNTED_STORIES + 1);
    };
    const counted = choices
      .map((each) => each.filter((rows) => rows.flat().length === 1))
      .filter((words) => words.length > 0)
      .map((words) => ({ words, ids: idsOf(words, 'anywhere') }))
      .filter(({ ids }) => ids.length > 0)
      .sort((one, other) => one.ids.length - other.ids.length)
      .slice(0, MAX_COUNTED_TERMS);
    const isRare = (ids: readonly number[]) => ids.length <= MAX_COUNTED_STORIES;
    const rare = counted.filter(({ ids }) => isRare(ids)).length || counted.length;
    const scores = new Map<number, { score: number; rare: number }>();
    for (const [index, { words, ids }] of counted.entries()) {
      // A word says the more of a story the fewer have it, and says it twice in a headline.
      const weight = 1 / Math.log2(2 + ids.length);
      const add = (id: number, isCounted: boolean) => {
        const { score = 0, rare: known = 0 } = scores.get(id) ?? {};
        scores.set(id, { score: score + weight, rare: known + (isCounted ? 1 : 0) });
      };
      for (const id of ids) add(id, index < rare);
      // Topics are in no headline.
      const inHeadline = words.filter((rows) => !rows.flat().some(isFacet));
      if (inHeadline.length > 0) for (const id of idsOf(inHeadline, 'headline')) add(id, false);
    }
    const sorted = [...scores].sort(([one, a], [other, b]) => b.score - a.score || other - one);
    const having = (fewest: number) => sorted.filter(([, each]) => each.rare >= fewest);
    const most = having(Math.floor(rare / 2) + 1);
    const enough = most.length > 0 ? most : having(rare / 2);
    return { found: new Set(enough.map(([id]) => id)), since: null, isRelated: false };
  }

  /** Returns the indexes of the terms that are in no story: none has the word, or one word of the phrase. */
  #missing(terms: readonly Choices[]): number[] {
    const known = new Map<string, boolean>();
    const isNowhere = ({ expression }: Match) => {
      const isNone = known.get(expression) ?? this.#ids(expression, ALL_ROWS, 1).length === 0;
      known.set(expression, isNone);
      return isNone;
    };
    const lacksList = (choices: Choices) =>
      matchAll({ terms: [choicesOf(choices, 'wide')], facets: [], excluded: [] }, 'anywhere').lists.some(
        ({ tokens }) => isNowhere(matchAny(tokens)),
      );
    return terms.flatMap((choices, index) => (lacksList(choices) ? [index] : []));
  }

  /**
   * Finds stories that have every term and facet, and nothing that is excluded. By date: the newest first. By relevance: first those that
   * have all terms in the headline, then those that have them in headline and TL;DR, then all others; of each those with the words
   * themselves, then those with other forms, the newest first.
   */
  async find(query: IndexQuery): Promise<Found> {
    const { scopes, author, language, from, before, order, offset, limit, topics, isForgiving } = query;
    const sought = query.terms.filter(({ isExcluded }) => !isExcluded);
    const authorFacets = tokensOf(author).map(({ token }) => authorFacet(token));
    const frame: Frame = {
      range: {
        first: from === null ? ALL_ROWS.first : firstRowId(from),
        before: before === null ? ALL_ROWS.before : firstRowId(before),
      },
      facets: [...scopes.map(scopeFacet), ...authorFacets, ...(language ? [languageFacet(language)] : [])],
      order,
      left: MAX_TOTAL_COST,
    };
    this.#postings.beginSearch();
    const expander = new Expander(this.#postings, this.#languages(), topics);
    let terms = await expander.expand(sought);
    const without = await expander.expand(query.terms.filter(({ isExcluded }) => isExcluded));
    const excluded = without.flatMap((choices) => choicesOf(choices, 'forms'));
    const isAsked = sought.length + frame.facets.length > 0 || from !== null || before !== null;
    // Nobody has a name without letters and digits.
    const isPossible = isAsked && (author === '' || authorFacets.length > 0);
    // What is only related to a word is not what a feed was asked for.
    let collected: Collected = isPossible
      ? this.#collect(terms, excluded, frame, order === 'date' ? 'forms' : 'wide')
      : { found: new Set(), since: null, isRelated: false };
    const missing = collected.found.size === 0 ? this.#missing(terms) : [];
    const mended: Found['mended'] = [];
    let isPartial = false;
    if (isPossible && isForgiving && sought.length > 0 && collected.found.size === 0) {
      for (const term of missing.slice(0, MAX_MENDED)) {
        const word = expander.near(sought[term] as Term) ?? expander.longer(sought[term] as Term);
        if (word !== undefined) mended.push({ term, word });
      }
      const words = new Map(mended.map(({ term, word }) => [term, word]));
      const mendedTerms = sought.map((term, index): Term => {
        const word = words.get(index);
        return (word === undefined ? undefined : termsOf(word)[0]) ?? term;
      });
      if (mended.length > 0) terms = await expander.expand(mendedTerms);
      if (mended.length > 0 || order === 'date') collected = this.#collect(terms, excluded, frame, 'wide');
      if (collected.found.size === 0) {
        const some = this.#some(mendedTerms, terms, excluded, frame);
        isPartial = some.found.size > 0;
        if (isPartial) collected = some;
      }
    }
    const { found, since, isRelated } = collected;
    const ids = [...found].slice(0, MAX_FOUND);
    const isMore = found.size > MAX_FOUND;
    const searched = sought.map((term, index) => {
      const whole = asSearched(term, terms[index] as Choices);
      return isPartial && isRun(term) ? { ...whole, forms: term.tokens } : whole;
    });
    return {
      hits: ids.slice(offset, offset + limit).map((id) => this.#stateOf(id)),
      count: ids.length,
      isMore,
      since: isMore ? null : since,
      missing,
      terms: searched,
      mended: ids.length > 0 ? mended : [],
      isPartial,
      isRelated,
      removed: Number(this.#keyValues.get(REMOVED) ?? 0),
    };
  }
}
