import { dayIn, directionOf, type Words } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import type { RelatedStory } from '../story/article.ts';
import { Day, Moment } from './message.tsx';

/** The length in UTF-16 units from which a headline is set smaller where it is large. Most have 50 to 90. */
const LONG_HEADLINE = 120;

/** Whether a headline is so long that it is set smaller where it is large. */
export const isLongHeadline = (headline: string) => headline.length > LONG_HEADLINE;

/**
 * A headline that leads to its story. It is isolated in its own direction, and stands where the text around it begins: an Arabic
 * headline in an English list begins at the left, as its date does.
 */
export function HeadlineLink({
  story,
  href,
}: {
  story: Pick<RelatedStory, 'headline' | 'inLanguage'>;
  href: string;
}) {
  return (
    <a class="p-name u-url" href={href} lang={story.inLanguage} dir={directionOf(story.inLanguage)}>
      {isolateIfUnbalanced(story.headline)}
    </a>
  );
}

/** Returns the days on which more than one of the stories were published. */
function sharedDays(stories: readonly { datePublished: string }[], { timeZone }: Words): Set<string> {
  const days = Map.groupBy(stories, ({ datePublished }) => dayIn(timeZone, datePublished));
  return new Set([...days].flatMap(([day, { length }]) => (length > 1 ? [day] : [])));
}

/** A list of headlines, each with its day, or with its time if the list has another story of that day. */
export function HeadlineList({
  stories,
  hrefOf,
  words,
}: {
  stories: readonly RelatedStory[];
  hrefOf: (story: RelatedStory) => string;
  words: Words;
}) {
  const shared = sharedDays(stories, words);
  return (
    <ul class="more">
      {stories.map((story) => {
        const { datePublished } = story;
        const Published = shared.has(dayIn(words.timeZone, datePublished)) ? Moment : Day;
        return (
          <li class="h-entry">
            <HeadlineLink story={story} href={hrefOf(story)} />{' '}
            <Published time={datePublished} property="dt-published" words={words} />
          </li>
        );
      })}
    </ul>
  );
}
