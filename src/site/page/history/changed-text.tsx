import { directionOf, type Words } from '../../../language/words.ts';
import type { Run } from './difference.ts';

/** Two versions of a text in one: what was removed, what was added, and some of what stayed. */
export function ChangedText({
  runs,
  language,
  words,
}: {
  runs: readonly Run[];
  language: string;
  words: Words;
}) {
  const { removed, added } = words.messages.storyHistory;
  const spoken = (text: string) => (
    <span class="hidden" lang={words.tag}>
      {text}{' '}
    </span>
  );
  return (
    <p class="difference" lang={language} dir={directionOf(language)}>
      {runs.map(({ kind, text }) =>
        kind === 'same' ? (
          text
        ) : kind === 'removed' ? (
          <del>
            {spoken(removed)}
            {text}
          </del>
        ) : (
          <ins>
            {spoken(added)}
            {text}
          </ins>
        ),
      )}
    </p>
  );
}
