import { ChangedText } from '../../../site/page/history/changed-text.tsx';
import { compareTexts, foldUnchanged, type Run } from '../../../site/page/history/difference.ts';
import { parseStoryFile } from '../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { asShown } from '../../drafts/views/editor/form/values.ts';
import { languageOf } from '../../drafts/views/editor/open-draft.ts';
import {
  type Difference,
  differencesBetween,
  MarkedWords,
  wordsOfReaders,
} from '../../stories/views/compare.tsx';
import { type Translate, useWords } from '../../words/words.ts';

/** What a draft is compared with. */
export interface Earlier {
  text: string;
  /** The record of the text; undefined if it has faults. */
  record: WrittenStory | undefined;
}

/** Compares the texts of two versions, because one of them is no record yet. */
const textDifference = (t: Translate, before: string, after: string): Difference[] => {
  const [one, other] = [asShown(before), asShown(after)];
  const language = languageOf(after);
  return one === other
    ? []
    : [{ name: t('The text'), runs: foldUnchanged(compareTexts(one, other, language)), language }];
};

/** Two versions beside each other where there is room, and in one where there is not. */
function Comparison({ runs, language }: { runs: readonly Run[]; language: string }) {
  const t = useWords();
  const words = wordsOfReaders(t);
  const only = (left: 'removed' | 'added') => runs.filter(({ kind }) => kind === 'same' || kind === left);
  return (
    <>
      <div class="one">
        <ChangedText runs={runs} language={language} words={words} />
      </div>
      <div class="two columns">
        <div>
          <h4>{t('Before')}</h4>
          <ChangedText runs={only('removed')} language={language} words={words} />
        </div>
        <div>
          <h4>{t('Now')}</h4>
          <ChangedText runs={only('added')} language={language} words={words} />
        </div>
      </div>
    </>
  );
}

/** What changed in a draft since an earlier version, or since what readers have: part by part, and word by word. */
export function Changes({ earlier, draft }: { earlier: Earlier; draft: { text: string; name: string } }) {
  const t = useWords();
  const parsed = parseStoryFile(draft.text, draft.name);
  const differences =
    earlier.record && parsed.ok
      ? differencesBetween(t, earlier.record, parsed.value)
      : textDifference(t, earlier.text, draft.text);
  if (differences.length === 0) {
    return (
      <p>
        {asShown(earlier.text) === asShown(draft.text)
          ? t('Nothing.')
          : t(
              'Only how the text is written, such as spaces, comments and the order of fields. Readers get the same.',
            )}
      </p>
    );
  }
  return (
    <>
      <p>
        <MarkedWords />
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
