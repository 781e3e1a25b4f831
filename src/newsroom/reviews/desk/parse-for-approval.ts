import { countFaults } from '../../../site/story/parse/fault.ts';
import { findDraftLine, parseStoryFile } from '../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { type Draft, type DraftRefusal, refuse } from '../../drafts/desk/draft.ts';

/** Parses the text of a draft that is to be approved. Only what could be published can be approved. */
export function parseForApproval({
  text,
  name,
}: Pick<Draft, 'text' | 'name'>): { ok: true; story: WrittenStory } | DraftRefusal {
  const parsed = parseStoryFile(text, name);
  if (!parsed.ok) {
    const count = countFaults(parsed.faults);
    const faults = count === 1 ? 'a fault' : `${count.toLocaleString('en')} faults`;
    return refuse(
      'invalid',
      `The draft has ${faults}, so it could not be published, and cannot be approved. Ask for changes: an author has to fix this first.`,
    );
  }
  const line = findDraftLine(text);
  if (line === undefined) return { ok: true, story: parsed.value };
  return refuse(
    'invalid',
    `Line ${line} of the text says that it is still a draft ("draft: true"), so it could not be published. An author has to remove that line before the text is approved.`,
  );
}
