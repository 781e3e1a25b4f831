import type { Scope } from '../../../site/edition/scope.ts';
import { sourceScopesOf, subjectScopesOf } from '../../../site/edition/story-scopes.ts';
import { foldText } from '../../../site/query/fold-text.ts';
import { haveTerms, termsOf } from '../../../site/query/terms.ts';
import type { ListedSource } from '../../../site/story/article.ts';
import type { StoryStatus } from '../../desk/ledger/story-row.ts';

// Lists stories for editors. Each call reads at most `MAX_EXAMINED` stories, however many the site has: whoever finds too little
// searches on from where the call stopped.

/** The most stories that one call examines: it then takes about 0.1 seconds, in which nobody can save. */
export const MAX_EXAMINED = 500;

/** A search for stories. What is empty does not narrow it. */
export interface StoryQuery {
  status: StoryStatus | null;
  /** Each of these words must be in headline, TL;DR or analysis. */
  words: string;
  topic: string;
  /** A part of an author's name. */
  author: string;
  /** A publisher's domain. */
  source: string;
}

/** A story as lists show it. Times are RFC 3339. */
export interface ListedStory {
  slug: string;
  headline: string;
  inLanguage: string;
  status: StoryStatus;
  revision: number;
  datePublished: string;
  authors: string[];
  /** The slug of the story that it was merged into. */
  mergedInto: string | null;
}

/** Stories that a search has found, newest first; `older` is null if there are no more. */
export interface StoryPage {
  stories: ListedStory[];
  older: {
    /** Where the next call goes on. */
    from: string;
    /** The publication of the last story that was examined. */
    reached: string;
    /** Whether as many were found as were wanted; if not, the call has stopped after `MAX_EXAMINED` stories. */
    isFull: boolean;
  } | null;
}

interface Row extends Record<string, SqlStorageValue> {
  slug: string;
  status: StoryStatus;
  revision: number;
  due: number;
  mergedInto: string | null;
  entry: string;
}

/** The fields of an entry that lists need. */
interface Entry {
  headline: string;
  abstract: string;
  inLanguage: string;
  author: { name: string }[];
  keywords: string[];
  rendering: { sources: ListedSource[] };
}

/** A story to examine. `from` is where a later call goes on after it. */
interface Candidate {
  id: number;
  from: string;
}

const COLUMNS = `slug, status, revision, due, entry, iif(status = 'withdrawn', (SELECT other.slug FROM story AS other
  WHERE other.identifier = story.merged), NULL) AS mergedInto`;

/** Splits a position: `due.<time>.<id>` in the order of times, or `place.<number>` in that of places. */
function parsePosition(from: string): { due: [number, number] } | { place: number } | undefined {
  const [, place, due, id] = /^(?:place\.(\d{1,15})|due\.(-?\d{1,15})\.(\d{1,15}))$/.exec(from) ?? [];
  if (place !== undefined) return { place: Number(place) };
  return due === undefined ? undefined : { due: [Number(due), Number(id)] };
}

/** Returns the number of the place before which a list goes on. */
const lastPlace = (position: ReturnType<typeof parsePosition>): number =>
  position && 'place' in position ? position.place : Number.MAX_SAFE_INTEGER;

/** Returns the narrowest scope that has all the stories of a search. */
const scopeOf = ({ topic, source }: StoryQuery): Scope =>
  source ? `source:${source}` : topic ? `topic:${topic}` : 'all';

/** Returns a function that says whether a story is what a search asks for, but for its words. */
function matcherOf(query: StoryQuery): (row: Row, entry: Entry) => boolean {
  const { status, topic, source } = query;
  const author = foldText(query.author);
  const scopes: Scope[] = [
    ...(topic ? [`topic:${topic}` as const] : []),
    ...(source ? [`source:${source}` as const] : []),
  ];
  return (row, entry) => {
    const own = scopes.length === 0 ? [] : subjectScopesOf(entry);
    return (
      (status === null || row.status === status) &&
      scopes.every((scope) => own.includes(scope)) &&
      (author === '' || entry.author.some(({ name }) => foldText(name).includes(author)))
    );
  };
}

function toListed({ entry, due, ...row }: Row, { headline, inLanguage, author }: Entry): ListedStory {
  const { slug, status, revision, mergedInto } = row;
  const datePublished = new Date(due).toISOString();
  const authors = author.map(({ name }) => name);
  return { slug, headline, inLanguage, status, revision, datePublished, authors, mergedInto };
}

/** The lists of stories that editors see. */
export class StoryLists {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Lists the stories that are published next, the first of them first. */
  upcoming(most: number): ListedStory[] {
    const query = `SELECT ${COLUMNS} FROM story WHERE status = 'scheduled' ORDER BY due, id LIMIT ?`;
    const rows = this.#sql.exec<Row>(query, most).toArray();
    return rows.map((row) => toListed(row, JSON.parse(row.entry)));
  }

