import type { FollowersState } from '../../../../fediverse/followers/followers.ts';
import { readFollowers } from '../../../../fediverse/followers/followers-stub.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import { type Newsroom, type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { formatTime } from '../../../frame/times.ts';
import { type Translate, useWords } from '../../../words/words.ts';
import type { DeskStatus } from '../../desk/status.ts';
import { EXPLANATIONS } from './explanations.ts';

/** What is going on, in a sentence each. */
function sentencesOf(
  t: Translate,
  { stories, outbox, lastPrint, nextScheduled, backup, rebuild }: DeskStatus,
  followers: FollowersState | null,
  zone: string,
): string[] {
  const at = (time: string) => ({ time: formatTime(time, zone, t.tag) });
  const { published, withdrawn, scheduled } = stories;
  return [
    published === 0
      ? t('No story is published yet.')
      : t(['{count} story is published.', '{count} stories are published.'], { count: published }),
    withdrawn === 0
      ? ''
      : t(['{count} story was withdrawn.', '{count} stories were withdrawn.'], { count: withdrawn }),
    nextScheduled === null
      ? t('Nothing is scheduled.')
      : t(
          [
            '{count} story is scheduled; the next appears on {time}.',
            '{count} stories are scheduled; the next appears on {time}.',
          ],
          { count: scheduled, ...at(nextScheduled) },
        ),
    lastPrint === null
      ? t('Nothing has been written to the pages yet.')
      : t('The pages and feeds were last written on {time}.', at(lastPrint)),
    outbox.depth === 0
      ? t('Readers see all that was published.')
      : t(['{count} page or feed waits to be written.', '{count} pages and feeds wait to be written.'], {
          count: outbox.depth,
        }),
    outbox.cards === 0
      ? ''
      : t(
          [
            '{count} picture for links to a story waits to be drawn.',
            '{count} pictures for links to stories wait to be drawn.',
          ],
          { count: outbox.cards },
        ),
    rebuild?.isDone === false
      ? t(
          [
            'All pages are being made anew: {done} of {count} story is done.',
            'All pages are being made anew: {done} of {count} stories are done.',
          ],
          { done: rebuild.done, count: rebuild.total },
        )
      : '',
    backup === null
      ? t('This site makes no backups of its own.')
      : backup.last === null
        ? t('There is no backup yet.')
        : backup.running
          ? t('The last backup was made on {time}; another is being made.', at(backup.last.ended))
          : t('The last backup was made on {time}.', at(backup.last.ended)),
    followers === null
      ? ''
      : t(
          [
            '{count} person follows from the fediverse, on {servers} server.',
            '{count} people follow from the fediverse, on {servers} servers.',
          ],
          { count: followers.followers, servers: followers.servers },
        ),
    followers && followers.failing > 0
      ? t(
          [
            '{count} server of the fediverse does not answer.',
            '{count} servers of the fediverse do not answer.',
          ],
          { count: followers.failing },
        )
      : '',
  ].filter((said) => said !== '');
}

/** A problem: what happened, what readers notice, and what to do. */
function Problem({ item: { kind, what: exactly, next: how } }: { item: DeskStatus['attention'][number] }) {
  const t = useWords();
  const { what, readers, next } = EXPLANATIONS[kind];
  const rows: [string, string][] = [
    [t('Readers'), t(readers)],
    [t('What to do'), t(next)],
  ];
  return (
    <section>
      <h2>{t(what)}</h2>
      <dl class="terms">
        {rows.map(([name, value]) => (
          <div>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{t('For whoever runs the site')}</summary>
        {/* As the log and the command line say it, which speak English. */}
        <div lang="en" dir="ltr">
          <p>{exactly}</p>
          <p>{how}</p>
        </div>
      </details>
    </section>
  );
}

/** What is wrong with the system, in words that an editor understands, and what it did last. */
async function showAttention(c: NewsroomContext): Promise<Response> {
  const [t, zone] = [c.get('t'), zoneOf(c)];
  const now = Date.now();
  const [status, followers] = await Promise.all([deskOf(c.env).status(now), readFollowers(c.env)]);
  const { attention, troubles } = status;
  return renderNewsroom(c, {
    title: t('Needs attention'),
    children: (
      <>
        {attention.length === 0 ? <p>{t('Nothing. The system does what it should.')}</p> : ''}
        {attention.map((item) => (
          <Problem item={item} />
        ))}
        <h2>{t('How things are')}</h2>
        <ul>
          {sentencesOf(t, status, followers, zone).map((said) => (
            <li>{said}</li>
          ))}
        </ul>
        {troubles.length > 0 ? (
          <details>
            <summary>{t('The latest errors, for whoever runs the site')}</summary>
            <ul>
              {troubles.toReversed().map(({ at, what }) => (
                <li>
                  {formatTime(at, zone, t.tag)}:{' '}
                  <span lang="en" dir="ltr">
                    {what}
                  </span>
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
