import type { Values } from '../../drafts/views/editor/form/values.ts';
import type { MergedValues } from '../../drafts/views/editor/merge/values.ts';
import type * as Merging from '../merging.ts';
import { t } from '../words.ts';
import { type SaveOutcome, sendSave } from './answers.ts';
import type { Choice, FieldClash } from './clashes.ts';
import { type Fields, isSame, toBody, withValues } from './fields.ts';
import type { KeptTexts } from './kept-text.ts';
import { Standing } from './standing.ts';

/** Milliseconds without a change after which it is saved, and the most that a change waits while others follow. */
const PAUSE = 2000;
const MOST = 5000;

/** Milliseconds until a save is tried again that the server did not answer, or that came after the session had ended. */
const RETRIES = [2000, 5000, 10_000, 30_000];
const SIGNED_OUT_RETRY = 15_000;

/** Why text with a lone surrogate is not sent: on the way, it would become another character. */
const HALF_A_CHARACTER = {
  kind: 'refused',
  detail: t(
    'The text has half of a character, which cannot be sent. Delete what is shown as a box or a question mark, and type it again.',
  ),
} as const;

interface SaverParts {
  /** Where the form is saved. */
  url: string;
  /** The version that the form was made from, and what it held. */
  version: string;
  loaded: Fields;
  /** Reads what is typed. */
  read: () => Fields;
  kept: KeptTexts;
  /** The page's path. */
  page: string;
  /** Hears of every save that ended. */
  ended: (outcome: SaveOutcome) => void;
  /** Hears whether something is typed that the server does not have, and whether the browser keeps it. */
  waiting: (state: { isUnsaved: boolean; isKept: boolean }) => void;
  /** Resolves when the form may be changed: not while somebody composes a character. */
  idle: () => Promise<void>;
  /** Brings the form up to date with a merge. */
  apply: (merging: typeof Merging, merged: MergedValues) => void;
  /** Hears that somebody has to choose in some passages, or no longer. `by` has saved the others. */
  clashed: (merging: typeof Merging, clashes: readonly FieldClash[], by: string) => void;
}

/** How often what is typed is merged and sent again because yet another version was faster. */
const MOST_MERGES = 5;

/** Saves what is typed by itself, one save after the other, and keeps it in the browser until the server has it. */
export class Saver {
  readonly #parts: SaverParts;
  readonly #standing: Standing;
  #version: string;
  /** Who has saved what clashes with what is typed. */
  #by = '';
  /** What merges, loaded once somebody else has saved. */
  #merging: typeof Merging | undefined;
  /** What was sent and not answered, which the server may have. */
  #unanswered: { typed: Fields; sent: Fields }[] = [];
  #sending: Promise<SaveOutcome | undefined> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the oldest change was made that is not saved. */
  #since: number | undefined;
  #failures = 0;

  constructor(parts: SaverParts) {
    this.#parts = parts;
    this.#version = parts.version;
    this.#standing = new Standing(parts.loaded);
    if (this.isUnsaved) this.changed();
  }

  get version(): string {
    return this.#version;
  }

  get isUnsaved(): boolean {
    return this.#standing.isUnsaved(this.#parts.read());
  }

  /** Whether somebody has to choose between what is typed and what another has saved. */
  get isClashing(): boolean {
    return !this.#standing.isSettled;
  }

  /** Keeps what was just typed and saves it soon. */
  changed(): void {
    const { read, page, kept, waiting, clashed } = this.#parts;
    const fields = read();
    const isUnsaved = this.isUnsaved;
    const isAllSaved = this.#standing.isAllSaved(fields);
    const text = { page, version: this.#version, at: new Date().toISOString(), fields };
    const isKept = !isAllSaved && kept.keep(text);
    if (isAllSaved) kept.forget();
    if (this.#merging && this.isClashing) clashed(this.#merging, this.#standing.clashes(fields), this.#by);
    waiting({ isUnsaved, isKept });
    const now = Date.now();
    this.#since ??= now;
    this.#schedule(Math.max(0, Math.min(PAUSE, this.#since + MOST - now)));
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), delay);
  }

