import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { shorten } from '../../desk/publish/notifications.ts';
import { type Draft, type DraftRefusal, refuse } from '../../drafts/desk/draft.ts';
import type { DraftTable } from '../../drafts/desk/draft-table.ts';
import type { Drafts } from '../../drafts/desk/drafts.ts';
import { mentionFinder } from '../../notices/desk/mentions.ts';
import type { Notices } from '../../notices/desk/notices.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { ENGLISH, type SaidSentence, sentence, valueIn } from '../../words/translate.ts';
import { findOnly, followPassages, type Passage } from './follow-passage.ts';
import type { DraftNote } from './review-event.ts';
import { whyNotWords } from './words.ts';

/**
 * The most characters that are compared to find the passages of notes: less than a second's work. Beyond that, a passage is only
 * found by its own words.
 */
const MAX_COMPARED = 4_000_000;
/** The most characters of the passage that a note is about. */
const MAX_QUOTE = 10_000;
/** The most notes of a draft. */
const MAX_NOTES = 1000;

interface Row extends Record<string, SqlStorageValue> {
  id: number;
  thread: number | null;
  version: number;
  start: number | null;
  end: number | null;
  quote: string;
  suggestion: string | null;
  by: string;
  at: number;
  text: string;
  said: string | null;
  resolved: number | null;
}

const COLUMNS = 'id, thread, version, start, "end", quote, suggestion, name AS by, at, text, said, resolved';

const iso = (time: number) => new Date(time).toISOString();

type Result = { ok: true; notes: DraftNote[] } | DraftRefusal;

/** The discussion of drafts: notes on a passage of the text, which follow it through edits, or on the whole draft, and answers. */
export class Notes {
  readonly #sql: SqlStorage;
  readonly #table: DraftTable;
  readonly #drafts: Drafts;
  readonly #notices: Notices;

  constructor(
    sql: SqlStorage,
    { table, drafts, notices }: { table: DraftTable; drafts: Drafts; notices: Notices },
  ) {
    this.#sql = sql;
    this.#table = table;
    this.#drafts = drafts;
    this.#notices = notices;
  }

