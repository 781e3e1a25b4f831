import {
  type Newsroom,
  type NewsroomContext,
  NewsroomError,
  readForm,
  textField,
  zoneOf,
} from '../../frame/context.ts';
import { renderNewsroom } from '../../frame/layout.tsx';
import { wireOf } from '../../wire/wire-stub.ts';
import type { EventItem } from '../wire/events.ts';
import { EventFacts, showEvents } from './event-list.tsx';
import { DraftButton, Reports } from './reports.tsx';
import { WireViews } from './views.tsx';

/** How many reports are ticked when an event is opened. */
const TICKED = 5;

/** Returns the newest report of each outlet, copies left out. */
function chooseReports(items: readonly EventItem[]): Set<number> {
  const chosen = new Map<string, number>();
  for (const { id, outlet, copyOf } of items) {
    if (copyOf === null && chosen.size < TICKED && !chosen.has(outlet)) chosen.set(outlet, id);
  }
  return new Set(chosen.values());
}

/** Shows an event with its reports. */
async function showEvent(c: NewsroomContext): Promise<Response> {
  const t = c.get('t');
  const asked = c.req.param('id') ?? '';
  const id = /^[1-9]\d{0,14}$/.test(asked) ? Number(asked) : 0;
  const found = await wireOf(c.env).events.find(id, c.get('person').id);
  if (!found) {
    throw new NewsroomError(404, 'Not found', 'There is no such event. The wire keeps reports for 30 days.');
  }
  const { event, items } = found;
  // The event has been merged into this one.
  if (event.id !== id) return c.redirect(`/newsroom/wire/events/${event.id}`, 301);
  const zone = zoneOf(c);
  const { tick } = c.req.query();
  const ticked = tick === 'all' ? new Set(items.map((each) => each.id)) : chooseReports(items);
  const title = event.title || t('Without a title');
  return renderNewsroom(c, {
    title,
    scripts: ['buttons'],
    heading: (
      <span lang={event.language || undefined} dir="auto">
        {title}
      </span>
    ),
    children: (
      <>
        <WireViews current="/newsroom/wire" />
        <EventFacts event={event} zone={zone} />
        <form method="get" action="/newsroom/wire/draft">
          <p class="quiet">
            {tick === 'all' ? (
              <>
                {t('All of these are ticked.')}{' '}
                <a href={c.req.path}>{t('Tick only what stands for the others')}</a>
              </>
            ) : (
              <>
                {t(
                  'Ticked are the newest reports of at most {number} outlets, without those that repeat another’s text.',
                  { number: TICKED },
                )}{' '}
                <a href={`${c.req.path}?tick=all`}>{t('Tick all of these')}</a>
              </>
            )}
          </p>
          <Reports
            title={title}
            items={items}
            zone={zone}
            withSummary
            isTicked={(item) => ticked.has(item.id)}
          />
          {event.reports > items.length ? <p>{t('Older reports are left out.')}</p> : ''}
          <DraftButton />
        </form>
      </>
    ),
  });
}

/** Notes that somebody has seen what there was when their page was made. */
async function markSeen(c: NewsroomContext): Promise<Response> {
  const at = Number(textField(await readForm(c, 10_000), 'at'));
  if (!Number.isSafeInteger(at) || at < 0) {
    throw new NewsroomError(
      400,
      'Not possible',
      'The form has no time. Go back, load the page again and send it.',
    );
  }
  await wireOf(c.env).events.markSeen(c.get('person').id, at, Date.now());
  return c.redirect('/newsroom/wire?done=seen', 303);
}

/** Adds the pages of events. */
export function addEventRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/wire', showEvents);
  newsroom.get('/newsroom/wire/events/:id', showEvent);
  newsroom.post('/newsroom/wire/seen', markSeen);
}
