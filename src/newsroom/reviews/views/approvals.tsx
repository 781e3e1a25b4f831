import type { Child } from 'hono/jsx';
import { formatTime } from '../../frame/times.ts';
import { sentence } from '../../words/translate.ts';
import { type Translate, useWords } from '../../words/words.ts';
import type { ApprovalEnd, GivenApproval, ReviewEvent } from '../desk/review-event.ts';

const ENDS: Record<ApprovalEnd, string> = {
  text: sentence('The text was changed afterwards, so this approval no longer holds.'),
  'changes asked': sentence('Somebody asked for changes afterwards, so this approval no longer holds.'),
  base: sentence('The draft now replaces another revision of the story, so this approval no longer holds.'),
  removed: sentence('They do not belong to the newsroom any more, so this approval no longer holds.'),
  discarded: sentence('The draft was discarded, so this approval does not hold.'),
};

/** How many approvals there are, and how many the newsroom asks for. */
function Summary({ approvals, needed }: { approvals: readonly GivenApproval[]; needed: number }) {
  const t = useWords();
  const count = new Set(approvals.filter(({ holds }) => holds).map(({ person }) => person)).size;
  return (
    <p>
      <strong>
        {count === 0
          ? t('Nobody has approved this version.')
          : t(['One person has approved this version.', '{count} people have approved this version.'], {
              count,
            })}
      </strong>{' '}
      {needed === 0
        ? t('The newsroom does not ask for a review before a story is published.')
        : t(
            [
              'The newsroom publishes a story once one person who did not write it has approved it.',
              'The newsroom publishes a story once {count} people who did not write it have approved it.',
            ],
            { count: needed },
          )}
    </p>
  );
}

/** Whether a draft is approved: each approval, and whether it holds. */
export function Approvals({
  approvals,
  needed,
  zone,
}: {
  approvals: readonly GivenApproval[];
  needed: number;
  zone: string;
}) {
  const t = useWords();
  return (
    <>
      <Summary approvals={approvals} needed={needed} />
      {approvals.length === 0 ? (
        ''
      ) : (
        <ul>
          {approvals.map(({ name, version, at, ended }) => (
            <li>
              {t('{name} approved version {version} on {time}.', {
                name: <bdi>{name}</bdi>,
                version,
                time: formatTime(at, zone, t.tag),
              })}{' '}
              {ended === null ? <strong>{t('This approval holds.')}</strong> : t(ENDS[ended])}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Says what happened, who did it, and when. */
function whatHappened(t: Translate, { kind, version, reviewer, by }: ReviewEvent, time: Child): Child {
  const values = { name: <bdi>{by}</bdi>, version, time };
  switch (kind) {
    case 'asked':
      return reviewer === null
        ? t('{name} asked anyone who may review for a review of version {version} on {time}', values)
        : t('{name} asked {reviewer} for a review of version {version} on {time}', { ...values, reviewer });
    case 'approved':
      return t('{name} approved version {version} on {time}', values);
    case 'changes asked':
      return t('{name} asked for changes to version {version} on {time}', values);
    case 'voided':
      return t('{name} saved version {version}, which ended the approval, on {time}', values);
    case 'published':
      return t('{name} published version {version} on {time}', values);
  }
}

/** What happened to the draft, newest first, with what was said. */
export function ReviewHistory({ events, zone }: { events: readonly ReviewEvent[]; zone: string }) {
  const t = useWords();
  if (events.length === 0) return '';
  return (
    <details>
      <summary>{t('What happened so far')}</summary>
      <ol class="rows" reversed>
        {events.toReversed().map((event) => (
          <li>
            <p>{whatHappened(t, event, <span class="quiet">{formatTime(event.at, zone, t.tag)}</span>)}</p>
            {event.note === null ? (
              ''
            ) : (
              <p class="difference" dir="auto">
                {event.said ? t(event.said) : event.note}
              </p>
            )}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What was said when changes, or the review, were last asked for. */
export function LastRequest({ events, zone }: { events: readonly ReviewEvent[]; zone: string }) {
  const t = useWords();
  const last = events.findLast(({ kind }) => kind !== 'voided');
  if (!last || last.note === null) return '';
  return (
    <>
      <p>{whatHappened(t, last, formatTime(last.at, zone, t.tag))}:</p>
      <blockquote class="difference" dir="auto">
        {last.said ? t(last.said) : last.note}
      </blockquote>
    </>
  );
}
