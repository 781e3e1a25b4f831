import type { People } from '../../people/desk/people.ts';
import type { Actor } from '../../people/desk/roles.ts';
import type { DraftCursor } from '../../transfer/desk/backup-state.ts';
import {
  bytesOf,
  type DraftLine,
  type DraftPartLine,
  type EventEntry,
  MAX_NEWSROOM_LINE,
  type NewsroomPage,
  type NewsroomResult,
  type NoteEntry,
  takeEntries,
  type VersionEntry,
} from '../../transfer/desk/newsroom-line.ts';
import type { DraftOrigin } from './draft-origin.ts';
import { type DraftTable, WHOLE_TEXT_EVERY } from './draft-table.ts';

interface Row extends Record<string, SqlStorageValue> {
  id: string;
  name: string;
  headline: string | null;
  state: DraftLine['state'];
  base_slug: string | null;
  base_revision: number | null;
  reviewer: string | null;
  updated: number;
  discarded: number | null;
  origin: string | null;
  embargo: number | null;
  embargo_why: string | null;
  events: number;
  notes: number;
  versions: number;
}

/** The entries of a draft, in the order in which they are exported: an imported draft is found once its newest version is there. */
const KINDS = ['events', 'notes', 'versions'] as const;
type Kind = (typeof KINDS)[number];

const QUERIES: Record<Kind, string> = {
  events: `SELECT person, name, at, version, kind, hash, reviewer, note, said FROM review_event WHERE draft = ?1
    ORDER BY id LIMIT ?3 OFFSET ?2`,
  notes: `SELECT person, name, at, version, start, "end", quote, suggestion, text, said, resolved, (SELECT count(*) FROM note_on_draft AS each
      WHERE each.draft = note.draft AND each.id <= note.thread) AS thread
    FROM note_on_draft AS note WHERE draft = ?1 ORDER BY id LIMIT ?3 OFFSET ?2`,
  versions: `SELECT person, name, at, bytes, ifnull(head, 0) AS head, ifnull(tail, 0) AS tail, text, merged FROM draft_version WHERE draft = ?1
    AND version > ?2 AND version <= ?2 + ?3 ORDER BY version`,
};

/** Returns what made a draft, without the sentences that were left out: they may be those of sources. */
const originOf = (origin: string | null): DraftLine['origin'] =>
  origin === null ? null : { ...(JSON.parse(origin) as DraftOrigin), dropped: [] };

const written = (said: unknown): string | null => (said === undefined ? null : JSON.stringify(said));

const done = (changed: boolean): NewsroomResult => ({ ok: true, changed });

/** Writes drafts into a backup, with versions, notes and reviews, and reads them from one. The texts of their sources are not in it. */
export class DraftTransfer {
  readonly #sql: SqlStorage;
  readonly #table: DraftTable;
  readonly #people: People;

  constructor(sql: SqlStorage, { table, people }: { table: DraftTable; people: People }) {
    this.#sql = sql;
    this.#table = table;
    this.#people = people;
  }

  /** Returns the next lines, as many as fit into a part of a backup; undefined at their end. */
  exportPage(from: DraftCursor | null): NewsroomPage<DraftCursor> | undefined {
    let [text, next] = ['', from];
    for (let room = MAX_NEWSROOM_LINE; room > 0; ) {
      const line = this.#partLine(next) ?? this.#draftLine(next?.draft ?? '');
      if (!line) break;
      text += line.text;
      room -= bytesOf(line.text);
      next = line.next;
    }
    return text === '' || next === null ? undefined : { text, next };
  }

