import { fillMessage } from '../../../language/messages.ts';
import {
  dayIn,
  directionOf,
  factSeparator,
  formatNumber,
  pluralForm,
  type Words,
} from '../../../language/words.ts';
import { textOfHtml } from '../../../lib/html.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import type { FeedEntry } from '../../edition/edition.ts';
import { FORMATS, feedUrl } from '../../edition/scope.ts';
import {
  isNarrowed,
  MAX_RESULT_PAGES,
  RESULTS_PER_PAGE,
  type SearchRequest,
  searchPath,
  searchScope,
} from '../../edition/search.ts';
import { findSnippet, markTerms, type Part } from '../../query/passages.ts';
import type { Term } from '../../query/terms.ts';
import { hasAiShare, originLabel } from '../../story/notice.ts';
import { FEED_FORMATS } from '../layout.tsx';
import { Facts, SummaryLabel } from '../listing.tsx';
import { Day, DottedList, Message } from '../message.tsx';
import { StoriesBy } from './stories-by.tsx';

const Marked = ({ parts }: { parts: readonly Part[] }) => (
  <>{parts.map(({ text, isMarked }) => (isMarked ? <mark>{text}</mark> : text))}</>
);

/** Matches the citations of a sentence, which interrupt a snippet. Authors write parentheses around nothing but links as such. */
const CITATIONS = /\((?:<a [^>]*>[^<]*<\/a>(?:, )?)+\)/g;
/** Matches the tags of elements that stand within a word or a sentence. */
const INLINE_TAGS = /<\/?(?:a|code|em|strong|del)\b[^>]*>/g;

/** Yields the texts of a story that a snippet may be taken from. The analysis takes long to prepare, and is seldom needed. */
function* textsOf({ abstract, rendering, image }: FeedEntry): Generator<string> {
  yield abstract;
  yield textOfHtml(rendering.feed.replace(CITATIONS, '').replace(INLINE_TAGS, ''))
    .replace(/\s+/g, ' ')
    .trim();
  for (const { name, publisher, quote } of rendering.sources)
    yield [name, publisher?.name, quote?.exact].filter(Boolean).join(' · ');
  if (image) yield [image.caption, image.alt, image.credit].filter(Boolean).join(' · ');
}

/** The label of a passage of the analysis, if people did not write that alone. */
function AnalysisLabel({ entry, words }: { entry: FeedEntry; words: Words }) {
  const part = entry.provenance.articleBody;
  const label = originLabel(part, words);
  if (label === undefined) return '';
  return (
    <>
      <span class={hasAiShare(part) ? 'label ai' : 'label'} lang={words.tag} dir={words.direction}>
        {`${words.messages.analysis} · ${label}`}
      </span>{' '}
    </>
  );
}

