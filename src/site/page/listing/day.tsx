import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { dayIn, type Words } from '../../../language/words.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import { cachePerItem } from '../../edition/item-cache.ts';
import type { RelatedStory } from '../../story/article.ts';
import { HeadlineLink } from '../headlines.tsx';
import { siteWords } from '../layout.tsx';
import { CalendarDay, DayOfYear, TimeOfDay } from '../message.tsx';

/** Returns the stories by the day of their publication (`2026-03-04`), in their order. */
export const groupByDay = <T,>(
  stories: readonly T[],
  dateOf: (story: T) => string,
  { timeZone }: Words,
): Map<string, T[]> => Map.groupBy(stories, (story) => dayIn(timeZone, dateOf(story)));

/** Returns the stories by the month of their publication (`2026-03`), in their order. */
export const groupByMonth = <T extends { datePublished: string }>(
  stories: readonly T[],
  { timeZone }: Words,
): Map<string, T[]> =>
  Map.groupBy(stories, ({ datePublished }) => dayIn(timeZone, datePublished).slice(0, -3));

/** What a list has of a day or a month, under that as its heading. `isBrief` is for headlines alone. */
export function DaySection({
  day,
  isBrief = false,
  words,
  children,
}: {
  day: string;
  isBrief?: boolean;
  words: Words;
  children: Child;
}) {
  const id = `day-${day}`;
  return (
    <section class={isBrief ? 'day brief' : 'day'} aria-labelledby={id}>
      <h2 id={id}>
        <CalendarDay day={day} words={words} />
      </h2>
      {children}
    </section>
  );
}

/** Renders headlines with when they were published. Each is rendered once, because the pages of all its scopes show it. */
const renderHeadlines = (Published: typeof TimeOfDay) =>
  cachePerItem((stories: readonly RelatedStory[], site) => {
    const words = siteWords(site);
    return stories.map((story) =>
      String(
        <li class="h-entry">
          <HeadlineLink story={story} href={storyUrl(site, story.slug)} />{' '}
          <Published time={story.datePublished} property="dt-published" words={words} />
        </li>,
      ),
    );
  });
const [timedHeadlines, datedHeadlines] = [renderHeadlines(TimeOfDay), renderHeadlines(DayOfYear)];

interface Headlines {
  stories: readonly RelatedStory[];
  site: Site;
}

/** The headlines of a day, each with its time. */
export const TimedHeadlines = ({ stories, site }: Headlines) => (
  <ul class="more">{raw(timedHeadlines(stories, site).join(''))}</ul>
);

/** The headlines of a month, each with its day. */
export const DatedHeadlines = ({ stories, site }: Headlines) => (
  <ul class="more">{raw(datedHeadlines(stories, site).join(''))}</ul>
);
