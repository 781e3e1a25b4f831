import { dayIn, directionOf, type Words } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import type { RelatedStory } from '../story/article.ts';
import { Day, Moment } from './message.tsx';

/** The length in UTF-16 units from which a headline is set smaller where it is large. Most have 50 to 90. */
const LONG_HEADLINE = 120;

/** Whether a headline is so long that it is set smaller where it is large. */
export const isLongHeadline = (headline: string) => headline.length > LONG_HEADLINE;

const chinese = new Intl.Segmenter('zh', { granularity: 'word' });

/** Chinese words that no line begins with, because they belong to the word before them. */
const PARTICLE = /^[的了着著过過们們]$/;

/** The end of a number. */
const NUMBER_END = /[\d〇一二三四五六七八九十百千万萬亿億兆]$/;

/**
 * Splits a Chinese headline where a line may end: between words, but not between a number and what it counts. Single characters in a row
 * stay together, because names that the dictionary lacks are split into them.
 */
function breakableParts(headline: string): string[] {
  const parts: string[] = [];
  let before = '';
  for (const { segment, isWordLike = false } of chinese.segment(headline)) {
    const isSingle = segment.length === 1 && before.length === 1 && !PARTICLE.test(before);
    const isNew =
      before !== '' && isWordLike && !isSingle && !PARTICLE.test(segment) && !NUMBER_END.test(before);
    if (isNew || parts.length === 0) parts.push(segment);
    else parts[parts.length - 1] += segment;
    before = isWordLike ? segment : '';
  }
  return parts;
}

/** The words of a headline. Chinese has no spaces, so that browsers would break its lines within words. */
export const HeadlineWords = ({ headline, inLanguage }: Pick<RelatedStory, 'headline' | 'inLanguage'>) => (
  <>
    {/^zh(?:-|$)/i.test(inLanguage)
      ? breakableParts(headline).map((part, index) => (
          <>
            {index > 0 ? <wbr /> : ''}
            {part}
          </>
        ))
      : headline}
  </>
);

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
      <HeadlineWords {...story} headline={isolateIfUnbalanced(story.headline)} />
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
