import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { dayIn, type Words } from '../../../language/words.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import { cachePerItem } from '../../edition/item-cache.ts';
import type { RelatedStory } from '../../story/article.ts';
import { HeadlineLink } from '../headlines.tsx';
import { siteWords } from '../layout.tsx';
import { CalendarDay, Day, DayOfYear, TimeOfDay } from '../message.tsx';

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

/** How much a headline shows of its publication. */
const SHOWN = { time: TimeOfDay, 'day of year': DayOfYear, day: Day };
type Shows = keyof typeof SHOWN;

/** Renders headlines. Each is rendered once, because the pages of all its scopes show it. */
const renderHeadlines = (shows: Shows) => {
  const Published = SHOWN[shows];
  return cachePerItem((stories: readonly RelatedStory[], site) => {
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
};
const RENDERED = {
  time: renderHeadlines('time'),
  'day of year': renderHeadlines('day of year'),
  day: renderHeadlines('day'),
};

/** Headlines, each with its time, or with its day where not even the month is stated, or only that. */
export const Headlines = ({
  stories,
  shows,
  site,
}: {
  stories: readonly RelatedStory[];
  shows: Shows;
  site: Site;
}) => <ul class="more">{raw(RENDERED[shows](stories, site).join(''))}</ul>;

/**
 * Has browsers that can fetch a story while its link is pressed, which is 70 ms before a click is a click (docs/performance.md). It runs
 * nothing, but a Content-Security-Policy counts it as a script.
 */
export const PREFETCH_RULES =
  '{"prefetch":[{"where":{"href_matches":"/stories/*"},"eagerness":"conservative"}]}';

/** The rules, for the end of the head of a page that lists stories. */
export const Prefetching = () => <script type="speculationrules">{raw(PREFETCH_RULES)}</script>;
