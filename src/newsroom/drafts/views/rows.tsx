import { formatTime } from '../../frame/times.ts';
import type { DraftSummary } from '../desk/draft.ts';

import { EmbargoNote } from './embargo.tsx';

const list = new Intl.ListFormat('en');

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
            <span class="state">{state}</span>{' '}
            {base ? 'Changes a story that is published or scheduled. ' : ''}
            {list.format(authors.map((author) => author.name))}; saved by {by} on {formatTime(saved, zone)}
            {notes > 0 ? `; ${notes} open ${notes === 1 ? 'note' : 'notes'}` : ''}
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
