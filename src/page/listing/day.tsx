import type { Child } from 'hono/jsx';
import { dayIn, type Words } from '../../language/words.ts';
import { type Site, storyUrl } from '../../site.ts';
import type { RelatedStory } from '../../story/article.ts';
import { HeadlineLink } from '../headlines.tsx';
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

/** The headlines of a day, each with its time. */
export function TimedHeadlines({
  stories,
  site,
  words,
}: {
  stories: readonly RelatedStory[];
  site: Site;
  words: Words;
}) {
  return (
    <ul class="more">
      {stories.map((story) => (
        <li class="h-entry">
          <HeadlineLink story={story} href={storyUrl(site, story.slug)} />{' '}
          <TimeOfDay time={story.datePublished} property="dt-published" words={words} />
        </li>
      ))}
    </ul>
  );
}
