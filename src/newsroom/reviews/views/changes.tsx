import { ChangedText } from '../../../site/page/history/changed-text.tsx';
import { compareTexts, foldUnchanged, type Run } from '../../../site/page/history/difference.ts';
import { parseStoryFile } from '../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { asShown } from '../../drafts/views/editor/form/values.ts';
import { languageOf } from '../../drafts/views/editor/open-draft.ts';
import { type Difference, differencesBetween, ENGLISH } from '../../stories/views/compare.tsx';

/** What a draft is compared with. */
export interface Earlier {
  /** What it is, to end "What changed since …". */
  name: string;
  text: string;
  /** The record of the text; undefined if it has faults. */
  record: WrittenStory | undefined;
}

/** Compares the texts of two versions, because one of them is no record yet. */
const textDifference = (before: string, after: string): Difference[] => {
  const [one, other] = [asShown(before), asShown(after)];
  const language = languageOf(after);
  return one === other
    ? []
    : [{ name: 'The text', runs: foldUnchanged(compareTexts(one, other, language)), language }];
};

/** Two versions beside each other where there is room, and in one where there is not. */
function Comparison({ runs, language }: { runs: readonly Run[]; language: string }) {
  const only = (left: 'removed' | 'added') => runs.filter(({ kind }) => kind === 'same' || kind === left);
  return (
    <>
      <div class="one">
        <ChangedText runs={runs} language={language} words={ENGLISH} />
      </div>
      <div class="two columns">
        <div>
          <h4>Before</h4>
          <ChangedText runs={only('removed')} language={language} words={ENGLISH} />
        </div>
        <div>
          <h4>Now</h4>
          <ChangedText runs={only('added')} language={language} words={ENGLISH} />
        </div>
      </div>
    </>
  );
}

/** What changed in a draft since an earlier version, or since what readers have: part by part, and word by word. */
export function Changes({ earlier, draft }: { earlier: Earlier; draft: { text: string; name: string } }) {
  const parsed = parseStoryFile(draft.text, draft.name);
  const differences =
    earlier.record && parsed.ok
      ? differencesBetween(earlier.record, parsed.value)
      : textDifference(earlier.text, draft.text);
  if (differences.length === 0) {
    return (
      <p>
        {asShown(earlier.text) === asShown(draft.text)
          ? 'Nothing.'
          : 'Only how the text is written, such as spaces, comments and the order of fields. Readers get the same.'}
      </p>
    );
  }
  return (
    <>
      <p>
        <del>Removed</del> and <ins>added</ins> words are marked.
      </p>
      {differences.map(({ name, runs, language }) => (
        <section>
          <h3>{name}</h3>
          <Comparison runs={runs} language={language} />
        </section>
      ))}
    </>
  );
}
