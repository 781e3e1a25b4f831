import { type SaveOutcome, sendSave } from './answers.ts';
import { type Fields, isSame, toBody, withValues } from './fields.ts';
import type { KeptTexts } from './kept-text.ts';

/** Milliseconds without a change after which it is saved, and the most that a change waits while others follow. */
const PAUSE = 2000;
const MOST = 5000;

/** Milliseconds until a save is tried again that the server did not answer, or that came after the session had ended. */
const RETRIES = [2000, 5000, 10_000, 30_000];
const SIGNED_OUT_RETRY = 15_000;

/** Why text with a lone surrogate is not sent: on the way, it would become another character. */
const HALF_A_CHARACTER = {
  kind: 'refused',
  detail:
    'The text has half of a character, which cannot be sent. Delete the character that is shown as a box or a question mark, and type it again.',
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
}

/** Saves what is typed by itself, one save after the other, and keeps it in the browser until the server has it. */
export class Saver {
  readonly #parts: SaverParts;
  #version: string;
  /** What the server has. */
  #saved: Fields;
  #sending: Promise<SaveOutcome> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** When the oldest change was made that is not saved. */
  #since: number | undefined;
  #failures = 0;
  /** Somebody else has saved meanwhile, and the person has to choose. */
  #isStale = false;

  constructor(parts: SaverParts) {
    this.#parts = parts;
    this.#version = parts.version;
    this.#saved = parts.loaded;
    if (this.isUnsaved) this.changed();
  }

  get version(): string {
    return this.#version;
  }

  get isUnsaved(): boolean {
    return !isSame(this.#parts.read(), this.#saved);
  }

  /** Keeps what was just typed and saves it soon. */
  changed(): void {
    const { read, page, kept, waiting } = this.#parts;
    const isUnsaved = this.isUnsaved;
    const text = { page, version: this.#version, at: new Date().toISOString(), fields: read() };
    const isKept = isUnsaved && kept.keep(text);
    if (!isUnsaved) kept.forget();
    waiting({ isUnsaved, isKept });
    const now = Date.now();
    this.#since ??= now;
    this.#schedule(Math.max(0, Math.min(PAUSE, this.#since + MOST - now)));
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), delay);
  }

  /** Saves now if something is unsaved. Resolves to how it ended; to undefined if there was nothing to save. */
  async save(): Promise<SaveOutcome | undefined> {
    clearTimeout(this.#timer);
    while (this.#sending) await this.#sending;
    if (this.#isStale || !this.isUnsaved) return undefined;
    return this.#send(this.#parts.read());
  }

  /** Replaces the version that somebody else has saved, which the person has seen. It stays among the draft's versions. */
  replace(version: number): Promise<SaveOutcome> {
    this.#isStale = false;
    this.#version = String(version);
    return this.#send(this.#parts.read());
  }

  async #send(fields: Fields): Promise<SaveOutcome> {
    const { url, ended } = this.#parts;
    this.#since = undefined;
    const body = toBody(withValues(fields, { version: this.#version, action: 'save' }));
    const sent = fields.every(([, value]) => value.isWellFormed()) ? sendSave(url, body) : HALF_A_CHARACTER;
    this.#sending = Promise.resolve(sent).then((outcome) => this.#settle(fields, outcome));
    const outcome = await this.#sending;
    this.#sending = undefined;
    ended(outcome);
    return outcome;
  }

  #settle(fields: Fields, outcome: SaveOutcome): SaveOutcome {
    const { kept } = this.#parts;
    // The answer to an earlier save was lost on its way: what the server has is what was typed.
    if (outcome.kind === 'stale' && isSame(fields, Object.entries(outcome.current.fields))) {
      return this.#settle(fields, {
        kind: 'saved',
        version: outcome.current.version,
        state: '',
        voided: false,
      });
    }
    this.#failures = outcome.kind === 'unreachable' ? this.#failures + 1 : 0;
    switch (outcome.kind) {
      case 'saved':
        this.#version = String(outcome.version);
        this.#saved = fields;
        if (this.isUnsaved) this.changed();
        else kept.forget();
        break;
      case 'stale':
        this.#isStale = true;
        break;
      case 'signed out':
        this.#schedule(SIGNED_OUT_RETRY);
        break;
      case 'unreachable':
        this.#schedule(RETRIES[Math.min(this.#failures, RETRIES.length) - 1] ?? PAUSE);
        break;
    }
    return outcome;
  }
}
