import type { WrittenStory } from '../../../site/story/story.ts';
import type { Precondition, Refusal } from '../../desk/ledger/change-result.ts';
import type { StoryNames } from '../../desk/ledger/story-names.ts';
import { sentence, told } from '../../words/translate.ts';
import type { DraftTable } from './draft-table.ts';

/** A version of a draft. */
export interface DraftReference {
  id: string;
  version: number;
}

/** What a draft is published as. */
interface Publication {
  ok: true;
  /** The record, which names the story that the draft changes. */
  story: WrittenStory;
  expected: Precondition;
  /** The names of the draft's authors. */
  wrote: string[];
}

/**
 * Returns what publishing a version of a draft saves: a new story, or the next revision of the story that is its base. It is refused
 * if somebody has saved another version since.
 */
export function findPublication(
  drafts: DraftTable,
  names: StoryNames,
  { id, version }: DraftReference,
  story: WrittenStory,
): Publication | Refusal {
  const draft = drafts.find(id);
  if (!draft) return { ok: false, why: 'missing', detail: sentence('There is no such draft.') };
  if (draft.discarded !== null) {
    const detail = sentence('The draft was discarded. Restore it before you publish it.');
    return { ok: false, why: 'state', detail };
  }
  if (draft.version !== version) {
    const what = sentence(
      '{name} saved version {version} of the draft after you looked at version {seen}. Look at the newest before you publish it.',
    );
    const values = { name: draft.by, version: String(draft.version), seen: String(version) };
    return { ok: false, why: 'stale', ...told(what, values) };
  }
  const wrote = draft.authors.map(({ name }) => name);
  const { base } = draft;
  if (!base) return { ok: true, story, expected: 'new', wrote };
  const changed = names.bySlug(base.slug) ?? names.byFormerSlug(base.slug);
  if (!changed) {
    const what = sentence('There is no story "{slug}" to change.');
    return { ok: false, why: 'missing', ...told(what, { slug: base.slug }) };
  }
  const { identifier } = changed;
  if (story.identifier !== null && story.identifier !== identifier) {
    const what = sentence(
      'The draft changes "{slug}", but its text says that it is another story. Open it as a text, and remove the line that begins with “identifier”.',
    );
    return { ok: false, why: 'taken', ...told(what, { slug: changed.slug }) };
  }
  return { ok: true, story: { ...story, identifier }, expected: { revision: base.revision }, wrote };
}
