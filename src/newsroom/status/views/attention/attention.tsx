import type { Child } from 'hono/jsx';
import { deskOf } from '../../../desk/desk-stub.ts';
import { type Newsroom, type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { countOf } from '../../../frame/count.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { formatTime } from '../../../frame/times.ts';
import type { DeskStatus } from '../../desk/status.ts';
import { EXPLANATIONS } from './explanations.ts';

/** What is going on, in a sentence each. */
function sentencesOf(
  { stories, outbox, lastPrint, nextScheduled, backup, rebuild }: DeskStatus,
  zone: string,
): string[] {
  const at = (time: string) => formatTime(time, zone);
  return [
    stories.published === 0
      ? 'No story is published yet.'
      : `${countOf(stories.published, 'story is', 'stories are')} published.`,
    ...(stories.withdrawn === 0
      ? []
      : [`${countOf(stories.withdrawn, 'story was', 'stories were')} withdrawn.`]),
    nextScheduled === null
      ? 'Nothing is scheduled.'
      : `${countOf(stories.scheduled, 'story is', 'stories are')} scheduled; the next appears on ${at(nextScheduled)}.`,
    lastPrint === null
      ? 'Nothing has been written to the pages yet.'
      : `The pages and feeds were last written on ${at(lastPrint)}.`,
    outbox.depth === 0
      ? 'Readers see all that was published.'
      : `${countOf(outbox.depth, 'page or feed waits', 'pages and feeds wait')} to be written.`,
    ...(outbox.cards === 0
      ? []
      : [
          `${countOf(outbox.cards, 'picture for links to a story waits', 'pictures for links to stories wait')} to be drawn.`,
        ]),
    ...(rebuild?.isDone === false
      ? [
          `All pages are being made anew: ${rebuild.done.toLocaleString('en')} of ${countOf(rebuild.total, 'story', 'stories')} are done.`,
        ]
      : []),
    backup === null
      ? 'This site makes no backups of its own.'
      : backup.last === null
        ? 'There is no backup yet.'
        : `The last backup was made on ${at(backup.last.ended)}${backup.running ? '; another is being made' : ''}.`,
  ];
}

/** A problem: what happened, what readers notice, and what to do. */
function Problem({ item: { kind, what: exactly, next: how } }: { item: DeskStatus['attention'][number] }) {
  const { what, readers, next } = EXPLANATIONS[kind];
  const rows: [string, Child][] = [
    ['Readers', readers],
    ['What to do', next],
  ];
  return (
    <section>
      <h2>{what}</h2>
      <dl class="terms">
        {rows.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>For whoever runs the site</summary>
        <p>{exactly}</p>
        <p>{how}</p>
      </details>
    </section>
  );
}

/** What is wrong with the system, in words that an editor understands, and what it did last. */
async function showAttention(c: NewsroomContext): Promise<Response> {
  const zone = zoneOf(c);
  const now = Date.now();
  const status = await deskOf(c.env).status(now);
  const { attention, troubles } = status;
  return renderNewsroom(c, {
    title: 'Needs attention',
    children: (
      <>
        {attention.length === 0 ? <p>Nothing. The system does what it should.</p> : ''}
        {attention.map((item) => (
          <Problem item={item} />
        ))}
        <h2>How things are</h2>
        <ul>
          {sentencesOf(status, zone).map((sentence) => (
            <li>{sentence}</li>
          ))}
        </ul>
        {troubles.length > 0 ? (
          <details>
            <summary>The latest errors, for whoever runs the site</summary>
            <ul>
              {troubles.toReversed().map(({ at, what }) => (
                <li>
                  {formatTime(at, zone)}: {what}
                </li>
              ))}
            </ul>
          </details>
        ) : (
          ''
        )}
      </>
    ),
  });
}

/** Adds the page of what needs attention. */
export function addAttentionRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/attention', showAttention);
}
