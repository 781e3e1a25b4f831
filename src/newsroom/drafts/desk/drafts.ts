import { toHex } from '../../../lib/encodings.ts';
import { haveTerms, termsOf } from '../../../site/query/terms.ts';
import { isStorySlug, MAX_STORY_SLUG } from '../../../site/story/slug.ts';
import { MAX_RECORD_CHARACTERS } from '../../../site/story/story.ts';
import type { People } from '../../people/desk/people.ts';
import type { Person } from '../../people/desk/person.ts';
import { type Actor, may, whoMay } from '../../people/desk/roles.ts';
import { sentence, told } from '../../words/translate.ts';
import {
  type Draft,
  type DraftRefusal,
  type DraftState,
  type DraftSummary,
  type DraftVersion,
  type Embargo,
  embargoSchema,
  MAX_DRAFT_BYTES,
  MAX_EMBARGO_REASON,
  refuse,
  refuseUnseen,
} from './draft.ts';
import type { DraftTable } from './draft-table.ts';

/** The most drafts of a list. */
export const MAX_LISTED = 1000;

/** The most drafts that a search examines, and the most characters of their texts: it then takes about 0.1 seconds. */
export const MAX_SEARCHED = 300;
const MAX_SEARCHED_CHARACTERS = 3_000_000;

/** Returns a refusal of text that a draft cannot hold byte for byte, or undefined. */
function whyNotStorable(text: string): DraftRefusal | undefined {
  if (text.length > MAX_RECORD_CHARACTERS) {
    return refuse(
      'size',
      sentence(
        'The draft has {characters} characters, and a story at most {most}. The version that was saved last is still there. Shorten the text, or make two stories of it.',
      ),
      { characters: text.length, most: MAX_RECORD_CHARACTERS },
    );
  }
  const bytes = new TextEncoder().encode(text).byteLength;
  if (bytes > MAX_DRAFT_BYTES) {
    return refuse(
      'size',
      sentence(
        'The draft takes {size} kB, and at most {most} kB can be stored. The version that was saved last is still there. Shorten the text, or make two stories of it.',
      ),
      { size: Math.ceil(bytes / 1000), most: Math.floor(MAX_DRAFT_BYTES / 1000) },
    );
  }
  if (text.isWellFormed()) return undefined;
  return refuse(
    'invalid',
    sentence(
      'The text has half of a character, which cannot be stored. The version that was saved last is still there. Delete the character that is shown as a box or a question mark, and type it again.',
    ),
  );
}

/**
 * The drafts: stories that are being written, with every version that was saved. A writer reads and changes drafts of which they
 * are an author; an editor reads and changes all.
 */
export class Drafts {
  readonly #table: DraftTable;
  readonly #people: People;
  readonly #onVersion: (id: string) => void;

  /** `onVersion` hears of each draft that has a new version. */
  constructor(table: DraftTable, people: People, onVersion: (id: string) => void) {
    this.#table = table;
    this.#people = people;
    this.#onVersion = onVersion;
  }

