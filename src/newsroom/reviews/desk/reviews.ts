import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { NewsroomSettings } from '../../../settings/site-schema.ts';
import { recordHash } from '../../../site/story/history/statement.ts';
import { countFaults } from '../../../site/story/parse/fault.ts';
import { findDraftLine, parseStoryFile } from '../../../site/story/parse/parse.ts';
import { withoutReview } from '../../../site/story/review.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { type Notifications, shorten } from '../../desk/publish/notifications.ts';
import {
  type Draft,
  type DraftRefusal,
  type DraftState,
  type DraftSummary,
  refuse,
  refuseUnseen,
} from '../../drafts/desk/draft.ts';
import type { DraftTable } from '../../drafts/desk/draft-table.ts';
import type { Drafts } from '../../drafts/desk/drafts.ts';
import { NEEDED_APPROVALS } from '../../drafts/desk/save-reviewed.ts';
import type { Notice, Notices } from '../../notices/desk/notices.ts';
import type { People } from '../../people/desk/people.ts';
import type { Person } from '../../people/desk/person.ts';
import { type Actor, aRole, may, whoMay } from '../../people/desk/roles.ts';
import {
  asValue,
  ENGLISH,
  forPrograms,
  type SaidSentence,
  sentence,
  type Told,
  textIn,
  told,
} from '../../words/translate.ts';
import type { ApprovalEnd, GivenApproval, ReviewEvent } from './review-event.ts';
import { whyNotWords } from './words.ts';

/** Parses the text of a draft that is to be approved. Only what could be published can be approved. */
function parseForApproval({
  text,
  name,
}: Pick<Draft, 'text' | 'name'>): { ok: true; story: WrittenStory } | DraftRefusal {
  const parsed = parseStoryFile(text, name);
  if (!parsed.ok) {
    const count = countFaults(parsed.faults);
    return refuse(
      'invalid',
      count === 1
        ? sentence(
            'The draft has a fault, so it could not be published, and cannot be approved. Ask for changes: an author has to fix this first.',
          )
        : sentence(
            'The draft has {number} faults, so it could not be published, and cannot be approved. Ask for changes: an author has to fix this first.',
          ),
      { number: count },
    );
  }
  const line = findDraftLine(text);
  if (line === undefined) return { ok: true, story: parsed.value };
  return refuse(
    'invalid',
    sentence(
      'It is marked as a draft, so it could not be published. Before it is approved, an author has to press “It is no draft any more” on the page that publishes.',
    ),
  );
}

interface EventRow extends Record<string, SqlStorageValue> {
  id: number;
  kind: ReviewEvent['kind'];
  version: number;
  person: string | null;
  by: string;
  at: number;
  reviewer: string | null;
  note: string | null;
  said: string | null;
}

interface Dependencies {
  table: DraftTable;
  drafts: Drafts;
  people: People;
  notifications: Notifications;
  notices: Notices;
  policy: () => NewsroomSettings['review'];
}

type Done = { ok: true; state: DraftState };
type Change = { version: number; actor: Actor; now: number };

const iso = (time: number) => new Date(time).toISOString();

/** What a draft is called in a sentence. */
const headlineOf = ({ headline, name }: DraftSummary) => isolateIfUnbalanced(shorten(headline ?? name));

/** Whether somebody has written in a draft, so that their approval does not count: themselves, or by a program of their name. */
const isAuthor = ({ authors }: DraftSummary, person: Pick<Person, 'id' | 'name'>): boolean =>
  authors.some(
    (author) =>
      author.person === person.id ||
      (author.person === null && author.name.toLowerCase() === person.name.toLowerCase()),
  );

/** Reviews of drafts: who is asked, who approves, and who asks for changes. `Approvals` says which approvals hold. */
export class Reviews {
  readonly #sql: SqlStorage;
  readonly #table: DraftTable;
  readonly #drafts: Drafts;
  readonly #people: People;
  readonly #notifications: Notifications;
  readonly #notices: Notices;
  readonly #policy: Dependencies['policy'];

