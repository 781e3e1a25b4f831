import { PAGES_KEY, pageKey } from '../../../platform/kv.ts';
import type { PublishedPage, SitePage } from '../../../site/site-page/site-page.ts';
import type { Precondition } from '../../desk/ledger/change-result.ts';
import type { Outbox } from '../../desk/publish/outbox.ts';
import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { pageLine } from '../../transfer/desk/page-line.ts';
import { forPrograms, sentence, told } from '../../words/translate.ts';
import {
  type ExportedPageRevision,
  type PageCursor,
  type PageRefusal,
  type PageResult,
  type PageRevision,
  type PageSummary,
  whyPageStale,
} from './page-revision.ts';

/** The most pages that readers can have. A newsroom has a handful; what is dated belongs into stories. */
export const MAX_PAGES = 200;

/** About how many characters of lines a part of an export has. */
const MAX_PART_CHARACTERS = 2_000_000;

interface Row extends Record<string, SqlStorageValue> {
  slug: string;
  revision: number;
  at: number;
  who: string;
  record: string | null;
}

const revisionOf = ({ at, record, ...row }: Row): PageRevision => ({
  ...row,
  at: new Date(at).toISOString(),
  record: record === null ? null : JSON.parse(record),
});

interface ChangeOptions {
  expected: Precondition;
  actor: Actor;
  now: number;
}

const hasSameRecord = (one: PageRevision, other: PageRevision) =>
  JSON.stringify(one.record) === JSON.stringify(other.record);

/** Selects the newest revision of each page. */
const IS_NEWEST =
  'revision = (SELECT MAX(revision) FROM page_revision AS each WHERE each.slug = page_revision.slug)';

/** The newsroom's own pages, such as /about, with every revision. */
export class Pages {
  readonly #sql: SqlStorage;
  readonly #people: People;
  readonly #outbox: Outbox;

  constructor(sql: SqlStorage, { people, outbox }: { people: People; outbox: Outbox }) {
    this.#sql = sql;
    this.#people = people;
    this.#outbox = outbox;
  }

