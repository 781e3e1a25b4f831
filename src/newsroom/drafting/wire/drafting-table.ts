import type { DrafterName } from '../../../settings/wire-schema.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { asValue, type SaidSentence, type Told, toldFrom } from '../../words/translate.ts';
import type { ComposedDraft } from './compose.ts';
import type { DraftingJob, DraftingSource } from './drafting-job.ts';

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  key: string;
  actor: string;
  language: string;
  drafter: string;
  state: string;
  begun: number;
  due: number | null;
  attempts: number;
  composed: string | null;
  name: string | null;
  dropped: string;
  notes: string;
  detail: string | null;
  said: string | null;
}

/** A job as it is stored. */
export interface StoredJob {
  id: string;
  /** Who began it. */
  actor: Actor;
  key: string;
  language: string;
  drafter: DrafterName;
  state: DraftingJob['state'];
  begun: number;
  attempts: number;
  /** What was composed, if the draft is not there yet. */
  composed: ComposedDraft | null;
}

/** A source of a job, with what was read of it. */
export interface StoredSource extends DraftingSource {
  number: number;
  source: ReadSource | null;
}

/** The most bytes that one row may take; a longer text is read again if the job has to be resumed. */
const MAX_ROW = 1_900_000;

/** By what a person, or a program with a token, is counted. */
export const keyOf = ({ person, name }: Actor): string => person ?? `program ${name}`;

const written = (said: SaidSentence | undefined): string | null => (said ? JSON.stringify(said) : null);
const parsed = ({ said }: { said: string | null }): { said?: SaidSentence } =>
  said === null ? {} : { said: JSON.parse(said) };

