import { withTimeout } from '../../../lib/timeout.ts';
import type { Citation } from '../../../site/story/story.ts';
import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence, type Told, told, toldFrom } from '../../words/translate.ts';
import type { DraftingRefusal } from './drafting-job.ts';
import { keyOf } from './drafting-table.ts';
import { readOne, type SourceReading } from './read-sources.ts';

/** The most pages that are read at once: for one person, and for all. */
const [MAX_OWN, MAX_ALL] = [4, 20];
/** How long somebody waits for a page, in milliseconds. The wire may have to wait for the host. */
const TIMEOUT_MS = 30_000;

/** What came of reading a page: what it says of itself, with its text; or nothing, and why. */
export interface PageReading extends Told {
  ok: true;
  citation: Citation | null;
  source: ReadSource | null;
}

/** Reads single pages while somebody writes, as politely as for a draft. Keeps nothing. */
export class SourceReader {
  readonly #reading: SourceReading;
  /** Who waits for a page now, once for each page. */
  readonly #waiting: string[] = [];

  constructor(reading: SourceReading) {
    this.#reading = reading;
  }

  async read(url: string, actor: Actor): Promise<PageReading | DraftingRefusal> {
    const key = keyOf(actor);
    const own = this.#waiting.filter((each) => each === key).length;
    if (own >= MAX_OWN || this.#waiting.length >= MAX_ALL)
      return {
        ok: false,
        why: 'busy',
        ...told(sentence('{count} pages are being read already. Try again in a moment.'), {
          count: this.#waiting.length,
        }),
      };
    this.#waiting.push(key);
    try {
      const { source, detail, said } = await withTimeout(TIMEOUT_MS, readOne(url, 0, this.#reading));
      const citation = source && (await import('./source-citation.ts')).citationOf(source);
      return { ok: true, citation, source, ...toldFrom(detail, said) };
    } catch {
      const what = sentence(
        '{host} gave no answer within {count} seconds. Read the page yourself and add the source by hand.',
      );
      const why = told(what, { host: new URL(url).hostname, count: TIMEOUT_MS / 1000 });
      return { ok: true, citation: null, source: null, ...why };
    } finally {
      this.#waiting.splice(this.#waiting.indexOf(key), 1);
    }
  }
}
