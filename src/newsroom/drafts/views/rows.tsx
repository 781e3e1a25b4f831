import { formatTime } from '../../frame/times.ts';
import { writeValue } from '../../words/translate.ts';
import { useWords } from '../../words/words.ts';
import type { DraftSummary } from '../desk/draft.ts';
import { EmbargoNote } from './embargo.tsx';
import { STATE_NAMES } from './states.ts';

/** Drafts in a list: what each is called, its state, and who wrote it. `to` is the page of the draft that it leads to. */
export function DraftRows({
  drafts,
  zone,
  to = '',
}: {
  drafts: readonly DraftSummary[];
  zone: string;
  to?: '' | '/review' | '/publish';
}) {
  const t = useWords();
  const list = new Intl.ListFormat(t.tag);
  return (
    <ul class="rows">
      {drafts.map(({ id, name, headline, state, base, authors, by, saved, notes, embargo }) => (
        <li>
          <p>
            <a class="title" href={`/newsroom/drafts/${id}${to}`} dir="auto">
              {headline ?? name}
            </a>
          </p>
          <p class="quiet">
            <span class="state">{t(STATE_NAMES[state])}</span>{' '}
            {base ? `${t('Changes a story that is published or scheduled.')} ` : ''}
            {t('{authors}; saved by {name} on {time}', {
              authors: list.format(authors.map((author) => writeValue(t, author.name))),
              name: by,
              time: formatTime(saved, zone, t.tag),
            })}
            {notes > 0 ? `; ${t(['{count} open note', '{count} open notes'], { count: notes })}` : ''}
          </p>
          {embargo ? (
            <p>
              <EmbargoNote embargo={embargo} zone={zone} />
            </p>
          ) : (
            ''
          )}
        </li>
      ))}
    </ul>
  );
}