  /**
   * Begins a draft. `base` is the revision that it changes, if the story is published already. With an `id` of 128 random bits in hex,
   * the request may be repeated: if there is a draft with that id, it is returned as it is.
   */
  create(options: {
    id?: string;
    name: string;
    text: string;
    base: Draft['base'];
    actor: Actor;
    now: number;
  }): { ok: true; draft: Draft } | DraftRefusal {
    const { name, text, base, actor, now } = options;
    const whyNot = this.#people.whyNot(actor, 'write');
    if (whyNot !== undefined) return refuse('role', whyNot);
    if (!isStorySlug(name)) {
      return refuse(
        'invalid',
        sentence(
          '{name} cannot be part of a story\'s address. Use small letters without accents, digits, and hyphens between words, like "rates-fall", and at most {most} characters.',
        ),
        { name: JSON.stringify(name.slice(0, MAX_STORY_SLUG)), most: MAX_STORY_SLUG },
      );
    }
    const refusal = whyNotStorable(text);
    if (refusal) return refusal;
    const { id = toHex(crypto.getRandomValues(new Uint8Array(16))) } = options;
    if (this.#table.find(id)) return this.find(id, actor);
    this.#table.add({ id, name, text, base }, actor, now);
    return { ok: true, draft: this.#table.withText(this.#table.find(id) as DraftSummary) };
  }

  /** Finds a draft with its text, even one that was discarded. */
  find(id: string, actor: Actor): { ok: true; draft: Draft } | DraftRefusal {
    const found = this.summary(id, actor);
    return found.ok ? { ok: true, draft: this.#table.withText(found.draft) } : found;
  }

  /**
   * Lists the drafts that the actor may read, in one state or in all, or those that were discarded: the ones that changed last come
   * first, and at most 1,000 are listed.
   */
  list({
    actor,
    state,
    discarded = false,
  }: {
    actor: Actor;
    state?: DraftState;
    discarded?: boolean;
  }): DraftSummary[] {
    if (this.#people.whyNot(actor, 'comment') !== undefined) return [];
    const author = this.#readsAll(actor) ? undefined : actor;
    return this.#table.list({ isDiscarded: discarded, state, author, limit: MAX_LISTED });
  }

  /**
   * Finds at most `most` drafts that the actor may read, and that have all the words in their headline, text or authors' names: the
   * ones that changed last come first. `isWhole` is false if there may be more: older ones are not examined.
   */
  search({ actor, words, most }: { actor: Actor; words: string; most: number }): {
    drafts: DraftSummary[];
    isWhole: boolean;
  } {
    const terms = termsOf(words);
    const found: DraftSummary[] = [];
    let room = MAX_SEARCHED_CHARACTERS;
    const table = this.#table;
    function* textsOf(draft: DraftSummary) {
      const { headline, name, authors } = draft;
      yield [headline ?? name, ...authors.map((author) => author.name)].join('\n');
      const { text } = table.withText(draft);
      room -= text.length;
      yield text;
    }
    for (const [index, draft] of (terms.length === 0 ? [] : this.list({ actor })).entries()) {
      if (index === MAX_SEARCHED || room <= 0 || found.length === most)
        return { drafts: found, isWhole: false };
      if (haveTerms(textsOf(draft), terms)) found.push(draft);
    }
    return { drafts: found, isWhole: true };
  }

  /**
   * Saves a text as a new version. `version` is the one that it replaces: if there is a newer one, which the author has not seen,
   * the refusal has the current draft. `merged` is who had saved what the text was put together with. Text that is saved already makes no new version, so that a request may be repeated.
   * Other bytes end every approval (`voided`), and a published draft is a draft again.
   */
  save(
    id: string,
    {
      text,
      version,
      merged = null,
      actor,
      now,
    }: { text: string; version: number; merged?: string | null | undefined; actor: Actor; now: number },
  ):
    | { ok: true; version: number; state: DraftState; voided: boolean }
    | (DraftRefusal & { current?: Draft }) {
    const found = this.#change(id, actor);
    if (!found.ok) return found;
    const { draft } = found;
    const current = this.#table.withText(draft);
    if (current.text === text) {
      return { ok: true, version: draft.version, state: draft.state, voided: false };
    }
    if (version !== draft.version) {
      const stale = refuse(
        'stale',
        sentence(
          '{name} saved version {version} of this draft meanwhile, and yours replaces version {seen}. Nothing was overwritten. Compare the two and save again.',
        ),
        { name: draft.by, version: String(draft.version), seen: String(version) },
      );
      return { ...stale, current };
    }
    const refusal = whyNotStorable(text);
    if (refusal) return refusal;
    const hadApproval = this.#table.approvals.ofDraft(id).length > 0;
    const saved = this.#table.addVersion(id, text, actor, now, { merged });
    const { state, voided } = this.#void(draft, hadApproval, saved, actor, now);
    this.#onVersion(id);
    return { ok: true, version: saved, state, voided };
  }

  /**
   * Gives the draft of a published story another base: its author has seen what that revision changed, and publishing the draft will
   * replace it. This ends every approval, because whoever gave it has not.
   */
  replaceBase(
    id: string,
    options: { base: NonNullable<Draft['base']>; version: number; actor: Actor; now: number },
  ): { ok: true; state: DraftState; voided: boolean } | DraftRefusal {
    const { base, version, actor, now } = options;
    const found = this.#change(id, actor);
    if (!found.ok) return found;
    const { draft } = found;
    if (version !== draft.version) return refuseUnseen(draft, version);
    const hadApproval = this.#table.approvals.ofDraft(id).length > 0;
    this.#table.setBase(id, base);
    return { ok: true, ...this.#void(draft, hadApproval, version, actor, now) };
  }

  /**
   * Begins a draft of a published story, or returns the one that there is: an open one, or one that was published as this revision.
   * `correctStory` makes the text.
   */
  correct(options: {
    base: NonNullable<Draft['base']>;
    text: string;
    actor: Actor;
    now: number;
  }): { ok: true; draft: Draft } | DraftRefusal {
    const { base, text, actor, now } = options;
    const open = this.#table
      .changing(base.slug)
      .find((draft) => draft.state !== 'published' || draft.base?.revision === base.revision);
    return open ? this.find(open.id, actor) : this.create({ name: base.slug, text, base, actor, now });
  }

  /**
   * Saves a text that differs from the newest version only in when the story appears, as `scheduleDraft` has made sure. Whoever says when
   * is no author by that, and the approvals hold for this version, too: `hash` is that of its record.
   */
  saveTime(
    id: string,
    {
      text,
      version,
      hash,
      actor,
      now,
    }: { text: string; version: number; hash: string; actor: Actor; now: number },
  ): { ok: true; version: number } | DraftRefusal {
    const whyNot = this.#people.whyNot(actor, 'publish');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const found = this.#change(id, actor);
    if (!found.ok) return found;
    const { draft } = found;
    if (version !== draft.version) return refuseUnseen(draft, version);
    const approvals = this.#table.approvals.ofDraft(id);
    const saved = this.#table.addVersion(id, text, actor, now, { isWritten: false });
    const { detail: note, said = null } = told(
      sentence('Given for version {version}. Since then, {name} has only set another time.'),
      { version: String(version), name: actor.name },
    );
    for (const { person, name, at } of approvals)
      this.#table.addEvent(
        id,
        saved,
        { kind: 'approved', hash, note, said },
        { person, name },
        Date.parse(at),
      );
    if (draft.state === 'published')
      this.#table.setState(id, approvals.length > 0 ? 'approved' : 'draft', now);
    this.#onVersion(id);
    return { ok: true, version: saved };
  }

  /** Sets until when a draft's story must not appear, and why; null ends it. No version and no approval changes by that. */
  setEmbargo(
    id: string,
    { embargo, actor }: { embargo: Embargo | null; actor: Actor },
  ): { ok: true } | DraftRefusal {
    const found = this.#change(id, actor);
    if (!found.ok) return found;
    const read = embargoSchema.nullable().safeParse(embargo && { ...embargo, why: embargo.why.trim() });
    if (!read.success) {
      return refuse(
        'invalid',
        sentence(
          'Say in one line why there is an embargo, or who asked for it, in at most {most} characters.',
        ),
        { most: MAX_EMBARGO_REASON },
      );
    }
    this.#table.setEmbargo(id, read.data);
    return { ok: true };
  }

  /** Returns the embargoes of stories, by their slugs. */
  embargoesOfStories(): Record<string, Embargo> {
    return this.#table.embargoesOfStories();
  }

  /** Lists the versions, newest first. */
  versions(id: string, actor: Actor): { ok: true; versions: DraftVersion[] } | DraftRefusal {
    const found = this.summary(id, actor);
    return found.ok ? { ok: true, versions: this.#table.versions(id) } : found;
  }

  version(
    id: string,
    version: number,
    actor: Actor,
  ): { ok: true; version: DraftVersion & { text: string } } | DraftRefusal {
    const found = this.summary(id, actor);
    if (!found.ok) return found;
    const saved = this.#table.version(id, version);
    if (saved) return { ok: true, version: saved };
    return refuse('missing', sentence('The draft has no version {version}; its newest is {newest}.'), {
      version: String(version),
      newest: String(found.draft.version),
    });
  }

  /** Discards a draft. It can be restored for 30 days; then it is deleted. */
  discard(
    id: string,
    { version, actor, now }: { version: number; actor: Actor; now: number },
  ): { ok: true; draft: DraftSummary } | DraftRefusal {
    const found = this.#change(id, actor);
    if (!found.ok) return found;
    const { draft } = found;
    if (version !== draft.version) return refuseUnseen(draft, version);
    this.#table.setDiscarded(id, now);
    return { ok: true, draft: this.#table.find(id) as DraftSummary };
  }

  /** Restores a discarded draft as it was. */
  restoreDiscarded(
    id: string,
    { actor }: { actor: Actor },
  ): { ok: true; draft: DraftSummary } | DraftRefusal {
    const found = this.summary(id, actor);
    if (!found.ok) return found;
    this.#table.setDiscarded(id, null);
    return { ok: true, draft: this.#table.find(id) as DraftSummary };
  }

  /** Finds a draft for somebody who may change it, unless it was discarded. */
  #change(id: string, actor: Actor): { ok: true; draft: DraftSummary } | DraftRefusal {
    const whyNot = this.#people.whyNot(actor, 'write');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const found = this.summary(id, actor);
    if (!found.ok || found.draft.discarded === null) return found;
    return refuse('state', sentence('The draft was discarded. Restore it before you change it.'));
  }

  /** Finds a draft without its text, for somebody who may read it; even one that was discarded. */
  summary(id: string, actor: Actor): { ok: true; draft: DraftSummary } | DraftRefusal {
    const whyNot = this.#people.whyNot(actor, 'comment');
    if (whyNot !== undefined) return refuse('role', whyNot);
    const draft = this.#table.find(id);
    if (!draft) {
      const detail = sentence(
        'There is no such draft. Drafts are deleted 30 days after they were published or discarded.',
      );
      return refuse('missing', detail);
    }
    if (isBy(draft, actor) || this.#readsAll(actor)) return { ok: true, draft };
    const authors = { allOf: draft.authors.map(({ name }) => name) };
    return refuse('role', sentence('This draft is by {authors}. Beside them, only {roles} may open it.'), {
      authors,
      roles: whoMay('read'),
    });
  }

  /** Lists the people who may open a draft. */
  readers(draft: DraftSummary): Person[] {
    return this.#people.list().filter(({ id, name, role, removed }) => {
      return removed === null && (may(role, 'read') || isBy(draft, { person: id, name, role }));
    });
  }

  /** Ends the approvals of a draft that has changed, and says so in its history. Returns the state that it has then. */
  #void({ id, state }: DraftSummary, hadApproval: boolean, version: number, actor: Actor, now: number) {
    // What was approved is published; the next version is another matter.
    const voided = hadApproval && state !== 'published';
    if (voided) this.#table.addEvent(id, version, { kind: 'voided' }, actor, now);
    const keeps = state === 'changes asked' || (state === 'in review' && !voided);
    if (!keeps && state !== 'draft') this.#table.setState(id, 'draft', now);
    return { state: keeps ? state : ('draft' as const), voided };
  }

  #readsAll(actor: Actor): boolean {
    return this.#people.whyNot(actor, 'read') === undefined;
  }
}

/** Whether somebody may open a draft as their own. A program is another author than a person of its name. */
const isBy = ({ authors }: DraftSummary, actor: Actor): boolean =>
  authors.some(({ person, name }) => person === actor.person && (person !== null || name === actor.name));
