import { KeyValueTable } from '../../../lib/key-value-table.ts';
import { MAX_PAGE_CHARACTERS } from '../../../site/site-page/parse.ts';
import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import type { NewsroomPage, NewsroomResult, PageDraftLine } from '../../transfer/desk/newsroom-line.ts';
import { sentence, told } from '../../words/translate.ts';
import type { PageDraft, PageDraftRefusal, PageDraftResult } from './page-draft.ts';

/** The most drafts of pages. */
const MAX_DRAFTS = 200;

/** The highest version of a draft that is gone. The next draft counts on from it, so that no window takes it for the one it has open. */
const LAST_GONE = 'pageDraftGone';

interface Row extends Record<string, SqlStorageValue> {
  slug: string;
  version: number;
  at: number;
  by: string;
  base: number;
  typed: string;
}

const draftOf = ({ typed, ...row }: Row): PageDraft => ({ ...row, typed: JSON.parse(typed) });

/** The drafts of the newsroom's own pages: at most one of each page, for everybody who may publish it. */
export class PageDrafts {
  readonly #sql: SqlStorage;
  readonly #people: People;
  readonly #keyValues: KeyValueTable;

  constructor(sql: SqlStorage, people: People) {
    this.#sql = sql;
    this.#people = people;
    this.#keyValues = new KeyValueTable(sql);
  }

  #rows(condition: string, ...values: SqlStorageValue[]): PageDraft[] {
    const query = `SELECT slug, version, at, "by", base, typed FROM page_draft WHERE ${condition}`;
    return this.#sql
      .exec<Row>(query, ...values)
      .toArray()
      .map(draftOf);
  }

  find(slug: string): PageDraft | undefined {
    return this.#rows('slug = ?', slug)[0];
  }

  /** Lists the drafts in the order of their slugs. */
  list(): PageDraft[] {
    return this.#rows('TRUE ORDER BY slug');
  }

  /** Saves what is typed over version `version` of the draft; over 0 if there was none. */
  save(
    draft: Pick<PageDraft, 'slug' | 'version' | 'base' | 'typed'>,
    actor: Actor,
    now: number,
  ): PageDraftResult {
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const { slug, base, typed } = draft;
    const current = this.find(slug);
    if ((current?.version ?? 0) !== draft.version) {
      if (!current) {
        const what = sentence('Somebody has published or discarded this draft while you were writing.');
        return { ok: false, why: 'stale', ...told(what) };
      }
      const what = sentence('{name} has saved this page while you were writing.');
      return { ok: false, why: 'stale', ...told(what, { name: current.by }), current };
    }
    const written = JSON.stringify(typed);
    if (written.length > MAX_PAGE_CHARACTERS) {
      const what = sentence('The page has {count} characters; {most} are the most. Shorten it.');
      return { ok: false, why: 'state', ...told(what, { count: written.length, most: MAX_PAGE_CHARACTERS }) };
    }
    if (!current && this.list().length >= MAX_DRAFTS) {
      const what = sentence(
        'The newsroom has {count} drafts of pages, which is the most. Publish or discard one first.',
      );
      return { ok: false, why: 'state', ...told(what, { count: MAX_DRAFTS }) };
    }
    const version = (current?.version ?? this.#lastGone()) + 1;
    this.#put({ slug, version, at: now, by: actor.name, base, typed });
    return { ok: true, version };
  }

  #put({ slug, version, at, by, base, typed }: PageDraft): void {
    const query =
      'INSERT OR REPLACE INTO page_draft (slug, version, at, "by", base, typed) VALUES (?, ?, ?, ?, ?, ?)';
    this.#sql.exec(query, slug, version, at, by, base, JSON.stringify(typed));
  }

  /** Deletes a draft, unless somebody has saved another version of it. Returns why it stays. */
  discard(slug: string, version: number, actor: Actor): { ok: true } | PageDraftRefusal {
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const current = this.find(slug);
    if (current && current.version !== version) {
      const what = sentence(
        '{name} has saved this page meanwhile, so it was not discarded. Open it to see it as it is now.',
      );
      return { ok: false, why: 'stale', ...told(what, { name: current.by }), current };
    }
    if (current) this.#keyValues.set(LAST_GONE, String(Math.max(this.#lastGone(), current.version)));
    this.#sql.exec('DELETE FROM page_draft WHERE slug = ?', slug);
    return { ok: true };
  }

  #lastGone(): number {
    return Number(this.#keyValues.get(LAST_GONE) ?? 0);
  }

  /** Returns the next line of a backup, with the draft behind this slug; undefined at the end. */
  exportPage(after: string): NewsroomPage<string> | undefined {
    const [draft] = this.#rows('slug > ? ORDER BY slug LIMIT 1', after);
    if (!draft) return undefined;
    const pageDraft: PageDraftLine = { format: 1, ...draft };
    return { text: `${JSON.stringify({ pageDraft })}\n`, next: draft.slug };
  }

  /** Imports a draft. One that is here stays as it is. */
  import({ format: _, ...draft }: PageDraftLine, { actor }: { actor: Actor }): NewsroomResult {
    const whyNot = this.#people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const known = this.find(draft.slug);
    if (!known) this.#put(draft);
    if (!known || JSON.stringify(known) === JSON.stringify(draft)) return { ok: true, changed: !known };
    const detail = `The page "${draft.slug}" has another draft here, which stays.`;
    return { ok: false, why: 'taken', detail };
  }
}
