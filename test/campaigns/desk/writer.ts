import type { FieldClash } from '../../../src/newsroom/browser/editor/clashes.ts';
import { KeptTexts } from '../../../src/newsroom/browser/editor/kept-text.ts';
import { Saver } from '../../../src/newsroom/browser/editor/saver.ts';
import type { Draft } from '../../../src/newsroom/drafts/desk/draft.ts';
import { showDraft } from '../../../src/newsroom/drafts/views/editor/form/draft-form.ts';
import { placesOf, type Values } from '../../../src/newsroom/drafts/views/editor/form/values.ts';
import { valuesOf } from '../../../src/newsroom/drafts/views/editor/merge/values.ts';
import type { Actor } from '../../../src/newsroom/people/desk/roles.ts';
import { readAuthorFile } from '../../../src/site/story/parse/front-matter.ts';
import { seededChoices } from '../faults/campaign.ts';
import { type Newsroom, pause } from './newsroom.ts';

// Writers who type into the form of one draft at once, each words of their own. What saves and merges is the page's own script.

/** The longest pause between two words, in milliseconds, and one in which others save several times. */
const PAUSE = 400;
const AWAY = 3000;

/** A draft with paragraphs and sources that several can change. */
export const SHARED_TEXT = `---
headline: Together
abstract: What happened in the town on that day.
inLanguage: en
datePublished: 2026-03-04T09:30:00Z
citation:
  - url: https://one.example/
    name: The first
  - url: https://two.example/
    name: The second
---

The council met in the old hall and talked until late at night.

Nobody had expected that so many people would come to listen.

The next meeting is in a week, and the mayor has promised to answer.
`;

/** Finds the words of writers in a text. */
export const wordsIn = (text: string): string[] => text.match(/\bw\d+x\d+\b/g) ?? [];

/** Finds the words of writers in a form that is sent. */
const wordsSent = ({ body }: RequestInit): string[] =>
  [...new URLSearchParams(String(body)).values()].flatMap(wordsIn);

/** What the writers were told, and what they decided. */
export class WordRecord {
  /** The words that an answer to a save has acknowledged. */
  readonly acknowledged = new Set<string>();
  /** The words that a writer has left out, to keep what another wrote in the same passage. */
  readonly leftOut = new Set<string>();
  /** The versions that answers have named because they were saved meanwhile. */
  readonly named = new Set<number>();
  /** The words that were first sent in a save whose answer was lost. */
  readonly unanswered = new Set<string>();
  readonly faults: string[] = [];
  /** How many saves the server merged, how many it refused because of a clash, and how many answers were lost. */
  merged = 0;
  clashed = 0;
  lost = 0;

  note(status: number, sent: readonly string[], answer: string): void {
    const { version, merged, current } = JSON.parse(answer);
    if (status === 200) for (const word of sent) this.acknowledged.add(word);
    if (merged) this.merged++;
    if (current) this.clashed++;
    if (merged || current) this.named.add(current?.version ?? version);
  }
}

/** How each address is asked that a writer saves at. */
const browsers = new Map<string, (init: RequestInit) => Promise<Response>>();
const network = globalThis.fetch;
globalThis.fetch = (input, init = {}) => browsers.get(String(input))?.(init) ?? network(input, init);

/** The part of a browser's store that keeps what is typed. */
function makeStore() {
  const texts = new Map<string, string>();
  return {
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
    key: (index: number) => [...texts.keys()][index] ?? null,
    get length() {
      return texts.size;
    },
  };
}

function fieldsOf(text: string): Values {
  const file = readAuthorFile(text);
  if (!file.ok) throw new Error('The head of the text cannot be read.');
  return showDraft(file, { zone: 'UTC', topics: [] });
}

type Choices = ReturnType<typeof seededChoices>;

/** Puts a word behind some space of a text, or makes a paragraph of it. */
function typeInto(text: string, word: string, { pick, chance }: Choices): string {
  const between = chance(0.2) ? /\n\n|$/g : / /g;
  const { index, 0: found } = pick([...text.matchAll(between)]);
  const [before, after] = [text.slice(0, index), text.slice(index)];
  return found === ' ' ? `${before} ${word}${after}` : `${before}\n\n${word} is new.${after}`;
}

