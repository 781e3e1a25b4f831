import {
  countClosedPages,
  editionLength,
  nextArchivePage,
  PAGE_SIZE,
  WITH_MARKDOWN,
  type Withdrawal,
} from '../../../site/edition/edition.ts';
import { newestFirst } from '../../../site/edition/order.ts';
import type { Scope } from '../../../site/edition/scope.ts';
import type { RelatedStory } from '../../../site/story/article.ts';
import { RENDERER_VERSION } from '../../../site/story/article.ts';
import type { Places } from './places/places.ts';
import { RESTORED } from './revisions.ts';
import type { TranslatedStory, Translations } from './translations.ts';

/** The data of an edition; see `Edition`. */
export interface EditionRows {
  count: number;
  /** When the edition last changed, in milliseconds. */
  changed: number;
  last: number;
  open: number;
  previous: number;
  changeSequence: number;
  removalSequence: number;
  entrySequences: number[];
  withdrawn: Withdrawal[];
  /** Entries as JSON, in the order of their places, the last first. */
  entries: string[];
}

/** The data of a closed archive page. */
export interface ArchivePageRows {
  /** The number of the next page; 0 if the edition comes next. */
  next: number;
  /** In the order of their places, the last first; `changed` is in milliseconds. */
  stories: ({ slug: string; changed: number } & Partial<TranslatedStory>)[];
  withdrawn: Withdrawal[];
}

/** The most bytes of entries in an edition. The Desk has 128 MB of memory and holds an edition in several forms. */
const MAX_EDITION_BYTES = 4_000_000;

interface EntryRow extends Record<string, SqlStorageValue> {
  id: number;
  datePublished: string;
  sequence: number;
  entry: string;
  bytes: number;
  changeSequence: number;
  restored: number | null;
}

const ENTRY_COLUMNS = `story.id, story.entry ->> 'datePublished' AS datePublished, place.sequence, story.entry, octet_length(story.entry) AS bytes,
  story.tick AS changeSequence, ${RESTORED} AS restored`;

/** Reads the data of editions and archive pages from the ledger. */
export class FeedRows {
  readonly #sql: SqlStorage;
  readonly #places: Places;
  readonly #translations: Translations;

  constructor(sql: SqlStorage, places: Places, translations: Translations) {
    this.#sql = sql;
    this.#places = places;
    this.#translations = translations;
  }

  /**
   * Reads the scope's open page, the closed page before it, and the stories that are kept. If all together exceed
   * `MAX_EDITION_BYTES`, leaves all but the open page to the archive. The change sequence is then 0, which disables deltas,
   * because omitted entries may return.
   */
  edition(scope: Scope): EditionRows {
    const { last, shown, changed, changeSequence, removalSequence } = this.#places.scopes.get(scope);
    const closed = countClosedPages(last);
    const length = editionLength(last);
    const rows = [
      // One page more, for stories beyond a gap (`places/places.ts`).
      ...this.#entriesAfter(scope, last - length, length + PAGE_SIZE),
      ...this.#keptEntries(scope),
    ];
    const inOpenPage = rows.filter(({ sequence }) => sequence > closed * PAGE_SIZE);
    const isWhole = rows.reduce((size, { bytes }) => size + bytes, 0) <= MAX_EDITION_BYTES;
    let room = MAX_EDITION_BYTES;
    const shownRows = (isWhole ? rows : inOpenPage).filter(({ bytes }) => {
      room -= bytes;
      return room >= 0;
    });
    return {
      count: shown,
      changed,
      last,
      open: Math.min(inOpenPage.length, shownRows.length),
      previous: Math.max(isWhole ? closed - 1 : closed, 0),
      changeSequence: isWhole ? changeSequence : 0,
      removalSequence,
      entrySequences: shownRows.map((row) => row.changeSequence),
      withdrawn: this.#places.notices.newest(scope),
      entries: this.#whole(shownRows),
    };
  }

