import { recordHash } from '../../story/history/statement.ts';
import { parseStoryFile } from '../../story/parse/parse.ts';
import { withoutReview } from '../../story/review.ts';
import { type Draft, type DraftRefusal, type DraftState, refuse } from '../drafts/draft.ts';
import type { DraftTable } from '../drafts/draft-table.ts';
import type { Drafts } from '../drafts/drafts.ts';
import type { People } from '../people/people.ts';
import type { Actor } from '../people/roles.ts';
import type { Notifications } from '../publish/notifications.ts';
import type { GivenApproval, ReviewEvent, ReviewEventKind } from './review-event.ts';

interface Step {
  /** The version that the actor has seen. */
  version: number;
  actor: Actor;
  now: number;
}

type Result = { ok: true; state: DraftState } | DraftRefusal;

/** The path of the page on which a draft is reviewed. */
const pageOf = (draftId: string) => `/newsroom/drafts/${draftId}/review`;

const titleOf = ({ headline, name }: Draft) => `“${headline ?? name}”`;

/** The reviews of drafts: who was asked, who approved which version, and who asked for changes. */
export class Reviews {
  readonly #sql: SqlStorage;
  readonly #table: DraftTable;
  readonly #drafts: Drafts;
  readonly #people: People;
  readonly #notifications: Notifications;

  constructor(
    sql: SqlStorage,
    rooms: { table: DraftTable; drafts: Drafts; people: People; notifications: Notifications },
  ) {
    this.#sql = sql;
    this.#table = rooms.table;
    this.#drafts = rooms.drafts;
    this.#people = rooms.people;
    this.#notifications = rooms.notifications;
  }

