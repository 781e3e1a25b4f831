import type { Actor } from '../../../src/desk/people/roles.ts';
import { seededChoices } from '../faults/campaign.ts';
import { type Newsroom, pause } from './newsroom.ts';

/** What is typed: line ends of all kinds, letters of several units, and what a parser or a database might change. */
const TYPED = [
  'word ',
  'é',
  'e\u0301',
  '👩‍👩‍👧',
  '漢字',
  '\r\n',
  '\n\n',
  '\t',
  '\u0000',
  '\uFEFF',
  '"',
  '\\',
  "'",
  '  \n',
  '---\n',
];
/** The longest pause between two saves, in milliseconds. */
const PAUSE = 300;
/** The length at which an editor begins to shorten the text. */
const LONG = 20_000;

/** What each editor was told: the versions that were acknowledged, by draft and number. */
export class Record {
  readonly #texts = new Map<string, Map<number, string>>();
  readonly faults: string[] = [];
  acknowledged = 0;
  refused = 0;

  /** Notes that a text is acknowledged as a version. Nobody else may have been told so of another text. */
  note(draft: string, version: number, text: string): void {
    const texts = this.#texts.get(draft) ?? new Map<number, string>();
    this.#texts.set(draft, texts);
    const known = texts.get(version);
    if (known !== undefined && known !== text) {
      this.faults.push(`Two texts were acknowledged as version ${version} of ${draft}.`);
    }
    texts.set(version, text);
  }

  get drafts(): [string, Map<number, string>][] {
    return [...this.#texts];
  }
}

/** An editor, who changes any of the drafts, saves, and looks again when somebody else was faster. */
export async function edit(
  newsroom: Newsroom,
  drafts: readonly string[],
  actor: Actor,
  seed: number,
  record: Record,
) {
  const { pick, upTo, chance } = seededChoices(seed);
  while (!newsroom.isOver) {
    await pause(upTo(PAUSE));
    const id = pick(drafts);
    const found = await newsroom.find(id, actor);
    if (!found) continue;
    if (!found.ok) throw new Error(found.detail);
    let { text, version } = found.draft;
    record.note(id, version, text);
    // An editor goes on writing after a save, as with autosave.
    for (let saves = upTo(5); saves > 0 && !newsroom.isOver; saves--) {
      const at = Math.floor(upTo(text.length));
      const next = change(
        text,
        at,
        chance(0.2) || text.length > LONG ? Math.floor(upTo(text.length / 4)) : 0,
        pick(TYPED),
      );
      // Without an answer, nobody knows whether the text was saved, so it is sent again.
      let saved: Awaited<ReturnType<Newsroom['save']>>;
      do saved = await newsroom.save(id, next, version, actor);
      while (!saved);
      if (saved.ok) {
        record.note(id, saved.version, next);
        record.acknowledged++;
        text = next;
        version = saved.version;
      } else if (saved.why === 'stale') {
        record.refused++;
        const { current } = saved;
        if (current) record.note(id, current.version, current.text);
        break;
      } else {
        throw new Error(saved.detail);
      }
      await pause(upTo(PAUSE));
    }
  }
}

/** Replaces some units of a text, from `at` on. The result is well-formed. */
const change = (text: string, at: number, deleted: number, typed: string): string =>
  (text.slice(0, at) + typed + text.slice(at + deleted)).toWellFormed();
