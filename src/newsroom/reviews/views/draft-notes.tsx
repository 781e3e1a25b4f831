import { lineAt } from '../../../site/story/parse/front-matter.ts';
import { useWords } from '../../words/words.ts';
import type { DraftNote } from '../desk/review-event.ts';
import { wordsOf } from './discussion.tsx';

/** The threads that are open. */
export const openThreads = (notes: readonly DraftNote[]): DraftNote[] =>
  notes.filter(({ thread, resolved }) => thread === null && resolved === null);

const cut = (words: string) => (words.length > 120 ? `${words.slice(0, 120).toWellFormed()}…` : words);

/** The open notes on a draft, for whoever writes in it: each leads to its discussion, and to its place in the text. */
export function DraftNotes({
  notes,
  text,
  path,
}: {
  notes: readonly DraftNote[];
  text: string;
  path: string;
}) {
  const t = useWords();
  const open = openThreads(notes);
  if (open.length === 0) return '';
  return (
    <section aria-labelledby="open-notes">
      <h2 id="open-notes">{t(['One open note', '{count} open notes'], { count: open.length })}</h2>
      <ul>
        {open.map(({ id, by, quote, position, ...note }) => (
          <li>
            <bdi>{by}</bdi>:{' '}
            <a href={`${path}/review#note-${id}`} dir="auto">
              {cut(wordsOf(t, note))}
            </a>
            {quote === '' ? (
              ''
            ) : (
              <span class="quiet">
                {' '}
                {t(position ? 'on {quote}' : 'on {quote}, which is not in the text any more', {
                  quote: <q dir="auto">{cut(quote)}</q>,
                })}
              </span>
            )}
            {position ? (
              <>
                {' '}
                <a href={`${path}/text?line=${lineAt(text, position.start)}`}>
                  {t('Show it in the text')}
                  <span class="hidden">: {cut(quote)}</span>
                </a>
              </>
            ) : (
              ''
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
