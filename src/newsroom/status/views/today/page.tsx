import type { Child } from 'hono/jsx';
import { deskOf } from '../../../desk/desk-stub.ts';
import type { DraftSummary } from '../../../drafts/desk/draft.ts';
import { DraftRows } from '../../../drafts/views/rows.tsx';
import { type Newsroom, type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { may } from '../../../people/desk/roles.ts';
import { REPORTS_PATH } from '../../../reports/desk/reports.ts';
import { StoryRow } from '../../../stories/views/parts.tsx';
import { useWords } from '../../../words/words.ts';
import { FirstDay, findFirstSteps } from './first-day.tsx';
import { findNewEvents, NewEvents } from './new-events.tsx';

/** The most entries of each list. */
const MOST = 10;

/** A part of the page; nothing if there is nothing in it. */
function Part({ title, count, children }: { title: string; count: number; children: Child }) {
  if (count === 0) return '';
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Drafts that wait for something. They lead to their review. */
function Drafts({
  title,
  drafts,
  zone,
  to = '',
}: {
  title: string;
  drafts: readonly DraftSummary[];
  zone: string;
  to?: '' | '/review' | '/publish';
}) {
  const t = useWords();
  return (
    <Part title={title} count={drafts.length}>
      <DraftRows drafts={drafts.slice(0, MOST)} zone={zone} to={to} />
      {drafts.length > MOST ? (
        <p>
          <a href="/newsroom/drafts">
            {t(['{count} more is in the list of drafts', '{count} more are in the list of drafts'], {
              count: drafts.length - MOST,
            })}
          </a>
        </p>
      ) : (
        ''
      )}
    </Part>
  );
}

/** Shows what waits for whoever is signed in. */
async function showToday(c: NewsroomContext): Promise<Response> {
  const [t, actor, zone, site] = [c.get('t'), c.get('actor'), zoneOf(c), c.get('site')];
  const publishes = may(actor.role, 'publish');
  const [waiting, drafts, scheduled, absent, { attention, stories }, events, reports] = await Promise.all([
    deskOf(c.env).reviews.waitingFor(actor),
    deskOf(c.env).drafts.list({ actor }),
    deskOf(c.env).storyLists.upcoming(MOST),
    publishes ? deskOf(c.env).front.absent() : [],
    deskOf(c.env).status(Date.now()),
    findNewEvents(c),
    publishes ? deskOf(c.env).reports.waiting() : 0,
  ]);
  const steps = await findFirstSteps(
    c,
    Object.values(stories).reduce((sum, count) => sum + count, 0),
  );
  const mine = drafts.filter(({ authors }) => authors.some(({ person }) => person === actor.person));
  const ofState = (list: readonly DraftSummary[], state: DraftSummary['state']) =>
    list.filter((draft) => draft.state === state);
  const changes = ofState(mine, 'changes asked');
  const approved = ofState(publishes ? drafts : mine, 'approved');
  const latest = mine.filter(({ state }) => state === 'draft' || state === 'in review');
  const isQuiet = waiting.length + changes.length + approved.length + reports === 0;
  return renderNewsroom(c, {
    title: t('Today'),
    children: (
      <>
        {publishes && attention.length > 0 ? (
          <p>
            <a href="/newsroom/attention">
              {t(['One thing needs attention', '{count} things need attention'], { count: attention.length })}
            </a>
          </p>
        ) : (
          ''
        )}
        {reports > 0 ? (
          <p>
            <a href={REPORTS_PATH}>
              {t(['A reader reports an error', 'Readers report {count} errors'], { count: reports })}
            </a>
          </p>
        ) : (
          ''
        )}
        {absent
          .filter(({ why }) => why === 'withdrawn')
          .map(({ headline }) => (
            <p>
              {t('{story} is withdrawn, so it has left its place on the front page.', {
                story: <bdi>{`“${headline}”`}</bdi>,
              })}{' '}
              <a href="/newsroom/front">{t('Arrange the front page')}</a>
            </p>
          ))}
        <p class="actions">
          <a class="button main" href="/newsroom/drafts?new=yes">
            {t('New draft')}
          </a>
          <a class="button" href="/newsroom/wire/draft">
            {t('Draft from sources')}
          </a>
        </p>
        {steps ? <FirstDay steps={steps} /> : ''}
        {isQuiet ? <p>{t('Nothing waits for you.')}</p> : ''}
        <Drafts title={t('Waiting for your review')} drafts={waiting} zone={zone} to="/review" />
        <Drafts title={t('You were asked for changes')} drafts={changes} zone={zone} to="/review" />
        <Drafts title={t('Approved')} drafts={approved} zone={zone} to="/publish" />
        <Drafts title={t('Your latest drafts')} drafts={latest} zone={zone} />
        <Part title={t('Scheduled next')} count={scheduled.length}>
          <ul class="rows">
            {scheduled.map((story) => (
              <StoryRow story={story} site={site} zone={zone} />
            ))}
          </ul>
        </Part>
        <Part title={t('New on the wire')} count={events.length}>
          <NewEvents events={events} zone={zone} />
        </Part>
      </>
    ),
  });
}

/** Adds the page with which the newsroom begins. */
export function addTodayRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom', showToday);
}
