import { startOfDay } from '../../../../language/wall-time.ts';
import { isolateIfUnbalanced } from '../../../../lib/bidi.ts';
import { deskOf } from '../../../desk/desk-stub.ts';
import type { Embargo } from '../../../drafts/desk/draft.ts';
import { EmbargoNote, isTooEarly } from '../../../drafts/views/embargo.tsx';
import { type Newsroom, type NewsroomContext, zoneOf } from '../../../frame/context.ts';
import { renderNewsroom } from '../../../frame/layout.tsx';
import { ZoneLine } from '../../../frame/time-fields.tsx';
import { addDays, dayOf, formatDay, formatMonth, formatTimeOfDay, isDay } from '../../../frame/times.ts';
import { may } from '../../../people/desk/roles.ts';
import { useWords } from '../../../words/words.ts';
import type { ListedStory } from '../../desk/story-lists.ts';
import { inOwnLanguage, StoryRow, storyPath } from '../parts.tsx';
import { addMonths, isMonth, weeksOf } from './calendar.ts';
import { findReady, Ready } from './ready.tsx';

/** The most stories of a day on the page of its month, and on its own. */
const [MOST_IN_MONTH, MOST_IN_DAY] = [4, 500];

const schedulePath = (query = '') => `/newsroom/schedule${query}`;

/** Leads to the days or months around one, and to today. */
function Steps({ before, after, now }: Record<'before' | 'after' | 'now', { query: string; name: string }>) {
  return (
    <p class="links">
      <a rel="prev" href={schedulePath(before.query)}>
        {before.name}
      </a>
      <a href={schedulePath(now.query)}>{now.name}</a>
      <a rel="next" href={schedulePath(after.query)}>
        {after.name}
      </a>
    </p>
  );
}

interface DayStoryParts {
  story: ListedStory;
  zone: string;
  embargo: Embargo | undefined;
  mayMove: boolean;
}

/** A story in a day of a month. The script lets those with `data-move` be moved to another day. */
function DayStory({ story, zone, embargo, mayMove }: DayStoryParts) {
  const t = useWords();
  const { slug, headline, status, datePublished } = story;
  const time = formatTimeOfDay(Date.parse(datePublished), zone);
  return (
    <li>
      <span class="quiet">
        {status === 'scheduled' ? t('{time} scheduled', { time }) : t('{time} published', { time })}
      </span>{' '}
      <a href={storyPath(slug)} {...inOwnLanguage(story)}>
        {isolateIfUnbalanced(headline)}
      </a>{' '}
      {status === 'scheduled' && embargo ? <EmbargoNote embargo={embargo} zone={zone} /> : ''}
      {status === 'scheduled' && embargo && isTooEarly(embargo, datePublished) ? (
        <strong> {t('It appears before that.')}</strong>
      ) : (
        ''
      )}
      {status === 'scheduled' && mayMove ? (
        <span data-move={storyPath(slug, '/move')} data-title={headline}>
          <a class="quiet" href={storyPath(slug, '/move')}>
            {t('Move')}
            <span class="hidden"> {headline}</span>
          </a>
        </span>
      ) : (
        ''
      )}
    </li>
  );
}

interface DayParts {
  day: string;
  month: string;
  today: string;
  zone: string;
  found: { count: number; stories: ListedStory[] };
  embargoes: Record<string, Embargo>;
  mayMove: boolean;
}

/** A day of a month. On narrow screens, days without stories are left out and each has its whole date. */
function DayCell({ day, month, today, zone, found: { count, stories }, embargoes, mayMove }: DayParts) {
  const t = useWords();
  const isToday = day === today;
  const classes = [
    ...(count === 0 && !isToday ? ['empty'] : []),
    ...(day.startsWith(month) ? [] : ['beyond']),
  ];
  const rest = count - stories.length;
  return (
    <td
      class={classes.join(' ') || undefined}
      id={`day-${day}`}
      data-day={day}
      data-name={formatDay(day, t.tag)}
    >
      <p class="day">
        <a href={schedulePath(`?day=${day}`)} aria-current={isToday ? 'date' : undefined}>
          <time datetime={day}>
            <span class="number" aria-hidden="true">
              {Number(day.slice(8)).toLocaleString(t.tag)}
            </span>
            <span class="date">{formatDay(day, t.tag)}</span>
          </time>
          {isToday ? <strong> {t('Today')}</strong> : ''}
        </a>
      </p>
      {count > 0 ? (
        <ul>
          {stories.map((story) => (
            <DayStory story={story} zone={zone} embargo={embargoes[story.slug]} mayMove={mayMove} />
          ))}
          {rest > 0 ? (
            <li>
              <a href={schedulePath(`?day=${day}`)}>{t('and {number} more', { number: rest })}</a>
            </li>
          ) : (
            ''
          )}
        </ul>
      ) : (
        ''
      )}
    </td>
  );
}