  /** Asks for a review: of a person, by id, or of any editor (null). */
  ask(draftId: string, { reviewer, ...step }: Step & { reviewer: string | null }): Result {
    const found = this.#find(draftId, step);
    if (!found.ok) return found;
    const { draft } = found;
    const person = reviewer === null ? undefined : this.#people.find(reviewer);
    if (reviewer !== null) {
      if (!person || person.removed !== null) {
        return refuse(
          'missing',
          'Whoever you ask does not belong to this newsroom any more. Ask somebody else.',
        );
      }
      if (person.role === 'writer') {
        return refuse(
          'invalid',
          `${person.name} is a writer. Only editors and admins review; ask one of them.`,
        );
      }
      if (draft.authors.some((author) => author.person === reviewer)) {
        return refuse('invalid', `${person.name} has written this draft, so somebody else has to review it.`);
      }
    }
    this.#sql.exec('UPDATE draft SET reviewer = ? WHERE id = ?', reviewer, draftId);
    const whom = person?.name ?? 'any editor';
    this.#record(draft, 'in review', { kind: 'asked', note: person?.name ?? null }, step);
    this.#notifications.add(
      `${step.actor.name} asks ${whom} to review ${titleOf(draft)}.`,
      pageOf(draftId),
      step.now,
    );
    return { ok: true, state: 'in review' };
  }

  /**
   * Approves a version of a draft: its bytes, and the record in them. The text is parsed here, so that an approval is of what it
   * says. Nobody approves what they have written, and no program approves anything.
   */
  async approve(draftId: string, step: Step): Promise<Result> {
    const found = this.#findForReview(draftId, step);
    if (!found.ok) return found;
    const { draft } = found;
    const { actor } = step;
    if (
      draft.authors.some(
        ({ person, name }) => person === actor.person || (person === null && name === actor.name),
      )
    ) {
      const detail = `${actor.name} has written this draft, so somebody else has to approve it.`;
      return refuse('role', detail);
    }
    const parsed = parseStoryFile(draft.text, draft.name);
    if (!parsed.ok) {
      const [fault] = parsed.faults;
      const detail = `The draft cannot be published as it is: ${fault?.field ?? ''} ${fault?.rule ?? ''}. Ask for changes instead.`;
      return refuse('invalid', detail);
    }
    const hash = await recordHash(withoutReview(parsed.value));
    // Somebody may have saved while the hash was made.
    const still = this.#findForReview(draftId, step);
    if (!still.ok) return still;
    this.#record(draft, 'approved', { kind: 'approved', hash }, step);
    this.#notifications.add(`${actor.name} approved ${titleOf(draft)}.`, pageOf(draftId), step.now);
    return { ok: true, state: 'approved' };
  }

  /** Asks the authors for changes, which ends every approval. */
  askChanges(draftId: string, { note, ...step }: Step & { note: string }): Result {
    const found = this.#findForReview(draftId, step);
    if (!found.ok) return found;
    if (note.trim() === '') return refuse('invalid', 'Say what has to change.');
    if (note.length > 5000)
      return refuse('size', 'The text is too long: at most 5,000 characters. Shorten it.');
    const { draft } = found;
    this.#record(draft, 'changes asked', { kind: 'changes asked', note }, step);
    this.#notifications.add(
      `${step.actor.name} asks for changes to ${titleOf(draft)}.`,
      pageOf(draftId),
      step.now,
    );
    return { ok: true, state: 'changes asked' };
  }

  /** Lists what happened to a draft under review, oldest first. */
  history(draftId: string, actor: Actor): { ok: true; events: ReviewEvent[] } | DraftRefusal {
    const found = this.#drafts.find(draftId, actor);
    return found.ok ? { ok: true, events: this.#events(draftId) } : found;
  }

  /** Lists the approvals of a draft, oldest first, and says which of them hold. */
  approvals(draftId: string, actor: Actor): { ok: true; approvals: GivenApproval[] } | DraftRefusal {
    const found = this.#drafts.find(draftId, actor);
    if (!found.ok) return found;
    const holding = this.#table.approvals.ofDraft(draftId);
    const approvals = this.#events(draftId).flatMap(({ kind, person, by, version, at }) => {
      if (kind !== 'approved' || person === null) return [];
      const holds = version === found.draft.version && holding.some((each) => each.person === person);
      return [{ person, name: by, version, at, holds }];
    });
    return { ok: true, approvals };
  }

  #events(draftId: string): ReviewEvent[] {
    type Columns = Omit<ReviewEvent, 'at'> & { at: number } & Record<string, SqlStorageValue>;
    const query =
      'SELECT kind, version, name AS by, person, at, note FROM review_event WHERE draft = ? ORDER BY id';
    return this.#sql
      .exec<Columns>(query, draftId)
      .toArray()
      .map(({ at, ...event }) => ({ ...event, at: new Date(at).toISOString() }));
  }

  /** Finds a draft whose newest version the actor has seen. */
  #find(draftId: string, { version, actor }: Step): { ok: true; draft: Draft } | DraftRefusal {
    const found = this.#drafts.find(draftId, actor);
    if (!found.ok) return found;
    const { draft } = found;
    if (draft.discarded !== null) {
      return refuse('state', 'The draft was discarded. Restore it before you go on.');
    }
    if (draft.version !== version) {
      const detail = `${draft.by} saved version ${draft.version} of this draft at ${draft.saved}, after the version ${version} that you looked at. Look at the newest first.`;
      return refuse('stale', detail);
    }
    return found;
  }

  #findForReview(draftId: string, step: Step): { ok: true; draft: Draft } | DraftRefusal {
    const whyNot = this.#people.whyNot(step.actor, 'editor');
    if (whyNot !== undefined) return refuse('role', whyNot);
    if (step.actor.person === null) {
      return refuse('role', `${step.actor.name} is a program. Only people review.`);
    }
    return this.#find(draftId, step);
  }

  #record(
    { id, version }: Draft,
    state: DraftState,
    event: { kind: ReviewEventKind; hash?: string | null; note?: string | null },
    { actor, now }: Step,
  ): void {
    this.#table.addEvent(id, version, event, actor, now);
    this.#table.setState(id, state, now);
  }
}
