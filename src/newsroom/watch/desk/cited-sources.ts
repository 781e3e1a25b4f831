import { KeyValueTable } from '../../../lib/key-value-table.ts';
import { withArticleDefaults } from '../../../site/story/article.ts';
import { citedQuotes } from '../../../site/story/sources/cited-quotes.ts';
import { quoteFinder } from '../../../site/story/sources/find-quote.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { StoryStatus } from '../../desk/ledger/story-row.ts';
import { sentencesOf, shownOf } from './shown.ts';
import { type CitingStory, MAX_LISTED_STORIES } from './watch-entry.ts';
import { neverLookedAt, URGENCY } from './watched-source.ts';
import type { WatchedSources } from './watched-sources.ts';

/** The most stories that a sweep compares with what was swept before. */
const MAX_COMPARED = 500;
/** The most stories whose sources a sweep reads anew. */
const MAX_READ = 10;

/** Where the next sweep goes on. */
const CURSOR = 'observations swept';
const DAY = 86_400_000;

type Swept = { id: number; slug: string; status: StoryStatus; revision: number; due: number; known: number };

const parseQuotes = (quotes: string): string[] => JSON.parse(quotes);

/** Which published stories cite which source, with which words. A sweep keeps it so, whatever changes the stories. */
export class CitedSources {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #watched: WatchedSources;
  readonly #keyValues: KeyValueTable;

  constructor(sql: SqlStorage, ledger: Ledger, watched: WatchedSources) {
    this.#sql = sql;
    this.#ledger = ledger;
    this.#watched = watched;
    this.#keyValues = new KeyValueTable(sql);
  }

  /** Goes on through the stories, and takes in what has changed since the last time. After the last story it begins anew. */
  sweep(now: number): void {
    const cursor = Number(this.#keyValues.get(CURSOR) ?? 0);
    const query = `SELECT next.*, swept.story IS NOT NULL AS known FROM
      (SELECT id, slug, status, revision, due FROM story WHERE id > ? ORDER BY id LIMIT ?) AS next
      LEFT JOIN swept_story AS swept ON swept.story = next.id
      WHERE swept.revision IS NOT next.revision OR swept.status IS NOT next.status ORDER BY next.id LIMIT ?`;
    const changed = this.#sql.exec<Swept>(query, cursor, MAX_COMPARED, MAX_READ).toArray();
    for (const story of changed) this.#takeIn(story, now);
    const last = changed.length === MAX_READ ? (changed.at(-1)?.id ?? 0) : this.#lastCompared(cursor);
    if (last !== cursor) this.#keyValues.set(CURSOR, String(last));
  }

  /** Returns the last story that a sweep has compared; 0 if it was the last of all. */
  #lastCompared(cursor: number): number {
    const query = 'SELECT id FROM story WHERE id > ? ORDER BY id LIMIT 1 OFFSET ?';
    return this.#sql.exec<{ id: number }>(query, cursor, MAX_COMPARED - 1).toArray()[0]?.id ?? 0;
  }

  #takeIn({ id, slug, status, revision, due, known }: Swept, now: number): void {
    const before = new Set(this.sourcesOf(id));
    this.#sql.exec('DELETE FROM cited_source WHERE story = ?', id);
    if (status === 'published') {
      const article = withArticleDefaults(this.#ledger.article(id));
      const archived = new Map(article.rendering.sources.map((source) => [source.url, source.archivedAt]));
      for (const [url, quotes] of citedQuotes(article)) {
        const query =
          'INSERT INTO cited_source (url, story, published, quotes, archived) VALUES (?, ?, ?, ?, ?)';
        this.#sql.exec(query, url, id, due, JSON.stringify(quotes), Number(archived.get(url) != null));
        before.delete(url);
        this.#watch(url, quotes, known === 1 ? now : due);
      }
      this.#readKeptTexts(slug);
    }
    for (const url of before) if (this.storiesCiting(url).length === 0) this.#watched.remove(url);
    const query = `INSERT INTO swept_story (story, revision, status) VALUES (?, ?, ?)
      ON CONFLICT (story) DO UPDATE SET revision = excluded.revision, status = excluded.status`;
    this.#sql.exec(query, id, revision, status);
  }

