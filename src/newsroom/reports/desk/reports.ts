import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import { type Notifications, shorten } from '../../desk/publish/notifications.ts';
import type { Notices } from '../../notices/desk/notices.ts';
import type { People } from '../../people/desk/people.ts';
import { type Actor, may } from '../../people/desk/roles.ts';
import { ENGLISH, forPrograms, sentence, textIn, told } from '../../words/translate.ts';
import { KEPT_DAYS, type NewReport, type Report, type ReportRefusal } from './report.ts';

/** The most reports that wait: of one story, and of all. Beyond that, readers are asked to try again later. */
const MAX_OF_STORY = 50;
const MAX_WAITING = 1000;

const KEPT = KEPT_DAYS * 86_400_000;

export const REPORTS_PATH = '/newsroom/reports';

interface Row extends Record<string, SqlStorageValue> {
  id: number;
  slug: string;
  headline: string;
  inLanguage: string;
  status: Report['story']['status'];
  passage: string;
  error: string;
  name: string | null;
  thanks: number;
  at: number;
  answered: number | null;
  by: string | null;
  draft: string | null;
}

const READ = `SELECT reader_report.id, slug, entry ->> 'headline' AS headline, entry ->> 'inLanguage' AS inLanguage, status,
  passage, error, name, thanks, at, answered, answered_by AS by, draft
  FROM reader_report JOIN story ON story.id = reader_report.story`;

const iso = (time: number) => new Date(time).toISOString();

function toReport({ id, slug, headline, inLanguage, status, ...row }: Row): Report {
  const { passage, error, name, thanks, at, answered, by, draft } = row;
  return {
    id,
    story: { slug, headline, inLanguage, status },
    ...{ passage, error, name, wantsThanks: thanks === 1, at: iso(at) },
    answer: answered === null ? null : { by: by ?? '', at: iso(answered), draft },
  };
}

type Answered = { ok: true; report: Report } | ReportRefusal;

interface Inputs {
  ledger: Ledger;
  people: People;
  notices: Notices;
  notifications: Notifications;
}

/** What readers report as wrong in stories, until an editor has answered it, and for a time after that. */
export class Reports {
  readonly #sql: SqlStorage;
  readonly #ledger: Ledger;
  readonly #people: People;
  readonly #notices: Notices;
  readonly #notifications: Notifications;

  constructor(sql: SqlStorage, { ledger, people, notices, notifications }: Inputs) {
    this.#sql = sql;
    this.#ledger = ledger;
    this.#people = people;
    this.#notices = notices;
    this.#notifications = notifications;
  }

  /** Takes in what anybody sends about a story that readers have seen. The same report is kept once while it waits. */
  add(slug: string, report: NewReport, now: number): { ok: true } | ReportRefusal {
    const { names } = this.#ledger;
    const story = names.bySlug(slug) ?? names.byFormerSlug(slug);
    if (!story || !this.#ledger.wasPublic(story.id))
      return { ok: false, why: 'missing', detail: forPrograms('There is no such story.') };
    const { passage, error, name, wantsThanks } = report;
    const query =
      'SELECT 1 FROM reader_report WHERE story = ? AND answered IS NULL AND passage = ? AND error = ?';
    if (this.#sql.exec(query, story.id, passage, error).toArray().length > 0) return { ok: true };
    const waiting = this.waiting();
    if (this.#count('story = ?', story.id) >= MAX_OF_STORY || waiting >= MAX_WAITING)
      return {
        ok: false,
        why: 'busy',
        detail: forPrograms('As many reports wait as the newsroom takes in.'),
      };
    this.#sql.exec(
      'INSERT INTO reader_report (story, passage, error, name, thanks, at) VALUES (?, ?, ?, ?, ?, ?)',
      story.id,
      passage,
      error,
      name === '' ? null : name,
      Number(wantsThanks && name !== ''),
      now,
    );
    // The first that waits is news. Whoever sends many, of whatever stories, cannot fill feeds and mails with them.
    if (waiting === 0) this.#tell(story.slug, error, now);
    return { ok: true };
  }

  #tell(slug: string, error: string, now: number): void {
    const headline = this.#list('slug = ?', [slug], 1, 0)[0]?.story.headline ?? slug;
    const title = sentence('A reader reports an error in “{headline}”.');
    const values = { headline: isolateIfUnbalanced(shorten(headline)) };
    const editors = this.#people.list().filter(({ role }) => may(role, 'publish'));
    const to = editors.map(({ id }) => id);
    const kind = 'error reported' as const;
    this.#notices.tell(to, { kind, title, values, words: shorten(error), path: REPORTS_PATH, by: null, now });
    this.#notifications.add(textIn(ENGLISH, title, values), REPORTS_PATH, now);
  }

  #count(condition: string, ...values: SqlStorageValue[]): number {
    const query = `SELECT count(*) AS count FROM reader_report WHERE answered IS NULL AND ${condition}`;
    return this.#sql.exec<{ count: number }>(query, ...values).one().count;
  }

