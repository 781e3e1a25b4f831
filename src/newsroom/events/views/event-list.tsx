import { withReadableHosts } from '../../../lib/readable-host.ts';
import { type NewsroomContext, zoneOf } from '../../frame/context.ts';
import { countOf } from '../../frame/count.ts';
import { nameLanguage } from '../../frame/language-field.tsx';
import { renderNewsroom } from '../../frame/layout.tsx';
import { formatTime } from '../../frame/times.ts';
import { wireOf } from '../../wire/wire-stub.ts';
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
  const { outlets, outletNames, reports, last, isNew, newReports } = event;
  const more = outlets - outletNames.length;
  return (
    <>
      <p>
        {isNew ? <span class="state good">New</span> : ''}
        {!isNew && newReports > 0 ? (
          <span class="state good">{newReports >= 100 ? '100 or more' : newReports} new</span>
        ) : (
          ''
        )}{' '}
        {countOf(outlets, 'outlet', 'outlets')}, {countOf(reports, 'report', 'reports')}; the last one on{' '}
        {formatTime(last, zone)}
      </p>
      <p class="quiet">
        {outletNames.map((name, index) => (
          <>
            {index > 0 ? ', ' : ''}
            <bdi>{withReadableHosts(name)}</bdi>
          </>
        ))}
        {more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}
      </p>
    </>
  );
}

function EventRow({ event, items, zone }: { event: EventSummary; items: EventItem[]; zone: string }) {
  const { id, title, language, reports } = event;
  const path = `/newsroom/wire/events/${id}`;
  return (
    <li>
      <p>
        <a class="title" href={path} lang={language || undefined} dir="auto">
          {title || 'Without a title'}
        </a>
      </p>
      <EventFacts event={event} zone={zone} />
      <details>
        <summary>
          Reports<span class="hidden"> of {title}</span>
        </summary>
        <Reports title={title} items={items} zone={zone} />
        {reports > items.length ? (
          <p>
            <a href={path}>
              All {reports.toLocaleString('en')} reports<span class="hidden"> of {title}</span>
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
  const isNarrow = filter.language !== '' || filter.feed !== '';
  return (
    <details open={isNarrow}>
      <summary>Filter by language or feed</summary>
      <form method="get" action="/newsroom/wire">
        <div class="field">
          <label for="language">Language</label>
          <select id="language" name="language">
            <option value="">Any</option>
            {languages.map((code) => (
              <option value={code} selected={code === filter.language}>
                {nameLanguage(code)}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label for="feed">Feed</label>
          <select id="feed" name="feed">
            <option value="">Any</option>
            {feeds.map((url) => (
              <option value={url} selected={url === filter.feed}>
                {withReadableHosts(url).replace(/^https?:\/\/(?:www\.)?/, '')}
              </option>
            ))}
          </select>
        </div>
        <p class="actions">
          <button type="submit">Show</button>
          {isNarrow ? <a href="/newsroom/wire">Show all</a> : ''}
        </p>
      </form>
    </details>
  );
}

function NothingYet({ filter }: { filter: Filter }) {
  if (filter.page > 1) return <p>There is nothing further down.</p>;
  if (filter.language !== '' || filter.feed !== '') {
    return (
      <p>
        No event has such a report. <a href="/newsroom/wire">Show all events</a>
      </p>
    );
  }
  return (
    <p>
      The wire has no reports yet. <a href="/newsroom/wire/feeds">Add the feeds of your sources</a>, and what
      they report is here as soon as they are read.
    </p>
  );
}

/** Shows events, the newest and most reported first. */
export async function showEvents(c: NewsroomContext): Promise<Response> {
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
    title: 'Wire',
    scripts: ['buttons'],
    ...(c.req.query('done') === 'seen'
      ? { said: { text: 'From now on, only what comes later is new.' } }
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
              Newest and most reported first: an event with twice the outlets ranks like one whose last report
              is twelve hours newer.
            </p>
            <form method="post" action="/newsroom/wire/seen" class="actions">
              <input type="hidden" name="at" value={String(now)} />
              <button type="submit">I have seen these</button>
              <span class="quiet">
                {found.seen === 0
                  ? 'Everything counts as new until you say so.'
                  : `New is what came after ${formatTime(found.seen, zone)}.`}
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
                <a href={listPath({ ...filter, page: filter.page - 1 })}>Previous page</a>
              ) : (
                ''
              )}
              {hasMore ? <a href={listPath({ ...filter, page: filter.page + 1 })}>Next page</a> : ''}
            </p>
          </>
        )}
      </>
    ),
  });
}