/** The tables of the drafting room. */
export class DraftingTable {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  add(
    { id, actor, language, drafter, begun }: Omit<StoredJob, 'key' | 'state' | 'attempts' | 'composed'>,
    urls: readonly string[],
    due: number,
  ): void {
    this.#sql.exec(
      'INSERT INTO drafting (id, key, actor, language, drafter, state, begun, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      id,
      keyOf(actor),
      JSON.stringify(actor),
      language,
      drafter,
      'reading',
      begun,
      due,
    );
    for (const [at, url] of urls.entries())
      this.#sql.exec('INSERT INTO drafting_source (job, number, url) VALUES (?, ?, ?)', id, at + 1, url);
  }

  #row(id: string): Row | undefined {
    return this.#sql.exec<Row>('SELECT * FROM drafting WHERE id = ?', id).toArray()[0];
  }

  find(id: string): StoredJob | undefined {
    const row = this.#row(id);
    if (!row) return undefined;
    const composed: ComposedDraft | null = row.composed === null ? null : JSON.parse(row.composed);
    // An earlier version may have stored the notes in English alone.
    const notes = composed?.notes.map((note: Told | string) =>
      typeof note === 'string' ? toldFrom(note, null) : note,
    );
    return {
      ...row,
      actor: JSON.parse(row.actor),
      composed: composed && { ...composed, notes },
    } as unknown as StoredJob;
  }

  sources(id: string): StoredSource[] {
    return this.#sql
      .exec<{
        number: number;
        url: string;
        state: DraftingSource['state'];
        detail: string;
        said: string | null;
        source: string | null;
      }>(
        'SELECT number, url, state, detail, said, source FROM drafting_source WHERE job = ? ORDER BY number',
        id,
      )
      .toArray()
      .map(({ said, source, ...row }) => ({
        ...row,
        ...parsed({ said }),
        source: source === null ? null : JSON.parse(source),
      }));
  }

  /** Returns a job as pages and the API tell of it. */
  describe(id: string): DraftingJob | undefined {
    const row = this.#row(id);
    if (!row) return undefined;
    return {
      id,
      state: row.state as DraftingJob['state'],
      language: row.language,
      drafter: row.drafter as DrafterName,
      begun: new Date(row.begun).toISOString(),
      sources: this.#sql
        .exec<{ url: string; state: DraftingSource['state']; detail: string; said: string | null }>(
          'SELECT url, state, detail, said FROM drafting_source WHERE job = ? ORDER BY number',
          id,
        )
        .toArray()
        .map(({ said, ...source }) => ({ ...source, ...parsed({ said }) })),
      draft: row.name === null ? null : { id, name: row.name },
      dropped: JSON.parse(row.dropped),
      notes: JSON.parse(row.notes),
      detail: row.detail,
      ...(row.said === null ? {} : { said: JSON.parse(row.said) }),
    };
  }

  /** Returns the ids of somebody's newest jobs. */
  idsOf(actor: Actor, limit: number): string[] {
    return this.#sql
      .exec<{ id: string }>(
        'SELECT id FROM drafting WHERE key = ? ORDER BY begun DESC, id LIMIT ?',
        keyOf(actor),
        limit,
      )
      .toArray()
      .map(({ id }) => id);
  }

  /** Counts the jobs that are under way: those of one key, and all. */
  countOpen(key: string): { own: number; all: number } {
    return this.#sql
      .exec<{ own: number; all: number }>(
        'SELECT COUNT(*) AS "all", COUNT(CASE WHEN key = ? THEN 1 END) AS own FROM drafting WHERE due IS NOT NULL',
        key,
      )
      .one();
  }

  setSource(
    job: string,
    {
      number,
      state,
      detail,
      said,
      source,
    }: Pick<StoredSource, 'number' | 'state' | 'detail' | 'said' | 'source'>,
  ): void {
    const json = source && JSON.stringify(source);
    const isStorable = json !== null && new TextEncoder().encode(json).byteLength < MAX_ROW;
    this.#sql.exec(
      'UPDATE drafting_source SET state = ?, detail = ?, said = ?, source = ? WHERE job = ? AND number = ?',
      state,
      detail,
      written(said),
      isStorable ? json : null,
      job,
      number,
    );
  }

  setState(id: string, state: DraftingJob['state']): void {
    this.#sql.exec('UPDATE drafting SET state = ? WHERE id = ?', state, id);
  }

  /** Keeps what was composed, so that a job that is resumed makes the same draft. */
  setComposed(id: string, composed: ComposedDraft): void {
    this.#sql.exec('UPDATE drafting SET composed = ? WHERE id = ?', JSON.stringify(composed), id);
  }

  setDue(id: string, due: number): void {
    this.#sql.exec('UPDATE drafting SET due = ? WHERE id = ?', due, id);
  }

  setAttempts(id: string, attempts: number): void {
    this.#sql.exec('UPDATE drafting SET attempts = ? WHERE id = ?', attempts, id);
  }

  /** Ends a job, and deletes what was read for it. */
  finish(
    id: string,
    {
      state,
      name,
      dropped,
      notes,
      why,
    }: Pick<DraftingJob, 'state' | 'dropped'> & {
      name: string | null;
      notes: readonly Told[];
      /** Why there is no draft. */
      why: Told | null;
    },
  ): void {
    this.#sql.exec(
      'UPDATE drafting SET state = ?, name = ?, dropped = ?, notes = ?, detail = ?, said = ?, due = NULL, composed = NULL WHERE id = ?',
      state,
      name,
      JSON.stringify(dropped),
      JSON.stringify(notes.map(({ detail }) => detail)),
      why?.detail ?? null,
      JSON.stringify({ detail: why && asValue(why), notes: notes.map(asValue) }),
      id,
    );
    this.#sql.exec('UPDATE drafting_source SET source = NULL WHERE job = ?', id);
  }

  /** Returns when the alarm is to look after a job next; undefined if none is under way. */
  nextDue(): number | undefined {
    const { due } = this.#sql.exec<{ due: number | null }>('SELECT MIN(due) AS due FROM drafting').one();
    return due ?? undefined;
  }

  dueAt(now: number): string[] {
    return this.#sql
      .exec<{ id: string }>('SELECT id FROM drafting WHERE due <= ? ORDER BY due, id', now)
      .toArray()
      .map(({ id }) => id);
  }

  /** Deletes the jobs that were begun before a time and are over. */
  deleteBefore(time: number): void {
    this.#sql.exec(
      'DELETE FROM drafting_source WHERE job IN (SELECT id FROM drafting WHERE begun < ? AND due IS NULL)',
      time,
    );
    this.#sql.exec('DELETE FROM drafting WHERE begun < ? AND due IS NULL', time);
  }

  /** Returns when the oldest of the jobs that are over was begun. */
  oldest(): number | undefined {
    const { begun } = this.#sql
      .exec<{ begun: number | null }>('SELECT MIN(begun) AS begun FROM drafting WHERE due IS NULL')
      .one();
    return begun ?? undefined;
  }
}