  #list(condition: string, values: SqlStorageValue[], limit: number, offset: number): Report[] {
    const query = `${READ} WHERE ${condition} ORDER BY reader_report.id DESC LIMIT ? OFFSET ?`;
    return this.#sql
      .exec<Row>(query, ...values, limit, offset)
      .toArray()
      .map(toReport);
  }

  /** Returns how many reports wait for an answer. */
  waiting(): number {
    return this.#count('true');
  }

  /** Lists the reports that wait, or those that were answered, the newest first. Nobody but editors sees any. */
  list({
    actor,
    isAnswered,
    limit,
    offset,
  }: {
    actor: Actor;
    isAnswered: boolean;
    limit: number;
    offset: number;
  }): Report[] {
    if (this.#people.whyNot(actor, 'publish') !== undefined) return [];
    return this.#list(`answered IS ${isAnswered ? 'NOT ' : ''}NULL`, [], limit, offset);
  }

  /** Returns which of these drafts are still there: a report is kept longer than a draft that was published. */
  keptDrafts(ids: readonly string[]): string[] {
    const query = 'SELECT id FROM draft WHERE id IN (SELECT value FROM json_each(?))';
    return this.#sql
      .exec<{ id: string }>(query, JSON.stringify(ids))
      .toArray()
      .map(({ id }) => id);
  }

  find(id: number, actor: Actor): Answered {
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return { ok: false, why: 'role', ...whyNot };
    const [report] = this.#list('reader_report.id = ?', [id], 1, 0);
    if (report) return { ok: true, report };
    const what = sentence([
      'There is no such report. Reports are deleted {count} day after they were answered.',
      'There is no such report. Reports are deleted {count} days after they were answered.',
    ]);
    return { ok: false, why: 'missing', ...told(what, { count: KEPT_DAYS }) };
  }

  /** Says that an editor has dismissed a report, or begun a correction from it; with null, that it waits again. */
  answer(
    id: number,
    answer: { draft: string | null } | null,
    { actor, now }: { actor: Actor; now: number },
  ): Answered {
    const found = this.find(id, actor);
    if (!found.ok) return found;
    // An answer that is repeated keeps its time.
    if (found.report.answer?.draft === answer?.draft) return found;
    const query = 'UPDATE reader_report SET answered = ?, answered_by = ?, draft = ? WHERE id = ?';
    this.#sql.exec(query, answer && now, answer && actor.name, answer?.draft ?? null, id);
    return this.find(id, actor);
  }

  /** Dismisses those of the reports that wait. Returns how many. */
  dismissAll(ids: readonly number[], { actor, now }: { actor: Actor; now: number }): number {
    if (this.#people.whyNot(actor, 'publish') !== undefined) return 0;
    const query = `UPDATE reader_report SET answered = ?, answered_by = ? WHERE answered IS NULL
      AND id IN (SELECT value FROM json_each(?)) RETURNING id`;
    return this.#sql.exec(query, now, actor.name, JSON.stringify(ids)).toArray().length;
  }

  /** Deletes reports that were answered long enough ago. */
  expire(now: number): void {
    this.#sql.exec('DELETE FROM reader_report WHERE answered <= ?', now - KEPT);
  }

  /** Returns when the next report is to be deleted, in milliseconds; undefined if none is. */
  nextExpiry(): number | undefined {
    const query = 'SELECT MIN(answered) AS at FROM reader_report WHERE answered IS NOT NULL';
    const { at } = this.#sql.exec<{ at: number | null }>(query).one();
    return at === null ? undefined : at + KEPT;
  }
}
