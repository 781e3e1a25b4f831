import { formatTime } from '../../frame/times.ts';
import type { ApprovalEnd, GivenApproval, ReviewEvent } from '../desk/review-event.ts';

const ENDS: Record<ApprovalEnd, string> = {
  text: 'The text was changed afterwards, so this approval no longer holds.',
  'changes asked': 'Somebody asked for changes afterwards, so this approval no longer holds.',
  base: 'The draft now replaces another revision of the story, so this approval no longer holds.',
  removed: 'They do not belong to the newsroom any more, so this approval no longer holds.',
  discarded: 'The draft was discarded, so this approval does not hold.',
};

/** How many approvals there are, and how many the newsroom asks for. */
function Summary({ approvals, needed }: { approvals: readonly GivenApproval[]; needed: number }) {
  const count = new Set(approvals.filter(({ holds }) => holds).map(({ person }) => person)).size;
  const has =
    count === 0
      ? 'Nobody has approved'
      : count === 1
        ? 'One person has approved'
        : `${count} people have approved`;
  const asks =
    needed === 0
      ? 'The newsroom does not ask for a review before a story is published.'
      : `The newsroom publishes a story once ${needed === 1 ? 'one person' : 'two people'} who did not write it ${needed === 1 ? 'has' : 'have'} approved it.`;
  return (
    <p>
      <strong>{has} this version.</strong> {asks}
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
  return (
    <>
      <Summary approvals={approvals} needed={needed} />
      {approvals.length === 0 ? (
        ''
      ) : (
        <ul>
          {approvals.map(({ name, version, at, ended }) => (
            <li>
              <bdi>{name}</bdi> approved version {version} on {formatTime(at, zone)}.{' '}
              {ended === null ? <strong>This approval holds.</strong> : ENDS[ended]}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function whatHappened({ kind, version, reviewer }: ReviewEvent): string {
  switch (kind) {
    case 'asked':
      return `asked ${reviewer ?? 'anyone who may review'} for a review of version ${version}`;
    case 'approved':
      return `approved version ${version}`;
    case 'changes asked':
      return `asked for changes to version ${version}`;
    case 'voided':
      return `saved version ${version}, which ended the approval`;
    case 'published':
      return `published version ${version}`;
  }
}

/** What happened to the draft, newest first, with what was said. */
export function ReviewHistory({ events, zone }: { events: readonly ReviewEvent[]; zone: string }) {
  if (events.length === 0) return '';
  return (
    <details>
      <summary>What happened so far</summary>
      <ol class="rows" reversed>
        {events.toReversed().map((event) => (
          <li>
            <p>
              <bdi>{event.by}</bdi> {whatHappened(event)}{' '}
              <span class="quiet">on {formatTime(event.at, zone)}</span>
            </p>
            {event.note === null ? (
              ''
            ) : (
              <p class="difference" dir="auto">
                {event.note}
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
  const last = events.findLast(({ kind }) => kind !== 'voided');
  if (!last || last.note === null) return '';
  return (
    <>
      <p>
        <bdi>{last.by}</bdi> {whatHappened(last)} on {formatTime(last.at, zone)}:
      </p>
      <blockquote class="difference" dir="auto">
        {last.note}
      </blockquote>
    </>
  );
}
