import { readHeadline, readTopics } from '../../../site/story/parse/headline.ts';
import type { Actor } from '../../people/desk/roles.ts';
import type { SaidSentence } from '../../words/translate.ts';
import { Approvals } from './approvals.ts';
import type { Author, Draft, DraftState, DraftSummary, DraftVersion, Embargo } from './draft.ts';
import { applyChange, changeBetween, type TextChange } from './text-change.ts';

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  headline: string | null;
  topics: string | null;
  state: DraftState;
  version: number;
  base_slug: string | null;
  base_revision: number | null;
  reviewer: string | null;
  updated: number;
  discarded: number | null;
  embargo: number | null;
  embargo_why: string | null;
  authors: string;
  by: string;
  saved: number;
  notes: number;
}

/**
 * How many versions are stored as changes, each of the one before, after one with its whole text. Whoever writes for a day saves
 * thousands of versions, which differ in a few words.
 */
export const WHOLE_TEXT_EVERY = 32;

/** Of how many drafts a list reads the topics that are not known yet; the next list goes on. */
const TOPICS_PER_LIST = 100;

interface VersionRow extends Record<string, SqlStorageValue> {
  version: number;
  at: number;
  by: string;
  bytes: number;
  merged: string | null;
}

const VERSION = 'version, at, name AS by, bytes, merged';

/** What happens to a version of a draft. `reviewer` is the name of who is asked, `hash` that of the record that is approved. */
interface NewReviewEvent {
  kind: string;
  hash?: string | null;
  reviewer?: string | null;
  note?: string | null;
  /** The note, if nobody has written it. */
  said?: SaidSentence | null;
}

const iso = (time: number) => new Date(time).toISOString();

const QUERY = `SELECT draft.id, draft.name, headline, topics, state, draft.version, base_slug, base_revision, reviewer, updated, discarded,
  embargo, embargo_why,
  (SELECT json_group_array(json_object('person', nullif(person, ''), 'name', name)) FROM
    (SELECT person, name FROM draft_author WHERE draft = draft.id ORDER BY name, person)) AS authors,
  newest.name AS by, newest.at AS saved,
  (SELECT count(*) FROM note_on_draft WHERE draft = draft.id AND thread IS NULL AND resolved IS NULL) AS notes
  FROM draft JOIN draft_version AS newest ON newest.draft = draft.id AND newest.version = draft.version`;

const embargoOf = ({ embargo, embargo_why }: Pick<Row, 'embargo' | 'embargo_why'>): Embargo | null =>
  embargo === null ? null : { until: iso(embargo), why: embargo_why ?? '' };

function summaryOf({
  base_slug,
  base_revision,
  topics,
  updated,
  saved,
  discarded,
  embargo,
  embargo_why,
  authors,
  ...row
}: Row): DraftSummary {
  return {
    ...row,
    topics: topics === null ? [] : JSON.parse(topics),
    base: base_slug === null || base_revision === null ? null : { slug: base_slug, revision: base_revision },
    authors: JSON.parse(authors),
    updated: iso(updated),
    saved: iso(saved),
    discarded: discarded === null ? null : iso(discarded),
    embargo: embargoOf({ embargo, embargo_why }),
  };
}

const versionOf = ({ at, ...row }: VersionRow): DraftVersion => ({ ...row, at: iso(at) });