/** Returns the fields with a new word in one of them, or in a new source. */
function typeWord(typed: Values, word: () => string, choices: Choices): Values {
  const { pick, chance } = choices;
  const places = placesOf(typed, 'source');
  const name = pick(['articleBody', 'articleBody', 'articleBody', 'abstract', 'headline', 'source']);
  const into = name === 'source' ? `source.${pick(places)}.name` : name;
  if (name === 'source' && chance(0.5)) {
    const row = `source.${Math.max(...places) + 1}`;
    return { ...typed, [`${row}.url`]: `https://news.example/${word()}`, [`${row}.name`]: word() };
  }
  const text = typed[into] ?? '';
  return { ...typed, [into]: name === 'articleBody' ? typeInto(text, word(), choices) : `${text} ${word()}` };
}

/** A writer, who types into the form of a draft and saves until the newsroom is over; then until everything is saved. */
export async function write(
  newsroom: Newsroom,
  { draft, actor, seed }: { draft: Draft; actor: Actor; seed: number },
  record: WordRecord,
) {
  const choices = seededChoices(seed);
  const { pick, upTo, chance } = choices;
  const url = `${newsroom.url}/newsroom/drafts/${draft.id}?writer=${seed}`;
  const own = await newsroom.signIn(actor);
  browsers.set(url, async (init) => {
    const response = await network(url, { ...init, headers: { ...init.headers, ...own } });
    const answer = await response.text();
    if (!newsroom.isOver && chance(0.1)) {
      record.lost++;
      for (const word of wordsSent(init)) if (!record.acknowledged.has(word)) record.unanswered.add(word);
      throw new Error('The answer was lost.');
    }
    if ([200, 409].includes(response.status)) record.note(response.status, wordsSent(init), answer);
    return new Response(answer, response);
  });

  let typed = fieldsOf(draft.text);
  let clashes: readonly FieldClash[] = [];
  const saver = new Saver({
    url,
    version: String(draft.version),
    loaded: Object.entries(typed),
    read: () => Object.entries(typed),
    kept: new KeptTexts(makeStore(), draft.id, actor.name, url),
    page: url,
    ended: (outcome) => {
      if (outcome.kind === 'refused' || outcome.kind === 'signed out') record.faults.push(outcome.detail);
    },
    waiting: () => undefined,
    idle: async () => undefined,
    apply: (_, merged) => {
      typed = valuesOf(merged, 'mine');
    },
    clashed: (_, found) => {
      clashes = found;
    },
  });
  /** Settles one clash: keeps both where each has only added something, or one of them. */
  const decide = () => {
    const clash = clashes[0];
    if (!clash || !saver.isClashing) return;
    const [mine, theirs] = [wordsIn(clash.mine), wordsIn(clash.theirs)];
    const isAdded = clash.base.trim() === '' && !mine.some((word) => theirs.includes(word));
    const choice = clash.name === 'articleBody' && isAdded ? 'both' : pick(['mine', 'theirs'] as const);
    const text = saver.choose(clash, choice);
    if (text === undefined) throw new Error(`There is no such clash in ${clash.name}.`);
    for (const word of [...mine, ...theirs]) if (!wordsIn(text).includes(word)) record.leftOut.add(word);
    typed = { ...typed, [clash.name]: text };
    saver.changed();
  };
  let words = 0;
  const word = () => `w${seed}x${words++}`;
  while (!newsroom.isOver) {
    await pause(upTo(chance(0.03) ? AWAY : PAUSE));
    typed = typeWord(typed, word, choices);
    saver.changed();
    if (chance(0.3)) decide();
    // Whoever saves goes on typing until the answer is there.
    if (chance(0.4)) saver.save();
  }
  while (saver.isClashing || saver.isUnsaved) {
    decide();
    await saver.save();
    await pause(PAUSE);
  }
}