  /** Lists the notes on a draft in the order in which they were written, with their places in its newest version. */
  list(draftId: string, actor: Actor): Result {
    const found = this.#drafts.find(draftId, actor);
    return found.ok ? { ok: true, notes: this.#placed(found.draft) } : found;
  }

  /**
   * Adds a note. `start` and `end` are UTF-16 offsets in the text of `version`, which the author of the note has seen; null for a note
   * on the whole draft. `suggestion` is another wording for exactly these words. A text that nobody has written as a whole is given by its
   * paragraphs.
   */
  add(
    draftId: string,
    note: {
      version: number;
      start: number | null;
      end: number | null;
      text: string | (string | SaidSentence)[];
      suggestion?: string | null;
      mentionsNobody?: boolean;
      actor: Actor;
      now: number;
    },
  ): Result {
    const found = this.#drafts.find(draftId, note.actor);
    if (!found.ok) return found;
    const { version, start, end, suggestion = null, mentionsNobody = false, actor, now } = note;
    const said = typeof note.text === 'string' ? undefined : note.text;
    const text =
      typeof note.text === 'string'
        ? note.text
        : note.text.map((each) => valueIn(ENGLISH, each)).join('\n\n');
    const seen = this.#table.version(draftId, version);
    if (!seen)
      return refuse('missing', sentence('The draft has no version {version}.'), { version: String(version) });
    const isWhole = start === null || end === null;
    if (!isWhole && !(start >= 0 && start < end && end <= seen.text.length)) {
      return refuse('invalid', sentence('The passage is not in this version of the text. Mark it again.'));
    }
    const quote = isWhole ? '' : seen.text.slice(start, end);
    const unusable = whyNotQuoted(quote) ?? whyNotSuggested(suggestion, quote);
    const refusal = this.#whyNot(found.draft, text, suggestion !== null) ?? unusable;
    if (refusal) return refusal;
    this.#sql.exec(
      'INSERT INTO note_on_draft (draft, version, start, "end", quote, suggestion, person, name, at, text, said) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      draftId,
      version,
      isWhole ? null : start,
      isWhole ? null : end,
      quote,
      suggestion,
      actor.person,
      actor.name,
      now,
      text,
      said ? JSON.stringify(said) : null,
    );
    if (!mentionsNobody) this.#tellMentioned(found.draft, { text, actor, now });
    return { ok: true, notes: this.#placed(found.draft) };
  }

  /** Answers a note. An answer to a resolved thread opens it again. */
  reply(
    draftId: string,
    thread: number,
    { text, actor, now }: { text: string; actor: Actor; now: number },
  ): Result {
    const found = this.#drafts.find(draftId, actor);
    if (!found.ok) return found;
    const refusal = this.#whyNoThread(draftId, thread) ?? this.#whyNot(found.draft, text);
    if (refusal) return refusal;
    this.#sql.exec(
      "INSERT INTO note_on_draft (draft, thread, version, quote, person, name, at, text) VALUES (?, ?, ?, '', ?, ?, ?, ?)",
      draftId,
      thread,
      found.draft.version,
      actor.person,
      actor.name,
      now,
      text,
    );
    this.#sql.exec('UPDATE note_on_draft SET resolved = NULL WHERE id = ?', thread);
    this.#tellMentioned(found.draft, { text, actor, now });
    return { ok: true, notes: this.#placed(found.draft) };
  }

  /** Marks a thread as resolved, or as open again. Nothing of it is deleted. */
  setResolved(
    draftId: string,
    thread: number,
    { isResolved, actor, now }: { isResolved: boolean; actor: Actor; now: number },
  ): Result {
    const found = this.#drafts.find(draftId, actor);
    if (!found.ok) return found;
    const refusal = this.#whyNoThread(draftId, thread);
    if (refusal) return refusal;
    const query = 'UPDATE note_on_draft SET resolved = iif(?, ifnull(resolved, ?), NULL) WHERE id = ?';
    this.#sql.exec(query, isResolved ? 1 : 0, now, thread);
    return { ok: true, notes: this.#placed(found.draft) };
  }

  #tellMentioned(draft: Draft, { text, actor, now }: { text: string; actor: Actor; now: number }): void {
    const mentioned = mentionFinder(this.#drafts.readers(draft))(text).map(({ person }) => person);
    const headline = isolateIfUnbalanced(shorten(draft.headline ?? draft.name));
    const title = sentence('{name} mentions you in a note on “{headline}”.');
    const values = { name: actor.name, headline };
    const path = `/newsroom/drafts/${draft.id}/review#notes`;
    const words = shorten(text.trim());
    const notice = { kind: 'mentioned', title, values, words, path } as const;
    this.#notices.tell(mentioned, { ...notice, by: actor.person, now });
  }

  #rows(draftId: string): Row[] {
    return this.#sql
      .exec<Row>(`SELECT ${COLUMNS} FROM note_on_draft WHERE draft = ? ORDER BY id`, draftId)
      .toArray();
  }

  #placed(draft: Draft): DraftNote[] {
    const rows = this.#rows(draft.id);
    const quoting = rows.filter(({ start }) => start !== null);
    const follow = this.#follower(draft, new Set(quoting.map(({ version }) => version)));
    const findMentions = mentionFinder(this.#drafts.readers(draft));
    return rows.map(({ version, start, end, at, resolved, said, ...row }) => ({
      ...row,
      ...(said === null ? {} : { said: JSON.parse(said) }),
      mentions: findMentions(row.text).map(({ person: _person, ...place }) => place),
      at: iso(at),
      resolved: resolved === null ? null : iso(resolved),
      position: start === null || end === null ? null : follow(version, { start, end }, row.quote),
    }));
  }

  /** Returns a function that finds passages of these versions in the newest one. It compares the latest ones, as far as time allows. */
  #follower(draft: Draft, versions: ReadonlySet<number>) {
    const followers = new Map<number, ReturnType<typeof followPassages>>();
    let room = MAX_COMPARED;
    for (const version of [...versions].sort((a, b) => b - a)) {
      if (room <= 0) break;
      const { text } = version === draft.version ? draft : (this.#table.version(draft.id, version) ?? draft);
      followers.set(version, followPassages(text, draft.text));
      if (text !== draft.text) room -= text.length + draft.text.length;
    }
    return (version: number, passage: Passage, quote: string): Passage | null => {
      const follower = followers.get(version);
      return follower ? follower(passage) : findOnly(draft.text, quote);
    };
  }

  #whyNot({ id }: Draft, text: string, hasSuggestion = false): DraftRefusal | undefined {
    const refusal = hasSuggestion && text === '' ? undefined : whyNotWords(text, 'note');
    if (refusal) return refusal;
    if (this.#rows(id).length < MAX_NOTES) return undefined;
    return refuse('size', sentence('The draft has {number} notes already, which is the most.'), {
      number: MAX_NOTES,
    });
  }

  #whyNoThread(draftId: string, thread: number): DraftRefusal | undefined {
    const query = 'SELECT 1 FROM note_on_draft WHERE id = ? AND draft = ? AND thread IS NULL';
    const isThere = this.#sql.exec(query, thread, draftId).toArray().length > 0;
    return isThere
      ? undefined
      : refuse('missing', sentence('The draft has no note {number}.'), { number: String(thread) });
  }
}

/** Refuses a passage that a note cannot quote. */
function whyNotQuoted(quote: string): DraftRefusal | undefined {
  if (quote.length > MAX_QUOTE) {
    const detail = sentence(
      'The passage has {characters} characters, and a note is about at most {most}. Choose a shorter one.',
    );
    return refuse('size', detail, { characters: quote.length, most: MAX_QUOTE });
  }
  if (quote.isWellFormed()) return undefined;
  return refuse('invalid', sentence('The passage begins or ends within a character. Choose whole words.'));
}

/** Refuses a wording that is none, or that suggests nothing. */
function whyNotSuggested(suggestion: string | null, quote: string): DraftRefusal | undefined {
  if (suggestion === null) return undefined;
  if (quote === '')
    return refuse(
      'invalid',
      sentence('A suggestion is another wording for marked words. Mark the words that it replaces.'),
    );
  if (suggestion.trim() === '' || suggestion === quote)
    return refuse(
      'invalid',
      sentence('The suggestion is empty, or the words as they are. Write another wording, or leave it out.'),
    );
  if (suggestion.length > MAX_QUOTE) {
    const detail = sentence(
      'The suggestion has {characters} characters, and can have at most {most}. Shorten it.',
    );
    return refuse('size', detail, { characters: suggestion.length, most: MAX_QUOTE });
  }
  if (suggestion.isWellFormed()) return undefined;
  return refuse('invalid', sentence('The suggestion has half of a character. Delete it and type it again.'));
}