  /** Returns the entries with their translations, when they were restored, and with the Markdown of the newest, which is in their articles. */
  #whole(rows: readonly EntryRow[]): string[] {
    const newest = newestFirst(rows).slice(0, WITH_MARKDOWN);
    const query = `SELECT id, json_set(entry, '$.rendering.markdown',
      coalesce(article ->> '$.rendering.markdown', article ->> '$.articleBody')) AS entry
      FROM story WHERE id IN (${newest.map(() => '?').join()}) AND article ->> '$.rendering.version' = ?`;
    const ids = newest.map(({ id }) => id);
    const found = this.#sql.exec<{ id: number; entry: string }>(query, ...ids, RENDERER_VERSION);
    const entries = new Map(Array.from(found, ({ id, entry }) => [id, entry]));
    const isTranslated = this.#translations.areAny();
    return rows.map(({ id, entry, restored }) => {
      const json = entries.get(id) ?? entry;
      const translations = isTranslated ? this.#translations.of(id) : [];
      const more = [
        ...(translations.length > 0 ? [`,"translations":${JSON.stringify(translations)}`] : []),
        ...(restored === null ? [] : [`,"restored":"${new Date(restored).toISOString()}"`]),
      ];
      return more.length > 0 ? `${json.slice(0, -1)}${more.join('')}}` : json;
    });
  }

  /** Reads the entries of the first `limit` places after the given one, the last first. */
  #entriesAfter(scope: Scope, place: number, limit: number): EntryRow[] {
    const query = `SELECT ${ENTRY_COLUMNS} FROM place JOIN story ON story.id = place.story
      WHERE place.scope = ? AND place.sequence > ? AND place.shown = 1 ORDER BY place.sequence LIMIT ?`;
    return this.#sql.exec<EntryRow>(query, scope, place, limit).toArray().reverse();
  }

  #keptEntries(scope: Scope): EntryRow[] {
    const query = `SELECT ${ENTRY_COLUMNS} FROM kept
      CROSS JOIN place ON place.story = kept.story AND place.scope = kept.scope CROSS JOIN story ON story.id = kept.story
      WHERE kept.scope = ? AND place.shown = 1 ORDER BY place.sequence DESC`;
    return this.#sql.exec<EntryRow>(query, scope).toArray();
  }

  /** Reads the newest headlines of a scope's edition. */
  headlines(scope: Scope, limit: number): RelatedStory[] {
    const { last } = this.#places.scopes.get(scope);
    const query = `SELECT slug, entry ->> 'headline' AS headline, entry ->> 'inLanguage' AS inLanguage,
      entry ->> 'datePublished' AS datePublished FROM story WHERE id IN (
        SELECT story FROM place WHERE scope = ?1 AND sequence > ?2 AND shown = 1
        UNION SELECT kept.story FROM kept CROSS JOIN place ON place.story = kept.story AND place.scope = kept.scope
          WHERE kept.scope = ?1 AND place.shown = 1)
      ORDER BY due DESC, id DESC LIMIT ?3`;
    return this.#sql
      .exec<RelatedStory & Record<string, SqlStorageValue>>(query, scope, last - editionLength(last), limit)
      .toArray();
  }

  /** Reads an archive page; returns undefined if it is not closed. */
  archivePage(scope: Scope, page: number): ArchivePageRows | undefined {
    const { last } = this.#places.scopes.get(scope);
    if (page < 1 || page > countClosedPages(last)) return undefined;
    const [first, end] = [(page - 1) * PAGE_SIZE + 1, page * PAGE_SIZE];
    const query = `SELECT story.id, story.slug, story.changed FROM place JOIN story ON story.id = place.story
      WHERE place.scope = ? AND place.sequence BETWEEN ? AND ? AND place.shown = 1 ORDER BY place.sequence DESC`;
    // Only the sitemaps of all stories say which are translations.
    const isTranslated = scope === 'all' && this.#translations.areAny();
    const stories = this.#sql
      .exec<{ id: number; slug: string; changed: number }>(query, scope, first, end)
      .toArray()
      .map(({ id, ...story }) => ({
        ...story,
        ...(isTranslated ? this.#translations.withLanguage(id) : {}),
      }));
    return {
      next: nextArchivePage(page, last),
      stories,
      withdrawn: this.#places.notices.among(scope, first, end),
    };
  }
}