  /** Watches a source from `since` on. One that is watched already is looked at again a day after new words are quoted from it. */
  #watch(url: string, quotes: readonly string[], since: number): void {
    const source = this.#watched.find(url);
    if (!source) {
      this.#watched.store(neverLookedAt(url, [...quotes], since));
      return;
    }
    if (quotes.every((words) => source.quoted.includes(words))) return;
    const later = Math.max(source.since, since);
    this.#watched.store({
      ...source,
      quoted: [...new Set([...source.quoted, ...quotes])],
      since: later,
      due: Math.min(source.due, later + DAY),
      urgency: source.looked === null ? URGENCY.first : source.urgency,
    });
  }

  /** Takes the texts that the story's draft was made from for a first look: what they have was seen there. */
  #readKeptTexts(slug: string): void {
    const query = `SELECT source_text.source FROM draft JOIN source_text ON source_text.draft = draft.id
      WHERE draft.base_slug = ? LIMIT 50`;
    for (const { source } of this.#sql.exec<{ source: string }>(query, slug).toArray()) {
      const kept: { url: string; finalUrl: string; text: string } = JSON.parse(source);
      const sentences = sentencesOf(kept.text.split(/\n+/).map((text) => ({ text, element: null })));
      const isThere = quoteFinder(kept.text);
      for (const url of new Set([kept.url, kept.finalUrl].map((each) => URL.parse(each)?.href ?? each))) {
        const watched = this.#watched.find(url);
        const seen = watched?.quoted.filter((words) => isThere(words)) ?? [];
        if (watched && seen.some((words) => !watched.seen.includes(words)))
          this.#watched.store({
            ...watched,
            seen: [...new Set([...watched.seen, ...seen])],
            shown: { around: { ...shownOf(sentences, seen).around, ...watched.shown?.around } },
          });
      }
    }
  }

  sourcesOf(story: number): string[] {
    const query = 'SELECT url FROM cited_source WHERE story = ?';
    return this.#sql
      .exec<{ url: string }>(query, story)
      .toArray()
      .map(({ url }) => url);
  }

  /** Returns the stories that cite a source, with the words that they quote from it. */
  storiesCiting(
    url: string,
  ): { story: number; quotes: string[]; published: number; hasArchivedCopy: boolean }[] {
    const query = 'SELECT story, quotes, published, archived FROM cited_source WHERE url = ? ORDER BY story';
    return this.#sql
      .exec<{ story: number; quotes: string; published: number; archived: number }>(query, url)
      .toArray()
      .map(({ quotes, archived, ...row }) => {
        return { ...row, quotes: parseQuotes(quotes), hasArchivedCopy: archived === 1 };
      });
  }

  /** Lists the stories that cite a source, the newest first. */
  listStories(url: string): CitingStory[] {
    const query = `SELECT slug, entry ->> 'headline' AS headline, quotes FROM cited_source JOIN story ON story.id = story
      WHERE url = ? ORDER BY story DESC LIMIT ?`;
    return this.#sql
      .exec<{ slug: string; headline: string; quotes: string }>(query, url, MAX_LISTED_STORIES)
      .toArray()
      .map((row) => ({ ...row, quotes: parseQuotes(row.quotes) }));
  }

  /** Notes that the page of a story does not show what readers are told of a source. */
  markStale(url: string, story: number): void {
    this.#sql.exec('UPDATE cited_source SET stale = 1 WHERE url = ? AND story = ?', url, story);
  }

  /** Takes at most `limit` stories whose pages are stale, and returns their slugs. */
  takeStale(limit: number): string[] {
    const query = `SELECT story, slug FROM cited_source JOIN story ON story.id = story
      WHERE stale = 1 GROUP BY story ORDER BY story DESC LIMIT ?`;
    const rows = this.#sql.exec<{ story: number; slug: string }>(query, limit).toArray();
    for (const { story } of rows)
      this.#sql.exec('UPDATE cited_source SET stale = 0 WHERE story = ? AND stale = 1', story);
    return rows.map(({ slug }) => slug);
  }
}
