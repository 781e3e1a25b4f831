import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence } from '../../words/translate.ts';
import { type DraftRefusal, refuse } from './draft.ts';
import type { DraftOrigin } from './draft-origin.ts';
import type { Drafts } from './drafts.ts';
import type { ReadSource } from './read-source.ts';

/** The most texts that are kept while a draft is written. */
const MAX_KEPT = 100;

/** A source as it is kept. */
export interface KeptSource extends ReadSource {
  /** When the text is deleted, RFC 3339; null for as long as there is the draft. */
  expires: string | null;
}

interface Row extends Record<string, SqlStorageValue> {
  source: string;
  expires: number | null;
}

/**
 * What a program made drafts from: how, and the texts of the sources that it read. The texts are others' work and no part of a story:
 * nothing exports them, no backup has them, and readers never see them.
 */
export class DraftSources {
  readonly #sql: SqlStorage;
  readonly #drafts: Drafts;
  readonly #people: People;

  constructor(sql: SqlStorage, { drafts, people }: { drafts: Drafts; people: People }) {
    this.#sql = sql;
    this.#drafts = drafts;
    this.#people = people;
  }

  /**
   * Keeps what was read for a draft, in this order. A source that was kept before is
   * replaced, so that a request may be repeated. Without the draft, nothing is kept.
   */
  keep(draft: string, sources: readonly ReadSource[]): void {
    for (const source of sources) {
      this.#sql.exec('DELETE FROM source_text WHERE draft = ? AND url = ?', draft, source.url);
      this.#sql.exec(
        'INSERT INTO source_text (draft, url, source) SELECT id, ?, ? FROM draft WHERE id = ?',
        ...[source.url, JSON.stringify(source), draft],
      );
    }
  }

  /** Keeps what was read while a draft is written, for who may change the draft. */
  add(draft: string, source: ReadSource, actor: Actor): { ok: true } | DraftRefusal {
    const whyNot = this.#people.whyNot(actor, 'write');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const found = this.#drafts.find(draft, actor);
    if (!found.ok) return found;
    if (found.draft.discarded !== null)
      return refuse('state', sentence('The draft was discarded. Restore it before you change it.'));
    const query = 'SELECT count(*) AS count FROM source_text WHERE draft = ? AND url <> ?';
    if (this.#sql.exec<{ count: number }>(query, draft, source.url).one().count >= MAX_KEPT)
      return refuse(
        'size',
        sentence('The texts of {most} sources are kept for this draft, and no more can be.'),
        { most: MAX_KEPT },
      );
    this.keep(draft, [source]);
    return { ok: true };
  }

  /** Records what made the first version of a draft. */
  setOrigin(draft: string, origin: DraftOrigin): void {
    const query =
      'INSERT INTO draft_origin VALUES (?1, ?2) ON CONFLICT (draft) DO UPDATE SET origin = excluded.origin';
    this.#sql.exec(query, draft, JSON.stringify(origin));
  }

  /** Returns what made the first version of a draft; null if a person did. */
  origin(draft: string): DraftOrigin | null {
    const query = 'SELECT origin FROM draft_origin WHERE draft = ?';
    const [row] = this.#sql.exec<{ origin: string }>(query, draft).toArray();
    return row ? JSON.parse(row.origin) : null;
  }

  /** Returns the model that wrote the first version of a draft, and that version; null if no model did. */
  ofModel(draft: string, actor: Actor): { model: string; text: string } | null {
    const model = this.origin(draft)?.model ?? null;
    if (model === null) return null;
    const first = this.#drafts.version(draft, 1, actor);
    return { model, text: first.ok ? first.version.text : '' };
  }

  /** Lists the sources of a draft with their texts, for who may open the draft; for editors, even when the draft is gone. */
  list(draft: string, actor: Actor): { ok: true; sources: KeptSource[] } | DraftRefusal {
    const found = this.#drafts.find(draft, actor);
    const readsAll = this.#people.whyNot(actor, 'read') === undefined;
    if (!found.ok && !(found.why === 'missing' && readsAll)) return found;
    const query = 'SELECT source, expires FROM source_text WHERE draft = ? ORDER BY id';
    const sources = this.#sql.exec<Row>(query, draft).toArray().map(sourceOf);
    if (found.ok || sources.length > 0) return { ok: true, sources };
    return refuse(
      'missing',
      sentence(
        'There is no such draft, and no text of a source of it. The texts are deleted 90 days after the draft.',
      ),
    );
  }
}

const sourceOf = ({ source, expires }: Row): KeptSource => ({
  ...JSON.parse(source),
  expires: expires === null ? null : new Date(expires).toISOString(),
});
