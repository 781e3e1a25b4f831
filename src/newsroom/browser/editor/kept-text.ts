import type { Fields } from './fields.ts';

// What was typed and the server does not have yet, kept in the browser.

/** What was typed into one page, and the version of the draft that it was typed into. */
export interface KeptText {
  /** The page on which it was typed: the form or the whole file. */
  page: string;
  version: string;
  /** When the last of it was typed, as ISO 8601. */
  at: string;
  fields: Fields;
}

/** How long kept text waits for its author, in milliseconds: as long as the server keeps a discarded draft. */
const LIFETIME = 30 * 86_400_000;

const PREFIX = 'edgewire-typed:';

/** The part of `localStorage` that is needed. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const readKept = (store: Store, key: string): KeptText | undefined => {
  try {
    return JSON.parse(store.getItem(key) ?? '');
  } catch {
    return undefined;
  }
};

/** The texts that the browser keeps of one draft for one person. Each page that is open keeps its own. */
export class KeptTexts {
  readonly #store: Store;
  readonly #prefix: string;
  readonly #own: string;

  constructor(store: Store, draft: string, person: string, page: string) {
    this.#store = store;
    this.#prefix = `${PREFIX}${person}:${draft}:`;
    this.#own = this.#prefix + page;
  }

  /** Keeps what was typed into this page. Returns whether the browser had room for it. */
  keep(text: KeptText): boolean {
    try {
      this.#store.setItem(this.#own, JSON.stringify(text));
      return true;
    } catch {
      return false;
    }
  }

  /** Forgets one text: what this page keeps, if no other is named. */
  forget(key: string = this.#own): void {
    this.#store.removeItem(key);
  }

  /** Lists what other pages have left behind, newest first. Forgets what is too old, whichever draft it belongs to. */
  left(now: number): [key: string, text: KeptText][] {
    const keys = Array.from({ length: this.#store.length }, (_, index) => this.#store.key(index) ?? '');
    const found: [string, KeptText][] = [];
    for (const key of keys.filter((each) => each.startsWith(PREFIX))) {
      const text = readKept(this.#store, key);
      if (text === undefined || now - Date.parse(text.at) > LIFETIME) this.forget(key);
      else if (key.startsWith(this.#prefix) && key !== this.#own) found.push([key, text]);
    }
    return found.sort(([, one], [, other]) => Date.parse(other.at) - Date.parse(one.at));
  }
}
