import { withReadableHosts } from '../../../lib/readable-host.ts';
import { type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { nameLanguage } from '../../frame/language-field.tsx';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { wireOf } from '../../wire/wire-stub.ts';
import { listOf, useWords } from '../../words/words.ts';
import type { EventItem, EventSummary } from '../wire/events.ts';
import { DraftButton, Reports } from './reports.tsx';
import { WireViews } from './views.tsx';

/** Events of a page, and the newest reports that each shows. */
const PAGE_SIZE = 25;
const SHOWN_REPORTS = 5;

/** The last page. What is further down is days old. */
const MAX_PAGE = 40;

interface Filter {
  language: string;
  feed: string;
  page: number;
}

function readFilter(c: NewsroomContext): Filter {
  const page = Number(c.req.query('page') ?? 1);
  return {
    language: c.req.query('language') ?? '',
    feed: c.req.query('feed') ?? '',
    page: Number.isInteger(page) && page >= 1 ? Math.min(page, MAX_PAGE) : 1,
  };
}

function listPath({ language, feed, page }: Filter): string {
  const query = new URLSearchParams();
  if (language !== '') query.set('language', language);
  if (feed !== '') query.set('feed', feed);
  if (page > 1) query.set('page', String(page));
  return query.size === 0 ? '/newsroom/wire' : `/newsroom/wire?${query}`;
}

/** Says how much is known of an event. */
export function EventFacts({ event, zone }: { event: EventSummary; zone: string }) {
  const t = useWords();
  const { outlets, outletNames, reports, last, isNew, newReports } = event;
  const more = outlets - outletNames.length;
  const names = listOf(
    t,
    outletNames.map((name) => <bdi>{withReadableHosts(name)}</bdi>),
  );
  return (
    <>
      <p>
        {isNew ? <span class="state good">{t('New')}</span> : ''}
        {!isNew && newReports > 0 ? (
          <span class="state good">
            {newReports >= 100 ? t('100 or more new') : t('{number} new', { number: newReports })}
          </span>
        ) : (
          ''
        )}{' '}
        {t('{outlets}, {reports}; the last one on {time}', {
          outlets: t(['{count} outlet', '{count} outlets'], { count: outlets }),
          reports: t(['{count} report', '{count} reports'], { count: reports }),
          time: formatTime(last, zone, t.tag),
        })}
      </p>
      <p class="quiet">{more > 0 ? t('{names} and {number} more', { names, number: more }) : names}</p>
    </>
  );
}

function EventRow({ event, items, zone }: { event: EventSummary; items: EventItem[]; zone: string }) {
  const t = useWords();
  const { id, title, language, reports } = event;
  const path = `/newsroom/wire/events/${id}`;
  return (
    <li>
      <p>
        <a class="title" href={path} lang={language || undefined} dir="auto">
          {title || t('Without a title')}
        </a>
      </p>
      <EventFacts event={event} zone={zone} />
      <details>
        <summary>
          {t('Reports')}
          <span class="hidden">: {title}</span>
        </summary>
        <Reports title={title} items={items} zone={zone} />
        {reports > items.length ? (
          <p>
            <a href={path}>
              {t(['{count} report', 'All {count} reports'], { count: reports })}
              <span class="hidden">: {title}</span>
            </a>
          </p>
        ) : (
          ''
        )}
      </details>
    </li>
  );
}

function FilterForm({ filter, languages, feeds }: { filter: Filter; languages: string[]; feeds: string[] }) {
  const t = useWords();
  const isNarrow = filter.language !== '' || filter.feed !== '';
  return (
    <details open={isNarrow}>
      <summary>{t('Filter by language or feed')}</summary>
      <form method="get" action="/newsroom/wire">
        <div class="field">
          <label for="language">{t('Language')}</label>
          <select id="language" name="language">
            <option value="">{t('Any')}</option>
            {languages.map((code) => (
              <option value={code} selected={code === filter.language}>
                {nameLanguage(code, t.tag)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="feed">{t('Feed')}</label>
          <select id="feed" name="feed">
            <option value="">{t('Any')}</option>
            {feeds.map((url) => (
              <option value={url} selected={url === filter.feed}>
                {withReadableHosts(url).replace(/^https?:\/\/(?:www\.)?/, '')}
              </option>
            ))}
          </select>
        </div>
        <p class="actions">
          <button type="submit">{t('Show')}</button>
          {isNarrow ? <a href="/newsroom/wire">{t('Show all')}</a> : ''}
        </p>
      </form>
    </details>
  );
}

function NothingYet({ filter }: { filter: Filter }) {
  const t = useWords();
  if (filter.page > 1) return <p>{t('There is nothing further down.')}</p>;
  if (filter.language !== '' || filter.feed !== '') {
    return (
      <p>
        {t('No event has such a report.')} <a href="/newsroom/wire">{t('Show all events')}</a>
      </p>
    );
  }
  return (
    <p>
      {t('The wire has no reports yet. {link}, and what they report is here as soon as they are read.', {
        link: <a href="/newsroom/wire/feeds">{t('Add the feeds of your sources')}</a>,
      })}
    </p>
  );
}

/** Shows events, the newest and most reported first. */
export async function showEvents(c: NewsroomContext): Promise<Response> {
  const t = c.get('t');
  const [filter, zone, person, now] = [readFilter(c), zoneOf(c), c.get('person').id, Date.now()];
  const room = wireOf(c.env).events;
  const found = await room.page({
    person,
    ...(filter.language === '' ? {} : { language: filter.language }),
    ...(filter.feed === '' ? {} : { feed: filter.feed }),
    offset: (filter.page - 1) * PAGE_SIZE,
    limit: PAGE_SIZE + 1,
    reports: SHOWN_REPORTS,
  });
  const shown = found.events.slice(0, PAGE_SIZE);
  const hasMore = found.events.length > PAGE_SIZE && filter.page < MAX_PAGE;
  return renderNewsroom(c, {
    title: t('Wire'),
    scripts: ['buttons'],
    ...(c.req.query('done') === 'seen'
      ? { said: { text: t('From now on, only what comes later is new.') } }
      : {}),
    children: (
      <>
        <WireViews current="/newsroom/wire" />
        {found.feeds.length > 0 ? (
          <FilterForm filter={filter} languages={found.languages} feeds={found.feeds} />
        ) : (
          ''
        )}
        {shown.length === 0 ? (
          <NothingYet filter={filter} />
        ) : (
          <>
            <p class="quiet">
              {t(
                'Newest and most reported first: an event with twice the outlets ranks like one whose last report is twelve hours newer.',
              )}
            </p>
            <form method="post" action="/newsroom/wire/seen" class="actions">
              <input type="hidden" name="at" value={String(now)} />
              <button type="submit">{t('I have seen these')}</button>
              <span class="quiet">
                {found.seen === 0
                  ? t('Everything counts as new until you say so.')
                  : t('New is what came after {time}.', { time: formatTime(found.seen, zone, t.tag) })}
              </span>
            </form>
            <form method="get" action="/newsroom/wire/draft">
              <ul class="rows">
                {shown.map((event, index) => (
                  <EventRow event={event} items={found.items[index] ?? []} zone={zone} />
                ))}
              </ul>
              <DraftButton />
            </form>
            <p class="links">
              {filter.page > 1 ? (
                <a href={listPath({ ...filter, page: filter.page - 1 })}>{t('Previous page')}</a>
              ) : (
                ''
              )}
              {hasMore ? <a href={listPath({ ...filter, page: filter.page + 1 })}>{t('Next page')}</a> : ''}
            </p>
          </>
        )}
      </>
    ),
  });
}