  #rows(condition: string, ...values: SqlStorageValue[]): Row[] {
    return this.#sql
      .exec<Row>(`SELECT slug, revision, at, who, record FROM page_revision WHERE ${condition}`, ...values)
      .toArray();
  }

  /** Returns the newest revision of a page; undefined if there never was one. */
  find(slug: string): PageRevision | undefined {
    return this.#rows('slug = ? ORDER BY revision DESC LIMIT 1', slug).map(revisionOf)[0];
  }

  revision(slug: string, revision: number): PageRevision | undefined {
    return this.#rows('slug = ? AND revision = ?', slug, revision).map(revisionOf)[0];
  }

  /** Lists the revisions of a page, the oldest first, without their texts. */
  revisions(slug: string): PageSummary[] {
    return this.#rows('slug = ? ORDER BY revision', slug).map((row) => this.#summaryOf(revisionOf(row)));
  }

  /** Lists the pages in the order of their slugs, those that are withdrawn too. */
  list(): PageSummary[] {
    return this.#rows(`${IS_NEWEST} ORDER BY slug`).map((row) => this.#summaryOf(revisionOf(row)));
  }

  #summaryOf({ record, ...revision }: PageRevision): PageSummary {
    const shown = record ?? this.#lastRecord(revision.slug, revision.revision);
    return {
      ...revision,
      status: record ? 'published' : 'withdrawn',
      title: shown?.title ?? revision.slug,
      inLanguage: shown?.inLanguage ?? null,
    };
  }

  #lastRecord(slug: string, before: number): SitePage | null {
    const rows = this.#rows(
      'slug = ? AND revision < ? AND record IS NOT NULL ORDER BY revision DESC LIMIT 1',
      slug,
      before,
    );
    return rows[0]?.record ? JSON.parse(rows[0].record) : null;
  }

  /** Returns the slugs of the pages that readers find, and when this list last changed, in milliseconds. */
  published(): { slugs: string[]; changed: number } {
    const slugs = this.#rows(`record IS NOT NULL AND ${IS_NEWEST} ORDER BY slug`).map(({ slug }) => slug);
    const query = 'SELECT COALESCE(MAX(at), 0) AS at FROM page_revision';
    return { slugs, changed: this.#sql.exec<{ at: number }>(query).one().at };
  }

  /** Returns a page as readers get it; undefined if there is none. */
  shown(slug: string): PublishedPage | undefined {
    const found = this.find(slug);
    return found?.record ? { ...found.record, changed: found.at } : undefined;
  }

  /** Returns the keys of all values that pages have, or had, in KV. */
  keys(): string[] {
    const slugs = this.#sql.exec<{ slug: string }>('SELECT DISTINCT slug FROM page_revision').toArray();
    return slugs.length === 0 ? [] : [...slugs.map(({ slug }) => pageKey(slug)), PAGES_KEY];
  }

  /** Publishes a page, or changes it. The same record again changes nothing. */
  save(record: SitePage, { expected, actor, now }: ChangeOptions): PageResult {
    const refusal = this.#refusalOf(record.slug, { expected, actor });
    if (refusal) return refusal;
    const current = this.find(record.slug);
    if (current?.record && JSON.stringify(current.record) === JSON.stringify(record))
      return { ok: true, page: current, changed: false };
    if (!current?.record && this.published().slugs.length >= MAX_PAGES) {
      const what = sentence('The newsroom has {count} pages, which is the most. Withdraw one first.');
      return { ok: false, why: 'state', ...told(what, { count: MAX_PAGES }) };
    }
    return this.#add(record.slug, record, current, { actor, now });
  }

  /** Withdraws a page: its address answers 404 from then on. Its revisions stay. */
  withdraw(slug: string, { expected, actor, now }: ChangeOptions): PageResult {
    const refusal = this.#refusalOf(slug, { expected: expected === 'unstated' ? 'any' : expected, actor });
    if (refusal) return refusal;
    const current = this.find(slug);
    if (!current)
      return { ok: false, why: 'missing', ...told(sentence('There is no page "{slug}".'), { slug }) };
    if (!current.record) return { ok: true, page: current, changed: false };
    return this.#add(slug, null, current, { actor, now });
  }

  #refusalOf(slug: string, { expected, actor }: Omit<ChangeOptions, 'now'>): PageRefusal | undefined {
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const current = this.find(slug);
    const stale = whyPageStale(slug, current, expected);
    if (stale === undefined) return undefined;
    if (!current) return { ok: false, why: 'missing', ...stale };
    const { revision, at, who } = current;
    return { ok: false, why: 'stale', ...stale, current: { revision, at, who } };
  }

  /** Adds a revision, and puts what it makes stale into the outbox: the page and, if pages come or go, their list. */
  #add(
    slug: string,
    record: SitePage | null,
    current: PageRevision | undefined,
    { actor, now }: Omit<ChangeOptions, 'expected'>,
  ): PageResult {
    const revision = (current?.revision ?? 0) + 1;
    // Times of changes only go forward, whatever the clock does.
    const at = Math.max(now, current ? Date.parse(current.at) + 1 : 0);
    this.#insert({ slug, revision, at, who: actor.name, record: record && JSON.stringify(record) });
    const isListChanged = (current?.record ?? null) === null || record === null;
    this.#outbox.add([pageKey(slug), ...(isListChanged ? [PAGES_KEY] : [])], now);
    return { ok: true, page: this.find(slug) as PageRevision, changed: true };
  }

  #insert({ slug, revision, at, who, record }: Row): void {
    const query = 'INSERT INTO page_revision (slug, revision, at, who, record) VALUES (?, ?, ?, ?, ?)';
    this.#sql.exec(query, slug, revision, at, who, record);
  }

  /** Returns the next lines of an export, each with a revision, as many as fit into a part of it; undefined at its end. */
  exportPage(from: PageCursor): { text: string; next: PageCursor } | undefined {
    const condition = '(slug, revision) > (?, ?) ORDER BY slug, revision LIMIT 1';
    let [text, next] = ['', from];
    while (text.length < MAX_PART_CHARACTERS) {
      const [row] = this.#rows(condition, next.slug, next.revision);
      if (!row) break;
      const revision = revisionOf(row);
      const before = this.#rows(
        'slug = ? AND revision < ? ORDER BY revision DESC LIMIT 1',
        row.slug,
        row.revision,
      ).map(revisionOf)[0];
      text += pageLine({ ...revision, previous: before?.at ?? null });
      next = { slug: row.slug, revision: row.revision };
    }
    return text === '' ? undefined : { text, next };
  }

  /**
   * Imports a revision as an export has it. One that is known changes nothing, even if it was made at another time: two servers
   * publish the same files. One that differs, or does not follow the newest one, is refused, so that the histories of two pages are
   * never mixed.
   */
  import(
    { previous, ...imported }: ExportedPageRevision,
    { actor, now }: Pick<ChangeOptions, 'actor' | 'now'>,
  ): { ok: true; changed: boolean } | PageRefusal {
    const { slug, revision, at, who, record } = imported;
    const refuse = (why: 'taken' | 'time', detail: string): PageRefusal => ({
      ok: false,
      why,
      detail: forPrograms(detail),
    });
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const known = this.revision(slug, revision);
    if (known && hasSameRecord(known, imported)) return { ok: true, changed: false };
    if (known)
      return refuse('taken', `This server has a different revision ${revision} of the page "${slug}".`);
    const newest = this.find(slug);
    const isNext =
      (newest ? Date.parse(newest.at) : null) === (previous === null ? null : Date.parse(previous));
    if (!isNext || (newest && newest.revision > revision)) {
      const detail = `Revision ${revision} of the page "${slug}" does not follow what this server has of it. Import the lines of a page in the order of the export.`;
      return refuse('taken', detail);
    }
    const time = Date.parse(at);
    if (time > now) {
      const detail = `Revision ${revision} of the page "${slug}" was made in the future (${at}). Correct its time, or the clock of this server.`;
      return refuse('time', detail);
    }
    this.#insert({ slug, revision, at: time, who, record: record && JSON.stringify(record) });
    this.#outbox.add([pageKey(slug), PAGES_KEY], now);
    return { ok: true, changed: true };
  }
}