/** A story that was found: headline and a passage with the words marked, who wrote it, when, and what it is based on. */
function Result({
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
  const { parts, text } = findSnippet(textsOf(entry), terms);
  return (
    <li>
      <h2 lang={inLanguage}>
        <a href={storyUrl(site, entry.slug)} lang={inLanguage} dir={direction}>
          <Marked parts={markTerms(entry.headline, terms)} />
        </a>
      </h2>
      <p lang={inLanguage}>
        {text === 0 ? <SummaryLabel entry={entry} words={words} /> : ''}
        {text === 1 ? <AnalysisLabel entry={entry} words={words} /> : ''}
        <span dir={direction}>
          <Marked parts={parts} />
        </span>
      </p>
      <Facts entry={entry} site={site} words={words} shows="day" />
    </li>
  );
}

/** What a search has found: the stories of one page, and how many there are in all. */
export interface SearchResults {
  entries: readonly FeedEntry[];
  count: number;
  /** Whether there are more than `count`. */
  isMore: boolean;
  /** If only the newest stories were searched: when the oldest of these was published, in milliseconds. Otherwise null. */
  since: number | null;
  /** If nothing was found that has all terms: which of them are in no story, by their index. */
  missing: readonly number[];
  /** The terms that a story must have, with the forms by which stories were found. */
  terms: readonly Term[];
  /** What was searched for in place of some words that are in no story. */
  mended: readonly { term: number; word: string }[];
  /** Whether the stories have some of the terms only. */
  isPartial: boolean;
  /** Whether the stories have only what is made with some word, or related to it. */
  isRelated: boolean;
}

/** Whether the feeds of a search have what its page has: they have what was asked for, and nothing in its place. */
export const areFollowable = ({ isPartial, isRelated, mended }: SearchResults): boolean =>
  !isPartial && !isRelated && mended.length === 0;

/** Says that only the newest stories were searched, and leads to the ones before them. */
function SearchedSince({ search, since, words }: { search: SearchRequest; since: number; words: Words }) {
  const messages = words.messages.search;
  const time = new Date(since).toISOString();
  const to = dayIn(words.timeZone, time);
  return (
    <p>
      <Message text={messages.since} values={{ date: <Day time={time} words={words} /> }} />
      {/* A link that ends on the same day would lead here again. */}
      {search.to === '' || to < search.to ? (
        <>
          {' '}
          <a href={searchPath({ ...search, to, page: 1 })}>{messages.searchOlder}</a>
        </>
      ) : (
        ''
      )}
    </p>
  );
}

/** Says which words are in no story, and what was searched for in their place, or that some are not in these. */
function SomethingElse({
  search,
  results: { missing, terms, mended, isPartial, isRelated, entries },
  words,
}: {
  search: SearchRequest;
  results: SearchResults;
  words: Words;
}) {
  const { query } = search;
  const messages = words.messages.search;
  /** Splits a search before and after a term as the reader has typed it. */
  const splitAt = (text: string, index: number): [before: string, typed: string, after: string] => {
    const parts = markTerms(text, [{ tokens: terms[index]?.tokens ?? [], forms: [] }]);
    const at = parts.findIndex(({ isMarked }) => isMarked);
    const textOf = (from: number, to?: number) =>
      parts
        .slice(from, to)
        .map((part) => part.text)
        .join('');
    return at < 0 ? [text, '', ''] : [textOf(0, at), textOf(at, at + 1), textOf(at + 1)];
  };
  const typed = missing.map((index) => splitAt(query, index)[1]).filter(Boolean);
  const instead = mended.reduce((text, { term, word }) => {
    const [before, , after] = splitAt(text, term);
    return `${before}${word}${after}`;
  }, query);
  return (
    <>
      {typed.length > 0 ? (
        <p>
          <Message
            text={messages.missing}
            values={{ words: <DottedList items={typed.map((text) => <b dir="auto">{text}</b>)} /> }}
          />
          {mended.length > 0 ? (
            <>
              <br />
              <Message
                text={messages.instead}
                values={{
                  words: (
                    <a href={searchPath({ ...search, query: instead, page: 1 })} dir="auto">
                      {instead}
                    </a>
                  ),
                }}
              />
            </>
          ) : (
            ''
          )}
        </p>
      ) : (
        ''
      )}
      {isPartial && entries.length > 0 ? <p>{messages.some}</p> : ''}
      {isRelated && mended.length === 0 ? <p>{messages.none}</p> : ''}
    </>
  );
}

/** What helps whose search has found nothing: the rules, and the search without its limits. */
function NothingFound({ search, words }: { search: SearchRequest; words: Words }) {
  const messages = words.messages.search;
  const limits = { topic: '', author: '', source: '', language: '', from: '', to: '' };
  return (
    <>
      <p>{messages.how}</p>
      <p>{messages.signs}</p>
      {search.query !== '' && isNarrowed(search) ? (
        <p>
          <a href={searchPath({ ...search, ...limits, page: 1 })}>{messages.searchAll}</a>
        </p>
      ) : (
        ''
      )}
    </>
  );
}

/** The two orders: the one that the page has, and a link to the other. */
function Orders({ search, words }: { search: SearchRequest; words: Words }) {
  const { byRelevance, byDate } = words.messages.search;
  const items = (
    [
      ['relevance', byRelevance],
      ['date', byDate],
    ] as const
  ).map(([order, text]) =>
    order === search.order ? <b>{text}</b> : <a href={searchPath({ ...search, order, page: 1 })}>{text}</a>,
  );
  return <DottedList items={items} />;
}

interface ResultsProps {
  search: SearchRequest;
  results: SearchResults;
  site: Site;
  words: Words;
}

/** How many stories were found; both orders, if that makes a difference; and the feeds. */
function Found({ search, results, site, words }: ResultsProps) {
  const { count, isMore, terms, isPartial } = results;
  const messages = words.messages.search;
  const form = isMore ? messages.foundAtLeast : pluralForm(words, messages.found, count);
  const isNothing = count === 0 && terms.length > 0;
  const feeds = FEED_FORMATS.map((format) => (
    <a href={feedUrl(site, searchScope(search), format)}>{FORMATS[format].title}</a>
  ));
  return (
    <p class="facts">
      {isNothing ? messages.none : fillMessage(form, { count: formatNumber(words, count) })}
      {count > 1 && terms.length > 0 && !isPartial ? (
        <>
          {factSeparator(words)}
          <Orders search={search} words={words} />
        </>
      ) : (
        ''
      )}
      {areFollowable(results) ? (
        <>
          <br />
          <Message text={messages.follow} values={{ feeds: <DottedList items={feeds} /> }} />
        </>
      ) : (
        ''
      )}
    </p>
  );
}

/** Links to the pages of results before and after this one. */
function Neighbours({ search, count, words }: { search: SearchRequest; count: number; words: Words }) {
  const { page } = search;
  const messages = words.messages.search;
  const last = Math.min(Math.ceil(count / RESULTS_PER_PAGE), MAX_RESULT_PAGES);
  const previous = (
    <a rel="prev" href={searchPath({ ...search, page: page - 1 })}>
      {messages.previous}
    </a>
  );
  const more = (
    <a rel="next" href={searchPath({ ...search, page: page + 1 })}>
      {messages.more}
    </a>
  );
  const items = [...(page > 1 ? [previous] : []), ...(page < last ? [more] : [])];
  if (items.length === 0) return '';
  return (
    <nav class="history" aria-label={words.messages.history}>
      <DottedList items={items} />
    </nav>
  );
}

/** One page of the results of a search. */
export function Results({ search, results, site, words }: ResultsProps) {
  const { entries, since, count, terms } = results;
  return (
    <>
      <StoriesBy search={search} entries={entries} site={site} words={words} />
      <Found search={search} results={results} site={site} words={words} />
      <SomethingElse search={search} results={results} words={words} />
      {since === null ? '' : <SearchedSince search={search} since={since} words={words} />}
      {entries.length > 0 ? (
        <ol class="stories found" start={(search.page - 1) * RESULTS_PER_PAGE + 1}>
          {entries.map((entry) => (
            <Result entry={entry} terms={terms} site={site} words={words} />
          ))}
        </ol>
      ) : (
        <NothingFound search={search} words={words} />
      )}
      <Neighbours search={search} count={count} words={words} />
    </>
  );
}