/** The tables of drafts and their versions. It asks for no role: the rooms of the Desk do, before they use it. */
export class DraftTable {
  readonly approvals: Approvals;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.approvals = new Approvals(sql);
  }

  /** Returns a draft without its text, even one that was discarded. */
  find(id: string): DraftSummary | undefined {
    const rows = this.#sql.exec<Row>(`${QUERY} WHERE draft.id = ?`, id).toArray();
    this.#readTopics(rows);
    return rows.map(summaryOf)[0];
  }

  /**
   * Lists the drafts that were not discarded, or those that were: in one state or in all, of one author or of all. The ones that
   * changed last come first.
   */
  list(options: {
    isDiscarded: boolean;
    state: DraftState | undefined;
    author: Author | undefined;
    limit: number;
  }): DraftSummary[] {
    const { isDiscarded, state = null, author, limit } = options;
    const query = `${QUERY} WHERE discarded IS ${isDiscarded ? 'NOT NULL' : 'NULL'} AND state = ifnull(?1, state)
      AND (?2 IS NULL OR EXISTS (SELECT 1 FROM draft_author AS author WHERE author.draft = draft.id
        AND author.person = ?2 AND (?2 <> '' OR author.name = ?3)))
      ORDER BY updated DESC, draft.id LIMIT ?4`;
    const values = [state, author ? (author.person ?? '') : null, author?.name ?? null, limit];
    const rows = this.#sql.exec<Row>(query, ...values).toArray();
    this.#readTopics(rows);
    return rows.map(summaryOf);
  }

  /** Reads the topics of drafts that were saved before topics were kept, or that come from a backup. */
  #readTopics(rows: Row[]): void {
    for (const row of rows.filter(({ topics }) => topics === null).slice(0, TOPICS_PER_LIST)) {
      row.topics = JSON.stringify(readTopics(this.#text(row.id, row.version)));
      this.#sql.exec('UPDATE draft SET topics = ? WHERE id = ?', row.topics, row.id);
    }
  }

  /** Returns the draft with the text of its newest version. */
  withText(draft: DraftSummary): Draft {
    return { ...draft, text: this.version(draft.id, draft.version)?.text ?? '' };
  }

  add(draft: Pick<Draft, 'id' | 'name' | 'text' | 'base'>, actor: Actor, now: number): void {
    const { id, name, text, base } = draft;
    this.#sql.exec(
      `INSERT INTO draft (id, name, headline, state, version, base_slug, base_revision, updated)
       VALUES (?, ?, ?, 'draft', 0, ?, ?, ?)`,
      id,
      name,
      null,
      base?.slug ?? null,
      base?.revision ?? null,
      now,
    );
    this.addVersion(id, text, actor, now);
  }

  /** Adds a version, which makes the actor an author unless it changes nothing that is written. Returns its number. */
  addVersion(
    id: string,
    text: string,
    { person, name }: Actor,
    now: number,
    { isWritten = true, merged = null }: { isWritten?: boolean; merged?: string | null } = {},
  ): number {
    const query =
      'UPDATE draft SET version = version + 1, headline = ?, topics = ?, updated = MAX(updated, ?) WHERE id = ? RETURNING version';
    const values = [readHeadline(text), JSON.stringify(readTopics(text)), now, id];
    const { version } = this.#sql.exec<{ version: number }>(query, ...values).one();
    const { head, tail, middle } = this.#changeTo(id, version, text);
    const bytes = new TextEncoder().encode(text).byteLength;
    this.#sql.exec(
      'INSERT INTO draft_version (draft, version, at, person, name, bytes, head, tail, text, merged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, version, now, person, name, bytes, head, tail, middle, merged],
    );
    if (!isWritten) return version;
    this.#sql.exec(
      'INSERT OR IGNORE INTO draft_author (draft, person, name) VALUES (?, ?, ?)',
      id,
      person ?? '',
      name,
    );
    return version;
  }

  /** Lists the versions of a draft, newest first. */
  versions(id: string): DraftVersion[] {
    const query = `SELECT ${VERSION} FROM draft_version WHERE draft = ? ORDER BY version DESC`;
    return this.#sql.exec<VersionRow>(query, id).toArray().map(versionOf);
  }

  version(id: string, version: number): (DraftVersion & { text: string }) | undefined {
    const query = `SELECT ${VERSION} FROM draft_version WHERE draft = ? AND version = ?`;
    const [row] = this.#sql.exec<VersionRow>(query, id, version).toArray();
    return row && { ...versionOf(row), text: this.#text(id, version) };
  }

  /** Puts the text of a version together. */
  #text(id: string, version: number): string {
    const query = `SELECT head, tail, text AS middle FROM draft_version
      WHERE draft = ? AND version BETWEEN ? AND ? ORDER BY version`;
    const first = version - ((version - 1) % WHOLE_TEXT_EVERY);
    const changes = this.#sql.exec<TextChange & Record<string, SqlStorageValue>>(query, id, first, version);
    return changes.toArray().reduce(applyChange, '');
  }

  /** Returns what a version changes in the one before; the whole text for the first of each series. */
  #changeTo(id: string, version: number, text: string): TextChange {
    const isWhole = (version - 1) % WHOLE_TEXT_EVERY === 0;
    return changeBetween(isWhole ? '' : this.#text(id, version - 1), text);
  }

  setState(id: string, state: DraftState, now: number): void {
    this.#sql.exec('UPDATE draft SET state = ?, updated = MAX(updated, ?) WHERE id = ?', state, now, id);
  }

  setDiscarded(id: string, discarded: number | null): void {
    this.#sql.exec('UPDATE draft SET discarded = ? WHERE id = ?', discarded, id);
  }

  setEmbargo(id: string, embargo: Embargo | null): void {
    this.#sql.exec(
      'UPDATE draft SET embargo = ?, embargo_why = ? WHERE id = ?',
      embargo && Date.parse(embargo.until),
      embargo?.why ?? null,
      id,
    );
  }

  /** Returns the embargoes of stories that were saved from drafts, by the stories' slugs: those that end last, at most 500. */
  embargoesOfStories(): Record<string, Embargo> {
    type Columns = Pick<Row, 'embargo' | 'embargo_why'> & { slug: string };
    const query = `SELECT story.slug, embargo, embargo_why FROM draft JOIN story ON story.slug = base_slug
        OR story.id = (SELECT story FROM former_slug WHERE former_slug.slug = base_slug)
      WHERE embargo IS NOT NULL AND base_slug IS NOT NULL AND discarded IS NULL ORDER BY embargo DESC LIMIT 500`;
    const rows = this.#sql.exec<Columns & Record<string, SqlStorageValue>>(query).toArray();
    return Object.fromEntries(rows.map(({ slug, ...row }) => [slug, embargoOf(row) as Embargo]));
  }

  /** Records what happened to a version of a draft. */
  addEvent(
    id: string,
    version: number,
    { kind, hash = null, reviewer = null, note = null, said = null }: NewReviewEvent,
    { person, name }: Author,
    now: number,
  ): void {
    const query = `INSERT INTO review_event (draft, version, kind, hash, reviewer, person, name, at, note, said)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    const written = said && JSON.stringify(said);
    this.#sql.exec(query, id, version, kind, hash, reviewer, person, name, now, note, written);
  }

  /** Records who is asked for a review: the id of a person; null for anyone. */
  setReviewer(id: string, reviewer: string | null): void {
    this.#sql.exec('UPDATE draft SET reviewer = ? WHERE id = ?', reviewer, id);
  }

  setBase(id: string, { slug, revision }: NonNullable<Draft['base']>): void {
    this.#sql.exec('UPDATE draft SET base_slug = ?, base_revision = ? WHERE id = ?', slug, revision, id);
  }

  /** Finds the drafts that change a story, by the slug in their bases; the one that changed last comes first. */
  changing(slug: string): DraftSummary[] {
    const query = `${QUERY} WHERE base_slug = ? AND discarded IS NULL ORDER BY updated DESC, draft.id`;
    return this.#sql.exec<Row>(query, slug).toArray().map(summaryOf);
  }

  count(): number {
    return this.#sql.exec<{ count: number }>('SELECT count(*) AS count FROM draft').one().count;
  }
}
