import { composeDraft } from '../../../src/newsroom/drafting/wire/compose.ts';
import type { Drafter, Passage } from '../../../src/newsroom/drafting/wire/drafter.ts';
import { parseStoryFile } from '../../../src/site/story/parse/parse.ts';
import type { NewsEvent, PlantedFault } from './events.ts';

// Makes a draft of each event for each planted fault, with a model that gives the recorded answers.

const now = Date.parse('2026-11-26T12:00:00Z');

/** A model that answers the same each time it is asked, also about what was refused. */
export const recorded = (passages: Passage[]): Drafter => ({
  name: 'openai',
  model: 'recorded',
  provider: 'events',
  promptVersion: 'recorded',
  draft: async ({ rejected }) => ({
    ok: true,
    passages: rejected ? rejected.map(({ passage }) => passage) : passages,
  }),
});

/** Drafts an event. Returns the TL;DR, and what was left out with its reason. */
async function draft({ sources, language }: NewsEvent, passages: Passage[]) {
  const { text, origin } = await composeDraft({
    sources,
    drafter: recorded(passages),
    language,
    author: 'A',
    now,
  });
  const parsed = parseStoryFile(`${text.replace('abstract: ""', 'abstract: "-"')}-`, 'x');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return { abstract: parsed.value.abstract, dropped: origin.dropped };
}

export interface MeasuredFault {
  event: NewsEvent;
  fault: PlantedFault;
  /** Whether the passage got into the draft. */
  isIn: boolean;
}

export interface MeasuredGood {
  event: NewsEvent;
  text: string;
  isIn: boolean;
  why: string;
}

export interface Results {
  faults: MeasuredFault[];
  good: MeasuredGood[];
}

/** Measures which faults get into a draft beside true passages, and which true passages survive. */
export async function measureDrafting(
  events: readonly NewsEvent[],
  onDraft: () => void = () => {},
): Promise<Results> {
  const results: Results = { faults: [], good: [] };
  for (const event of events) {
    const { abstract, dropped } = await draft(event, event.good);
    onDraft();
    for (const { text } of event.good)
      results.good.push({
        event,
        text,
        isIn: abstract.includes(text),
        why: dropped.find((each) => each.text === text)?.why ?? '',
      });
    const [first] = event.good;
    for (const fault of event.faults) {
      // The first of the true passages is the one whose text some faults have: it is not asked for with these.
      const others = event.good
        .filter(({ text }) => text !== fault.passage.text && text !== first?.text)
        .slice(0, 2);
      const made = await draft(event, [...others, fault.passage]);
      onDraft();
      results.faults.push({ event, fault, isIn: made.abstract.includes(fault.passage.text) });
    }
  }
  return results;
}