  /**
   * Finds at most `most` stories, newest first, from `from` on (see `StoryPage.older`). A position that is none means the newest. The
   * stories with slugs in `known` have the words already: the index of the search says so.
   */
  search(
    query: StoryQuery,
    { from = '', most, known = [] }: { from?: string; most: number; known?: readonly string[] },
  ): StoryPage {
    const terms = termsOf(query.words);
    const hasOnlyMarks = terms.length === 0 && query.words.trim() !== '';
    const candidates = hasOnlyMarks ? [] : this.#candidates(query, from);
    const isAbout = matcherOf(query);
    const haveWords = new Set(known);
    const stories: ListedStory[] = [];
    let last: { from: string; due: number } | undefined;
    for (const [index, { id, from }] of candidates.entries()) {
      const isFull = stories.length === most;
      if (last && (isFull || index === MAX_EXAMINED)) {
        const reached = new Date(last.due).toISOString();
        return { stories, older: { from: last.from, reached, isFull } };
      }
      const [row] = this.#sql.exec<Row>(`SELECT ${COLUMNS} FROM story WHERE id = ?`, id).toArray();
      if (!row) continue;
      last = { from, due: row.due };
      const entry: Entry = JSON.parse(row.entry);
      if (isAbout(row, entry) && (haveWords.has(row.slug) || haveTerms(this.#textsOf(id, entry), terms)))
        stories.push(toListed(row, entry));
    }
    return { stories, older: null };
  }

  /** Lists at most `most` of the stories with slugs in `known` that a search would come to after `from`, in the same order. */
  knownAfter(
    query: StoryQuery,
    { from, most, known }: { from: string; most: number; known: readonly string[] },
  ): ListedStory[] {
    // CROSS JOIN keeps this order: it reads the known stories, and not all places.
    const rows = this.#sql.exec<Row>(
      `SELECT ${COLUMNS} FROM json_each(?) AS known CROSS JOIN story ON slug = known.value
       CROSS JOIN place ON place.story = story.id AND scope = ? WHERE sequence < ? ORDER BY sequence DESC`,
      JSON.stringify(known),
      scopeOf(query),
      lastPlace(parsePosition(from)),
    );
    const isAbout = matcherOf(query);
    const stories: ListedStory[] = [];
    for (const row of rows) {
      if (stories.length === most) break;
      const entry: Entry = JSON.parse(row.entry);
      if (isAbout(row, entry)) stories.push(toListed(row, entry));
    }
    return stories;
  }

  /** Yields the texts of a story in which words are looked for. The analysis is read only if the others do not decide. */
  *#textsOf(id: number, { headline, abstract }: Entry): Generator<string> {
    yield `${headline}\n${abstract}`;
    const query = "SELECT article ->> 'articleBody' AS analysis FROM story WHERE id = ?";
    yield this.#sql.exec<{ analysis: string }>(query, id).one().analysis;
  }

  /**
   * Returns one story more than a call may examine, newest first. Those that readers have seen come from the places of the scope that
   * is searched for, those that they have not from the index of times.
   */
  #candidates(query: StoryQuery, from: string): Candidate[] {
    const { status } = query;
    const position = parsePosition(from);
    const limit = MAX_EXAMINED + 1;
    if (status !== null && status !== 'published') return this.#byTime(status, position, limit);
    const isAmongPlaces = position !== undefined && 'place' in position;
    const unseen = status === null && !isAmongPlaces ? this.#byTime(null, position, limit) : [];
    return [...unseen, ...this.#byPlace(scopeOf(query), lastPlace(position), limit - unseen.length)];
  }

  /** Lists stories of a status; without one, those that readers have never seen. */
  #byTime(
    status: StoryStatus | null,
    position: ReturnType<typeof parsePosition>,
    limit: number,
  ): Candidate[] {
    const [due, id] =
      position && 'due' in position ? position.due : [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
    const query = `SELECT id, due FROM story WHERE ${
      status === null
        ? "status IN ('scheduled', 'withdrawn') AND NOT EXISTS (SELECT 1 FROM place WHERE place.story = id AND scope = 'all')"
        : 'status = ?4'
    } AND (due < ?1 OR (due = ?1 AND id < ?2)) ORDER BY due DESC, id DESC LIMIT ?3`;
    return this.#sql
      .exec<{ id: number; due: number }>(query, due, id, limit, ...(status === null ? [] : [status]))
      .toArray()
      .map((row) => ({ id: row.id, from: `due.${row.due}.${row.id}` }));
  }

  #byPlace(scope: string, before: number, limit: number): Candidate[] {
    const query =
      'SELECT story, sequence FROM place WHERE scope = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?';
    return this.#sql
      .exec<{ story: number; sequence: number }>(query, scope, before, limit)
      .toArray()
      .map(({ story, sequence }) => ({ id: story, from: `place.${sequence}` }));
  }

  /** Returns the domains of a story's sources. */
  sourcesOf(slug: string): string[] {
    const [row] = this.#sql.exec<{ entry: string }>('SELECT entry FROM story WHERE slug = ?', slug).toArray();
    const scopes = row ? sourceScopesOf(JSON.parse(row.entry)) : [];
    return scopes.map((scope) => scope.slice('source:'.length));
  }

  /**
   * Lists what is scheduled and published on each day. `starts` are the first instants of the days, in milliseconds, and the one
   * after the last. Of each day, `stories` are the first `most`, in the order of their times; `count` counts them all.
   */
  days(starts: readonly number[], most: number): { count: number; stories: ListedStory[] }[] {
    const during = "FROM story WHERE status IN ('scheduled', 'published') AND due >= ? AND due < ?";
    return starts.slice(0, -1).map((start, index) => {
      const end = starts[index + 1] as number;
      const { count } = this.#sql
        .exec<{ count: number }>(`SELECT count(*) AS count ${during}`, start, end)
        .one();
      const query = `SELECT ${COLUMNS} ${during} ORDER BY due, id LIMIT ?`;
      const rows = count === 0 ? [] : this.#sql.exec<Row>(query, start, end, most).toArray();
      return { count, stories: rows.map((row) => toListed(row, JSON.parse(row.entry))) };
    });
  }
}
