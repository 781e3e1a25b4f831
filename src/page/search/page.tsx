import type { FeedEntry } from '../../edition/edition.ts';
import { FORMATS, feedUrl } from '../../edition/scope.ts';
import {
  isEmptySearch,
  isNarrowed,
  MAX_RESULT_PAGES,
  RESULTS_PER_PAGE,
  type SearchRequest,
  searchPath,
  searchScope,
} from '../../edition/search.ts';
import { fillMessage } from '../../language/messages.ts';
import { dayIn, formatNumber, pluralForm, type Words } from '../../language/words.ts';
import { isolate } from '../../lib/bidi.ts';
import { markTerms } from '../../query/passages.ts';
import { type Term, termsOf } from '../../query/terms.ts';
import type { Site } from '../../site.ts';
import { FEED_FORMATS, renderLayout, siteWords } from '../layout.tsx';
import { Day, DottedList, Message } from '../message.tsx';
import { SearchLink } from '../metadata/search-link.tsx';
import { SearchForm } from './form.tsx';
import { Result } from './result.tsx';

/** What a search has found: the stories of one page, and how many there are in all. */
export interface SearchResults {
  entries: readonly FeedEntry[];
  count: number;
  /** Whether there are more than `count`. */
  isMore: boolean;
  /** If not every story was searched: when the first of those was published that were, in milliseconds. */
  since: number | null;
  /** If nothing was found: which of the terms are in no story, by their index. */
  missing: readonly number[];
}

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

/** What helps whose search has found nothing: the words that no story has, the rules, and the search without its limits. */
function NothingFound({
  search,
  terms,
  missing,
  words,
}: {
  search: SearchRequest;
  terms: readonly Term[];
  missing: readonly number[];
  words: Words;
}) {
  const messages = words.messages.search;
  const typed = missing.flatMap((index) => {
    const parts = markTerms(search.query, terms.slice(index, index + 1)).filter(({ isMarked }) => isMarked);
    return parts.slice(0, 1).map(({ text }) => <b dir="auto">{text}</b>);
  });
  const limits = { topic: '', author: '', source: '', language: '', from: '', to: '' };
  return (
    <>
      {typed.length > 0 ? (
        <p>
          <Message text={messages.missing} values={{ words: <DottedList items={typed} /> }} />
        </p>
      ) : (
        ''
      )}
      <p>{messages.how}</p>
      {terms.length > 0 && isNarrowed(search) ? (
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

/** Renders the page of a search: the form, and what was found. `results` is null if nothing was searched for. */
export function renderSearchPage(search: SearchRequest, results: SearchResults | null, site: Site): string {
  const words = siteWords(site);
  const messages = words.messages.search;
  const { query, page } = search;
  const terms = termsOf(query);
  const scope = isEmptySearch(search) ? undefined : searchScope(search);
  const isAsked = scope !== undefined || query !== '';
  const heading =
    scope && query !== '' ? fillMessage(messages.resultsFor, { query: isolate(query) }) : messages.title;
  const found = ({ count, isMore }: SearchResults) => {
    if (count === 0 && terms.length > 0) return messages.none;
    const form = isMore ? messages.foundAtLeast : pluralForm(words, messages.found, count);
    return fillMessage(form, { count: formatNumber(words, count) });
  };
  const last = Math.min(Math.ceil((results?.count ?? 0) / RESULTS_PER_PAGE), MAX_RESULT_PAGES);
  const feeds = scope
    ? FEED_FORMATS.map((format) => <a href={feedUrl(site, scope, format)}>{FORMATS[format].title}</a>)
    : [];
  const neighbours = [
    ...(page > 1
      ? [
          <a rel="prev" href={searchPath({ ...search, page: page - 1 })}>
            {messages.newer}
          </a>,
        ]
      : []),
    ...(page < last
      ? [
          <a rel="next" href={searchPath({ ...search, page: page + 1 })}>
            {messages.older}
          </a>,
        ]
      : []),
  ];
  return renderLayout({
    site,
    title: heading,
    url: `${site.url}${searchPath(search)}`,
    scopes: scope ? [scope, 'all'] : ['all'],
    mainClass: 'searching',
    // A page of results is of no use among the results of a search engine. The empty form may be.
    ...(isAsked ? { structuredData: '' } : {}),
    head: (
      <>
        {isAsked ? <meta name="robots" content="noindex" /> : ''}
        <SearchLink site={site} />
      </>
    ),
    children: (
      <>
        <h1>{heading}</h1>
        <SearchForm search={search} site={site} words={words} />
        {results ? (
          <>
            <p class="facts">
              {found(results)}
              {results.count > 1 && terms.length > 0 ? (
                <>
                  {' · '}
                  <Orders search={search} words={words} />
                </>
              ) : (
                ''
              )}
              <br />
              <Message text={messages.follow} values={{ feeds: <DottedList items={feeds} /> }} />
            </p>
            {results.since !== null ? (
              <SearchedSince search={search} since={results.since} words={words} />
            ) : (
              ''
            )}
            {results.entries.length > 0 ? (
              <ol class="stories found" start={(page - 1) * RESULTS_PER_PAGE + 1}>
                {results.entries.map((entry) => (
                  <Result entry={entry} terms={terms} site={site} words={words} />
                ))}
              </ol>
            ) : (
              <NothingFound search={search} terms={terms} missing={results.missing} words={words} />
            )}
            {neighbours.length > 0 ? (
              <nav class="history" aria-label={words.messages.history}>
                <DottedList items={neighbours} />
              </nav>
            ) : (
              ''
            )}
          </>
        ) : (
          <p>{query === '' ? messages.how : messages.noWords}</p>
        )}
      </>
    ),
  });
}