  #draftLine(after: string): NewsroomPage<DraftCursor> | undefined {
    const query = `SELECT draft.id, draft.name, headline, state, base_slug, base_revision, reviewer, updated, discarded, origin, embargo, embargo_why,
        draft.version AS versions,
        (SELECT count(*) FROM review_event WHERE draft = draft.id) AS events,
        (SELECT count(*) FROM note_on_draft WHERE draft = draft.id) AS notes
      FROM draft JOIN draft_version AS newest ON newest.draft = draft.id AND newest.version = draft.version
      LEFT JOIN draft_origin ON draft_origin.draft = draft.id WHERE draft.id > ? ORDER BY draft.id LIMIT 1`;
    const [row] = this.#sql.exec<Row>(query, after).toArray();
    if (!row) return undefined;
    const { base_slug, base_revision, origin, embargo, embargo_why: why, ...rest } = row;
    const base =
      base_slug === null || base_revision === null ? null : { slug: base_slug, revision: base_revision };
    const draft: DraftLine = {
      format: 1,
      ...rest,
      base,
      origin: originOf(origin),
      embargo: embargo === null ? null : { until: embargo, why: why ?? '' },
    };
    const count = (of: number) => ({ sent: 0, of });
    const next: DraftCursor = {
      draft: row.id,
      events: count(row.events),
      notes: count(row.notes),
      versions: count(row.versions),
    };
    return { text: `${JSON.stringify({ draft })}\n`, next };
  }

  /** Makes a line of what a draft's own line has promised; undefined if all of that is written, or the draft was deleted meanwhile. */
  #partLine(from: DraftCursor | null): NewsroomPage<DraftCursor> | undefined {
    const kind = KINDS.find((each) => from && from[each].sent < from[each].of);
    if (!from || !kind) return undefined;
    const { sent, of } = from[kind];
    const rows = this.#sql.exec(QUERIES[kind], from.draft, sent, of - sent);
    const entries = takeEntries(rows).map(({ said, ...row }) => ({
      ...row,
      ...(row.thread === 0 ? { thread: null } : {}),
      ...(typeof said === 'string' ? { said: JSON.parse(said) } : {}),
    }));
    if (entries.length === 0) return undefined;
    const draftPart = { format: 1, draft: from.draft, from: sent + 1, [kind]: entries };
    const next = { ...from, [kind]: { sent: sent + entries.length, of } };
    return { text: `${JSON.stringify({ draftPart })}\n`, next };
  }

  /**
   * Imports the line of a draft, which nobody finds until its newest version is there. A draft that this server has stays as it is: the
   * line changes nothing if that is the same, and is refused if it has gone on here.
   */
  importDraft(line: DraftLine, { actor }: { actor: Actor }): NewsroomResult {
    const whyNot = this.#people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const { id, versions, updated } = line;
    const known = this.#table.find(id);
    if (known) {
      const isSame = known.version === versions && Date.parse(known.updated) === updated;
      if (isSame) return done(false);
      const detail = `The draft “${known.headline ?? known.name}” has version ${known.version} here, last changed ${known.updated}, and version ${versions} in the backup. What is here stays. To have the backup's, discard it here, and restore the backup into an empty newsroom.`;
      return { ok: false, why: 'taken', detail };
    }
    const query = 'SELECT version, updated FROM draft WHERE id = ?';
    const [begun] = this.#sql.exec<{ version: number; updated: number }>(query, id).toArray();
    if (begun?.version === versions && begun.updated === updated) return done(false);
    if (begun) this.#forget(id);
    this.#insert(line);
    return done(true);
  }

  #insert(line: DraftLine) {
    const { id, name, headline, state, base, reviewer, updated, discarded, origin, embargo, versions } = line;
    this.#sql.exec(
      `INSERT INTO draft (id, name, headline, state, version, base_slug, base_revision, reviewer, updated, discarded, embargo, embargo_why)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, name, headline, state, versions, base?.slug ?? null, base?.revision ?? null],
      ...[reviewer, updated, discarded, embargo?.until ?? null, embargo?.why ?? null],
    );
    if (origin !== null)
      this.#sql.exec('INSERT OR REPLACE INTO draft_origin VALUES (?, ?)', id, JSON.stringify(origin));
  }

  /** Deletes what an import that was never finished has left of a draft. */
  #forget(id: string): void {
    for (const table of ['draft_version', 'draft_author', 'note_on_draft', 'review_event', 'draft_origin'])
      this.#sql.exec(`DELETE FROM ${table} WHERE draft = ?`, id);
    this.#sql.exec('DELETE FROM draft WHERE id = ?', id);
  }

  /** Imports entries of a draft. Those that are there already, or belong to a draft that stays as it is, change nothing. */
  importPart(part: DraftPartLine, { actor }: { actor: Actor }): NewsroomResult {
    const whyNot = this.#people.whyNot(actor, 'administer');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const { draft, from } = part;
    if (this.#table.find(draft)) return done(false);
    const isBegun = this.#sql.exec('SELECT 1 FROM draft WHERE id = ?', draft).toArray().length > 0;
    const [kind, length] =
      'events' in part
        ? (['events', part.events.length] as const)
        : 'notes' in part
          ? (['notes', part.notes.length] as const)
          : (['versions', part.versions.length] as const);
    const count = isBegun ? this.#count(draft, kind) : 0;
    if (isBegun && from + length - 1 <= count) return done(false);
    if (!isBegun || from !== count + 1) {
      const detail = `This server has ${count} ${kind} of the draft ${draft}, and the line begins with number ${from}. Import the lines of a draft in the order of the backup, its own line first.`;
      return { ok: false, why: 'state', detail };
    }
    if ('events' in part) for (const event of part.events) this.#addEvent(draft, event);
    else if ('notes' in part) this.#addNotes(draft, part.notes);
    else {
      const fault = this.#faultOf(draft, part);
      if (fault !== undefined) return { ok: false, why: 'state', detail: fault };
      for (const [index, version] of part.versions.entries()) this.#addVersion(draft, from + index, version);
    }
    return done(true);
  }

  #count(draft: string, kind: Kind): number {
    const table = { events: 'review_event', notes: 'note_on_draft', versions: 'draft_version' }[kind];
    const query = `SELECT count(*) AS count FROM ${table} WHERE draft = ?`;
    return this.#sql.exec<{ count: number }>(query, draft).one().count;
  }

  /** Returns what is wrong with the changes of versions: each must leave as much of the one before as that has. */
  #faultOf(draft: string, { from, versions }: Extract<DraftPartLine, { versions: unknown }>) {
    let length = from === 1 ? 0 : (this.#table.version(draft, from - 1)?.text.length ?? 0);
    for (const [index, { head, tail, text }] of versions.entries()) {
      if ((from + index - 1) % WHOLE_TEXT_EVERY === 0) length = 0;
      if (head + tail > length || !text.isWellFormed())
        return `Version ${from + index} of the draft ${draft} does not fit the one before: the line is damaged. Take it from another backup.`;
      length = head + tail + text.length;
    }
    return undefined;
  }

  #addEvent(
    draft: string,
    { version, kind, hash, reviewer, person, name, at, note, said }: EventEntry,
  ): void {
    const query = `INSERT INTO review_event (draft, version, kind, hash, reviewer, person, name, at, note, said)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
    this.#sql.exec(query, draft, version, kind, hash, reviewer, person, name, at, note, written(said));
  }

  #addNotes(draft: string, notes: readonly NoteEntry[]): void {
    const ids = this.#sql
      .exec<{ id: number }>('SELECT id FROM note_on_draft WHERE draft = ? ORDER BY id', draft)
      .toArray()
      .map(({ id }) => id);
    const query = `INSERT INTO note_on_draft (draft, thread, version, start, "end", quote, suggestion, person, name, at, text, said, resolved)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;
    for (const note of notes) {
      const { thread, version, start, end, quote, suggestion, person, name, at, text, said, resolved } = note;
      const answered = thread === null ? null : (ids[thread - 1] ?? null);
      const place = [draft, answered, version, start, end, quote, suggestion];
      const values = [...place, person, name, at, text, written(said), resolved];
      ids.push(this.#sql.exec<{ id: number }>(query, ...values).one().id);
    }
  }

  #addVersion(draft: string, version: number, entry: VersionEntry): void {
    const { at, person, name, bytes, head, tail, text, merged } = entry;
    this.#sql.exec(
      'INSERT INTO draft_version (draft, version, at, person, name, bytes, head, tail, text, merged) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[draft, version, at, person, name, bytes, head, tail, text, merged],
    );
    this.#sql.exec(
      'INSERT OR IGNORE INTO draft_author (draft, person, name) VALUES (?, ?, ?)',
      ...[draft, person ?? '', name],
    );
  }
}
