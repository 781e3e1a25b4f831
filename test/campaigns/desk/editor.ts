import type { Actor } from '../../../src/newsroom/people/desk/roles.ts';
import { seededChoices } from '../faults/campaign.ts';
import { type Newsroom, pause } from './newsroom.ts';
import type { Record } from './record.ts';

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
/** What is typed into a draft that is to be published. */
const WORDS = ['word ', 'é', '👩‍👩‍👧', '漢字', '\n\n', '"', "'"];
/** The longest pause between two saves, in milliseconds. */
const PAUSE = 300;
/** The length at which an editor begins to shorten the text. */
const LONG = 20_000;

/** How the analysis of every story begins. */
const BEGINNING = 'What we think:';

/** A story to begin with. */
export const storyText = (headline: string): string =>
  `---\nheadline: ${headline}\nabstract: What happened.\ninLanguage: en\ndatePublished: 2026-03-04T09:30:00Z\n---\n\n${BEGINNING} it is so.\n`;

/** A draft of the campaign: a story, or any text. */
export interface Subject {
  id: string;
  name: string;
  kind: 'story' | 'any text';
}

/** Saves another version of a story, while nobody else does. */
export async function writeOn(newsroom: Newsroom, { id }: Subject, actor: Actor, record: Record) {
  const found = await newsroom.find(id, actor);
  if (!found?.ok) throw new Error(found?.detail ?? 'The Worker is down.');
  const text = `${found.draft.text}\n\nThe end.\n`;
  const saved = await newsroom.save(id, text, found.draft.version, actor);
  if (!saved?.ok) throw new Error(saved?.detail ?? 'The Worker is down.');
  record.note(id, saved.version, text);
}

/** An editor, who changes any of the drafts, saves, and looks again when somebody else was faster. */
export async function edit(
  newsroom: Newsroom,
  drafts: readonly Subject[],
  actor: Actor,
  seed: number,
  record: Record,
) {
  const choices = seededChoices(seed);
  const { pick, upTo } = choices;
  while (!newsroom.isOver) {
    await pause(upTo(PAUSE));
    const { id, kind } = pick(drafts);
    const found = await newsroom.find(id, actor);
    if (!found) continue;
    if (!found.ok) throw new Error(found.detail);
    let { text, version } = found.draft;
    record.note(id, version, text);
    // An editor goes on writing after a save, as with autosave.
    for (let saves = upTo(5); saves > 0 && !newsroom.isOver; saves--) {
      const next = kind === 'story' ? changeBody(text, choices) : changeAnything(text, choices);
      // Without an answer, nobody knows whether the text was saved, so it is sent again.
      let saved: Awaited<ReturnType<Newsroom['save']>>;
      do saved = await newsroom.save(id, next, version, actor);
      while (!saved);
      if (saved.ok) {
        record.note(id, saved.version, next);
        record.acknowledged++;
        if (saved.voided) record.voided++;
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

type Choices = ReturnType<typeof seededChoices>;

/** Replaces some units of a text. The result is well-formed. */
function changeAnything(text: string, { upTo, chance, pick }: Choices, typed = pick(TYPED)): string {
  const at = Math.floor(upTo(text.length));
  const deleted = chance(0.2) || text.length > LONG ? Math.floor(upTo(text.length / 4)) : 0;
  return (text.slice(0, at) + typed + text.slice(at + deleted)).toWellFormed();
}

/** Replaces some of the analysis, so that the text stays a story. */
function changeBody(text: string, choices: Choices): string {
  const start = text.indexOf(BEGINNING) + BEGINNING.length;
  return text.slice(0, start) + changeAnything(text.slice(start), choices, choices.pick(WORDS));
}
