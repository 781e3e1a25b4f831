import { directionOf, type Words } from '../../../language/words.ts';
import { textOfHtml } from '../../../lib/html.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import type { FeedEntry } from '../../edition/edition.ts';
import { findSnippet, markTerms, type Part } from '../../query/passages.ts';
import type { Term } from '../../query/terms.ts';
import { StoryDates } from '../facts.tsx';

const Marked = ({ parts }: { parts: readonly Part[] }) => (
  <>{parts.map(({ text, isMarked }) => (isMarked ? <mark>{text}</mark> : text))}</>
);

/** Matches the citations of a sentence, which interrupt a snippet. Authors write parentheses around nothing but links as such. */
const CITATIONS = /\((?:<a [^>]*>[^<]*<\/a>(?:, )?)+\)/g;
/** Matches the tags of elements that stand within a word or a sentence. */
const INLINE_TAGS = /<\/?(?:a|code|em|strong|del)\b[^>]*>/g;

/** Yields the texts of a story that a snippet may be taken from. The analysis takes long to prepare, and is seldom needed. */
function* textsOf({ abstract, rendering }: FeedEntry): Generator<string> {
  yield abstract;
  yield textOfHtml(rendering.feed.replace(CITATIONS, '').replace(INLINE_TAGS, ''))
    .replace(/\s+/g, ' ')
    .trim();
  for (const { name, publisher, quote } of rendering.sources)
    yield [name, publisher?.name, quote?.exact].filter(Boolean).join(' · ');
}

/** A story that was found: headline and a passage with the words marked, and its dates. */
export function Result({
  entry,
  terms,
  site,
  words,
}: {
  entry: FeedEntry;
  terms: readonly Term[];
  site: Site;
  words: Words;
}) {
  const { inLanguage } = entry;
  const direction = directionOf(inLanguage);
  return (
    <li>
      <h2 lang={inLanguage}>
        <a href={storyUrl(site, entry.slug)} lang={inLanguage} dir={direction}>
          <Marked parts={markTerms(entry.headline, terms)} />
        </a>
      </h2>
      <p lang={inLanguage}>
        <span dir={direction}>
          <Marked parts={findSnippet(textsOf(entry), terms)} />
        </span>
      </p>
      <p class="facts">
        <StoryDates story={entry} words={words} />
      </p>
    </li>
  );
}