  constructor(sql: SqlStorage, { table, drafts, people, notifications, notices, policy }: Dependencies) {
    this.#sql = sql;
    this.#table = table;
    this.#drafts = drafts;
    this.#people = people;
    this.#notifications = notifications;
    this.#notices = notices;
    this.#policy = policy;
  }

  /** Asks a person, by their id, for a review of the newest version; anyone who may review, if it is null. */
  ask(draft: string, options: Change & { reviewer: string | null; note?: string }): Done | DraftRefusal {
    const { reviewer, version, note = '', actor, now } = options;
    const found = this.#change(draft, { version, actor });
    if (!found.ok) return found;
    const asked = reviewer === null ? undefined : this.#people.find(reviewer);
    const refusal = reviewer === null ? undefined : whyNotReviewer(found.draft, asked);
    if (refusal) return refusal;
    const said = note.trim() === '' ? undefined : note;
    const tooLong = said === undefined ? undefined : whyNotWords(said, 'note');
    if (tooLong) return tooLong;
    this.#table.setReviewer(draft, reviewer);
    this.#table.setState(draft, 'in review', now);
    const event = { kind: 'asked', reviewer: asked?.name ?? null, note: said ?? null } as const;
    this.#table.addEvent(draft, version, event, actor, now);
    const toTell = asked ? [asked.id] : this.#whoMayReview(found.draft).map(({ id }) => id);
    const values = { name: actor.name, headline: headlineOf(found.draft) };
    this.#notifications.add(
      `${actor.name} asks ${asked?.name ?? 'an editor'} to review “${values.headline}”.${quoted(said)}`,
      pathOf(draft),
      now,
    );
    const title = asked
      ? sentence('{name} asks you to review “{headline}”.')
      : sentence('{name} asks an editor to review “{headline}”.');
    this.#tellPeople(toTell, { kind: 'review asked', title, values, words: said }, draft, { actor, now });
    return { ok: true, state: 'in review' };
  }

  /**
   * Approves the newest version: these very bytes, and the record that they parse to. An editor or admin who has not written in the
   * draft may do so. Whoever approves twice counts once.
   */
  async approve(draft: string, options: Change): Promise<Done | DraftRefusal> {
    const { version, actor, now } = options;
    const found = this.#findForApproval(draft, { version, actor });
    if (!found.ok) return found;
    const parsed = parseForApproval(found.draft);
    if (!parsed.ok) return parsed;
    const hash = await recordHash(withoutReview(parsed.story));
    // Anything may have changed while the hash was computed.
    const still = this.#findForApproval(draft, { version, actor });
    if (!still.ok) return still;
    if (!this.#hasApproved(still.draft, actor.person ?? '')) {
      this.#table.addEvent(draft, version, { kind: 'approved', hash }, actor, now);
      const [count, needed] = [this.#table.approvals.ofDraft(draft).length, this.#needed()];
      this.#table.setState(draft, count < needed ? 'in review' : 'approved', now);
      const title =
        needed > 1
          ? sentence('{name} approved “{headline}” ({number} of {needed} approvals).')
          : sentence('{name} approved “{headline}”.');
      const values = { name: actor.name, headline: headlineOf(still.draft), number: count, needed };
      this.#notifications.add(textIn(ENGLISH, title, values), pathOf(draft), now);
      this.#tellPeople(authorIds(still.draft), { kind: 'approved', title, values }, draft, { actor, now });
    }
    return { ok: true, state: (this.#table.find(draft) ?? still.draft).state };
  }

  /** Asks the authors to change a version, even if they have saved another since. This ends every approval. */
  askChanges(draft: string, options: Change & { note: string }): Done | DraftRefusal {
    const { version, note, actor, now } = options;
    const whyNot = this.#whyNotReview(actor);
    if (whyNot !== undefined) return refuse('role', whyNot);
    const found = this.#change(draft, { actor });
    if (!found.ok) return found;
    if (!this.#table.version(draft, version)) {
      return refuse('missing', sentence('The draft has no version {version}; its newest is {newest}.'), {
        version: String(version),
        newest: String(found.draft.version),
      });
    }
    const refusal = whyNotWords(note, 'request');
    if (refusal) return refusal;
    this.#table.setState(draft, 'changes asked', now);
    this.#table.addEvent(draft, version, { kind: 'changes asked', note }, actor, now);
    const title = sentence('{name} asks for changes to “{headline}”.');
    const values = { name: actor.name, headline: headlineOf(found.draft) };
    this.#notifications.add(`${textIn(ENGLISH, title, values)}${quoted(note)}`, pathOf(draft), now);
    const notice = { kind: 'changes asked', title, values, words: note } as const;
    this.#tellPeople(authorIds(found.draft), notice, draft, { actor, now });
    return { ok: true, state: 'changes asked' };
  }

  /** Lists what happened to a draft, oldest first. */
  history(draft: string, actor: Actor): { ok: true; events: ReviewEvent[] } | DraftRefusal {
    const found = this.#drafts.find(draft, actor);
    if (!found.ok) return found;
    const events = this.#events(draft).map(({ id: _id, at, said, ...event }) => ({
      ...event,
      ...(said === null ? {} : { said: JSON.parse(said) as SaidSentence }),
      at: iso(at),
    }));
    return { ok: true, events };
  }

  /** Lists each approval that was given, oldest first, and why it does not hold any more; and how many are needed to publish. */
  approvals(
    draft: string,
    actor: Actor,
  ): { ok: true; approvals: GivenApproval[]; needed: number } | DraftRefusal {
    const found = this.#drafts.find(draft, actor);
    if (!found.ok) return found;
    const events = this.#events(draft);
    const approvals = events.flatMap(({ id, kind, version, person, by, at }) => {
      if (kind !== 'approved' || person === null) return [];
      const later = events.filter((event) => event.id > id);
      const ended = this.#whyEnded(found.draft, { version, person }, later);
      return [{ person, name: by, version, at: iso(at), holds: ended === null, ended }];
    });
    return { ok: true, approvals, needed: NEEDED_APPROVALS[this.#policy()] };
  }

  /** Lists the drafts that wait for somebody's review: those for which they were asked, then those for which anyone was. */
  waitingFor(actor: Actor): DraftSummary[] {
    const { person, name } = actor;
    if (person === null || this.#people.whyNot(actor, 'review') !== undefined) return [];
    const waiting = this.#table
      .list({ isDiscarded: false, state: 'in review', author: undefined, limit: 1000 })
      .filter((draft) => !this.#hasApproved(draft, person) && !isAuthor(draft, { id: person, name }));
    return [
      ...waiting.filter(({ reviewer }) => reviewer === person),
      ...waiting.filter((draft) => draft.reviewer !== person && this.#waitsForAnyone(draft)),
    ];
  }

  /** Whether nobody was asked for a review in person, or who was has given it or cannot give it any more. */
  #waitsForAnyone(draft: DraftSummary): boolean {
    const { reviewer } = draft;
    if (reviewer === null || this.#hasApproved(draft, reviewer)) return true;
    return whyNotReviewer(draft, this.#people.find(reviewer)) !== undefined;
  }

  #hasApproved({ id }: DraftSummary, person: string): boolean {
    return this.#table.approvals.ofDraft(id).some((each) => each.person === person);
  }

  /** Lists the people who may review a draft. */
  reviewers(draft: string, actor: Actor): { ok: true; people: Pick<Person, 'id' | 'name'>[] } | DraftRefusal {
    const found = this.#drafts.find(draft, actor);
    if (!found.ok) return found;
    return { ok: true, people: this.#whoMayReview(found.draft).map(({ id, name }) => ({ id, name })) };
  }

  #whoMayReview(draft: DraftSummary): Person[] {
    return this.#people.list().filter((person) => !whyNotReviewer(draft, person));
  }

  /** How many approvals make a draft an approved one. */
  #needed(): number {
    return Math.max(1, NEEDED_APPROVALS[this.#policy()]);
  }

  /** Finds a draft that is neither discarded nor published as it is; with `version`, only if that is the newest. */
  #change(
    id: string,
    { version, actor }: { version?: number; actor: Actor },
  ): { ok: true; draft: Draft } | DraftRefusal {
    const found = this.#drafts.find(id, actor);
    if (!found.ok) return found;
    const { draft } = found;
    if (draft.discarded !== null) {
      return refuse('state', sentence('The draft was discarded. Restore it before you go on.'));
    }
    if (version !== undefined && version !== draft.version) return refuseUnseen(draft, version);
    if (draft.state !== 'published') return found;
    return refuse(
      'state',
      sentence(
        'This version is published already. To have it changed, save another version or leave a note.',
      ),
    );
  }

  /** Finds a draft for somebody who may approve it. */
  #findForApproval(
    id: string,
    { version, actor }: { version: number; actor: Actor },
  ): { ok: true; draft: Draft } | DraftRefusal {
    const { person, name } = actor;
    const whyNot = this.#whyNotReview(actor);
    if (whyNot !== undefined) return refuse('role', whyNot);
    const found = this.#change(id, { version, actor });
    if (!found.ok || !isAuthor(found.draft, { id: person ?? '', name })) return found;
    return refuse('role', sentence('{name} has written in this draft, so somebody else must approve it.'), {
      name,
    });
  }

  #whyNotReview(actor: Actor): Told | undefined {
    if (actor.person === null)
      return told(forPrograms(`${actor.name} is a program, and only people review drafts.`));
    return this.#people.whyNot(actor, 'review');
  }

  #events(draft: string): EventRow[] {
    const query =
      'SELECT id, kind, version, person, name AS by, at, reviewer, note, said FROM review_event WHERE draft = ? ORDER BY id';
    return this.#sql.exec<EventRow>(query, draft).toArray();
  }

  #whyEnded(
    draft: DraftSummary,
    { version, person }: { version: number; person: string },
    later: readonly EventRow[],
  ): ApprovalEnd | null {
    if (version !== draft.version) return 'text';
    if (later.some(({ kind }) => kind === 'changes asked')) return 'changes asked';
    if (later.some(({ kind }) => kind === 'voided')) return 'base';
    const reviewer = this.#people.find(person);
    if (!reviewer || reviewer.removed !== null) return 'removed';
    return draft.discarded === null ? null : 'discarded';
  }

  #tellPeople(
    to: (string | null)[],
    { words, ...notice }: Pick<Notice, 'kind' | 'title' | 'values'> & { words?: string | undefined },
    draft: string,
    { actor, now }: { actor: Actor; now: number },
  ): void {
    const said = words === undefined ? null : shorten(words.trim());
    this.#notices.tell(to, { ...notice, words: said, path: pathOf(draft), by: actor.person, now });
  }
}

const pathOf = (draft: string) => `/newsroom/drafts/${draft}/review`;

const authorIds = ({ authors }: DraftSummary) => authors.map(({ person }) => person);

const quoted = (words: string | undefined) => (words === undefined ? '' : ` “${shorten(words.trim())}”`);

/** Refuses to ask somebody whose approval would not count. */
function whyNotReviewer(draft: DraftSummary, person: Person | undefined): DraftRefusal | undefined {
  if (!person || person.removed !== null) {
    return refuse(
      'invalid',
      sentence('The person does not belong to this newsroom any more. Ask somebody else.'),
    );
  }
  if (!may(person.role, 'review')) {
    const what = sentence('{name} is {role}, and only {roles} may review. Ask one of them.');
    const values = { name: person.name, role: asValue(aRole(person.role)), roles: whoMay('review') };
    return refuse('invalid', what, values);
  }
  if (!isAuthor(draft, person)) return undefined;
  return refuse('invalid', sentence('{name} has written in this draft. Ask somebody who has not.'), {
    name: person.name,
  });
}
