import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { dayIn, type Words } from '../../../language/words.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import { cachePerItem } from '../../edition/item-cache.ts';
import type { RelatedStory } from '../../story/article.ts';
import { HeadlineLink } from '../headlines.tsx';
import { siteWords } from '../layout.tsx';
import { CalendarDay, TimeOfDay } from '../message.tsx';

/** Returns the stories by the day of their publication (`2026-03-04`), in their order. */
export const groupByDay = <T,>(
  stories: readonly T[],
  dateOf: (story: T) => string,
  { timeZone }: Words,
): Map<string, T[]> => Map.groupBy(stories, (story) => dayIn(timeZone, dateOf(story)));

/** What a list has of a day, under the day as its heading. `isBrief` is for headlines alone. */
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

/** Headlines with their times. Each is rendered once, because the pages of all its scopes show it. */
const renderHeadlines = cachePerItem((stories: readonly RelatedStory[], site) => {
  const words = siteWords(site);
  return stories.map((story) =>
    String(
      <li class="h-entry">
        <HeadlineLink story={story} href={storyUrl(site, story.slug)} />{' '}
        <TimeOfDay time={story.datePublished} property="dt-published" words={words} />
      </li>,
    ),
  );
});

/** The headlines of a day, each with its time. */
export const TimedHeadlines = ({ stories, site }: { stories: readonly RelatedStory[]; site: Site }) => (
  <ul class="more">{raw(renderHeadlines(stories, site).join(''))}</ul>
);