async function showMonth(c: NewsroomContext, month: string, today: string): Promise<Response> {
  const zone = zoneOf(c);
  const t = c.get('t');
  const weeks = weeksOf(month);
  const days = weeks.flat();
  const starts = [...days, addDays(days.at(-1) as string, 1)].map((day) => startOfDay(day, zone));
  const mayMove = may(c.get('actor').role, 'publish');
  const [found, embargoes, ready] = await Promise.all([
    deskOf(c.env).storyLists.days(starts, MOST_IN_MONTH),
    deskOf(c.env).drafts.embargoesOfStories(),
    mayMove ? findReady(c) : [],
  ]);
  const [before, after] = [addMonths(month, -1), addMonths(month, 1)];
  const weekdays = new Intl.DateTimeFormat(t.tag, { weekday: 'long', timeZone: 'UTC' });
  const scheduled = found.some(({ stories }) => stories.some(({ status }) => status === 'scheduled'));
  return renderNewsroom(c, {
    title: t('Schedule: {month}', { month: formatMonth(month, t.tag) }),
    scripts: mayMove ? ['calendar'] : [],
    said: c.req.query('done') === 'scheduled' ? { text: t('The time is set.') } : undefined,
    children: (
      <>
        <Steps
          before={{
            query: `?month=${before}`,
            name: t('Previous: {time}', { time: formatMonth(before, t.tag) }),
          }}
          now={{ query: '', name: t('This month') }}
          after={{ query: `?month=${after}`, name: t('Next: {time}', { time: formatMonth(after, t.tag) }) }}
        />
        {scheduled ? '' : <p>{t('Nothing is scheduled in these weeks.')}</p>}
        <div class={mayMove ? 'planning' : undefined}>
          {mayMove ? <Ready drafts={ready} zone={zone} /> : ''}
          <table class="calendar">
            <thead>
              <tr>
                {days.slice(0, 7).map((day) => (
                  <th scope="col">{weekdays.format(new Date(day))}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {weeks.map((week, row) => (
                <tr>
                  {week.map((day, column) => (
                    <DayCell
                      day={day}
                      month={month}
                      today={today}
                      zone={zone}
                      found={found[row * 7 + column] ?? { count: 0, stories: [] }}
                      embargoes={embargoes}
                      mayMove={mayMove}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </>
    ),
  });
}

async function showDay(c: NewsroomContext, day: string, today: string): Promise<Response> {
  const zone = zoneOf(c);
  const site = c.get('site');
  const t = c.get('t');
  const [before, after] = [addDays(day, -1), addDays(day, 1)];
  const [start, end] = [startOfDay(day, zone), startOfDay(after, zone)];
  const [found] = await deskOf(c.env).storyLists.days([start, end], MOST_IN_DAY);
  const { count = 0, stories = [] } = found ?? {};
  const hours = Math.round((end - start) / 360_000) / 10;
  return renderNewsroom(c, {
    title: formatDay(day, t.tag),
    namesZone: true,
    children: (
      <>
        <Steps
          before={{
            query: `?day=${before}`,
            name: t('Previous: {time}', { time: formatDay(before, t.tag) }),
          }}
          now={{ query: `?day=${today}`, name: t('Today') }}
          after={{ query: `?day=${after}`, name: t('Next: {time}', { time: formatDay(after, t.tag) }) }}
        />
        <p>
          <a href={schedulePath(`?month=${day.slice(0, 7)}`)}>
            {t('All of {month}', { month: formatMonth(day.slice(0, 7), t.tag) })}
          </a>
        </p>
        {hours === 24 ? (
          ''
        ) : (
          <p>
            {t(['Clocks change: this day has {count} hour.', 'Clocks change: this day has {count} hours.'], {
              count: hours,
            })}
          </p>
        )}
        {count === 0 ? (
          <p>{day < today ? t('Nothing appeared on this day.') : t('Nothing is scheduled on this day.')}</p>
        ) : (
          ''
        )}
        <ul class="rows">
          {stories.map((story) => (
            <StoryRow story={story} site={site} zone={zone} />
          ))}
        </ul>
        {count > stories.length ? <p>{t('And {number} more.', { number: count - stories.length })}</p> : ''}
        <ZoneLine zone={zone} at={start} />
      </>
    ),
  });
}

/** What is scheduled, and what has appeared: a month of it, or a day. */
async function showSchedule(c: NewsroomContext): Promise<Response> {
  const today = dayOf(Date.now(), zoneOf(c));
  const { day = '', month = '' } = c.req.query();
  if (isDay(day)) return showDay(c, day, today);
  return showMonth(c, isMonth(month) ? month : today.slice(0, 7), today);
}

/** Adds the calendar. */
export function addScheduleRoutes(newsroom: Newsroom): void {
  newsroom.get('/newsroom/schedule', showSchedule);
}