  /**
   * Saves now if something is unsaved; or in any case, to bring into the form what others have saved. Resolves to how it ended; to
   * undefined if there was nothing to save.
   */
  async save(inAnyCase = false): Promise<SaveOutcome | undefined> {
    clearTimeout(this.#timer);
    while (this.#sending) await this.#sending;
    if (!inAnyCase && !this.isUnsaved && !this.isClashing) return undefined;
    this.#sending = this.#sendMerged(inAnyCase);
    const outcome = await this.#sending;
    this.#sending = undefined;
    if (outcome) this.#parts.ended(outcome);
    return outcome;
  }

  /** Settles a clash. Returns the text that its field gets. */
  choose(clash: FieldClash, choice: Choice): string | undefined {
    return this.#standing.choose(this.#parts.read(), clash, choice);
  }

  /** Shows what is saved where nobody has to choose any more, because somebody has chosen, or taken their own words back. */
  async #endClashes(): Promise<void> {
    const { idle, apply, read, clashed } = this.#parts;
    if (!this.#merging || !this.isClashing) return;
    await idle();
    apply(this.#merging, this.#standing.catchUp(this.#merging, read()));
    this.#standing.shown(read());
    clashed(this.#merging, this.#standing.clashes(read()), this.#by);
  }

  /** Sends what is typed, and again with what somebody else has saved meanwhile. */
  async #sendMerged(inAnyCase: boolean): Promise<SaveOutcome | undefined> {
    await this.#endClashes();
    if (!inAnyCase && !this.isUnsaved) return undefined;
    let by: string | undefined;
    for (let merges = 0; ; merges++) {
      const typed = this.#parts.read();
      const outcome = await this.#send(this.#standing.toSend(typed));
      const isTogether = outcome.kind === 'stale' || (outcome.kind === 'saved' && outcome.merged);
      if (isTogether) this.#merging ??= await import('../merging.ts').catch(() => undefined);
      if (isTogether && !this.#merging) return this.#retryLater({ kind: 'unreachable' });
      by = (await this.#settle(typed, outcome)) ?? by;
      if (outcome.kind === 'saved') return { ...outcome, by };
      if (outcome.kind !== 'stale') return outcome;
      const { version } = outcome.current;
      if (!this.isUnsaved) return { kind: 'saved', version, voided: false, by };
      if (merges === MOST_MERGES) return this.#retryLater(outcome);
    }
  }

  #retryLater(outcome: SaveOutcome): SaveOutcome {
    this.#schedule(RETRIES[Math.max(0, Math.min(this.#failures, RETRIES.length) - 1)] ?? PAUSE);
    return outcome;
  }

  #send(fields: Fields): Promise<SaveOutcome> {
    this.#since = undefined;
    if (!fields.every(([, value]) => value.isWellFormed())) return Promise.resolve(HALF_A_CHARACTER);
    // What the server may have of these words already would be merged with them as if somebody else had written it.
    const merge: Record<string, string> = this.#unanswered.length > 0 ? { merge: 'no' } : {};
    return sendSave(
      this.#parts.url,
      toBody(withValues(fields, { version: this.#version, action: 'save', ...merge })),
    );
  }

  /** Takes note of how a save of what was typed ended, and brings the form up to date. Returns who else's changes it has then. */
  async #settle(typed: Fields, outcome: SaveOutcome): Promise<string | undefined> {
    const { kept, read } = this.#parts;
    this.#failures = outcome.kind === 'unreachable' ? this.#failures + 1 : 0;
    switch (outcome.kind) {
      case 'saved':
        this.#unanswered = [];
        this.#standing.saved(typed);
        if (outcome.merged)
          await this.#takeOver({ ...outcome.merged, version: outcome.version }, outcome.merged.sent);
        else this.#version = String(outcome.version);
        if (this.#standing.isAllSaved(read())) kept.forget();
        else this.changed();
        return outcome.merged?.by;
      case 'stale': {
        const { current, base } = outcome;
        // The answer to an earlier save was lost on its way, or to this one, which the browser then sent again by itself: what the server
        // has is what was typed then.
        const own = [...this.#unanswered, { typed, sent: this.#standing.toSend(typed) }];
        const lost = own.find(({ sent }) => isSame(sent, Object.entries(current.fields)));
        this.#unanswered = [];
        if (!lost) return this.#takeOver(current, base);
        this.#standing.saved(lost.typed);
        this.#version = String(current.version);
        break;
      }
      case 'signed out':
        this.#schedule(SIGNED_OUT_RETRY);
        break;
      case 'unreachable':
        this.#unanswered.push({ typed, sent: this.#standing.toSend(typed) });
        this.#retryLater(outcome);
        break;
    }
    return undefined;
  }

  /** Puts what somebody else has saved into the form, with what is typed there by now. Returns who that was. */
  async #takeOver(
    { by, version, fields }: { by: string; version: number; fields: Values },
    base: Values | undefined,
  ): Promise<string> {
    const { idle, apply, read, clashed } = this.#parts;
    await idle();
    if (!this.#merging) return by;
    this.#version = String(version);
    this.#by = by;
    apply(this.#merging, this.#standing.takeOver(this.#merging, read(), fields, base));
    this.#standing.shown(read());
    clashed(this.#merging, this.#standing.clashes(read()), by);
    this.changed();
    return by;
  }
}
