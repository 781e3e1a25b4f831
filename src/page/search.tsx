import type { Child } from 'hono/jsx';
import type { FeedEntry } from '../edition/edition.ts';
import { FORMATS, feedUrl } from '../edition/scope.ts';
import {
  isEmptySearch,
  MAX_RESULT_PAGES,
  RESULTS_PER_PAGE,
  type SearchRequest,
  searchPath,
  searchScope,
} from '../edition/search.ts';
import { fillMessage } from '../language/messages.ts';
import { directionOf, formatNumber, LANGUAGES, pluralForm, type Words } from '../language/words.ts';
import { isolate } from '../lib/bidi.ts';
import { textOfHtml } from '../lib/html.ts';
import { findSnippet, markTerms, type Part } from '../query/passages.ts';
import { MAX_QUERY_LENGTH, type Term, termsOf } from '../query/terms.ts';
import { type Site, storyUrl } from '../site.ts';
import { StoryDates } from './facts.tsx';
import { FEED_FORMATS, renderLayout, siteWords } from './layout.tsx';
import { DottedList, Message } from './message.tsx';
import { SearchLink } from './metadata/search-link.tsx';

/** What a search has found: the stories of one page, and how many there are in all. */
export interface SearchResults {
  entries: readonly FeedEntry[];
  count: number;
  /** Whether there are more than `count`. */
  isMore: boolean;
}

const Marked = ({ parts }: { parts: readonly Part[] }) => (
  <>{parts.map(({ text, isMarked }) => (isMarked ? <mark>{text}</mark> : text))}</>
);

/** Matches the citations of a sentence, which interrupt a snippet. Authors write parentheses around nothing but links as such. */
const CITATIONS = /\((?:<a [^>]*>[^<]*<\/a>(?:, )?)+\)/g;
/** Matches the tags of elements that stand within a word or a sentence. */
const INLINE_TAGS = /<\/?(?:a|code|em|strong|del)\b[^>]*>/g;

/** Returns the texts of a story that a snippet may be taken from. */
const textsOf = ({ abstract, rendering }: FeedEntry): string[] => [
  abstract,
  textOfHtml(rendering.feed.replace(CITATIONS, '').replace(INLINE_TAGS, '')).replace(/\s+/g, ' ').trim(),
  ...rendering.sources.map(({ name, publisher, quote }) =>
    [name, publisher?.name, quote?.exact].filter(Boolean).join(' · '),
  ),
];

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

/** A field with its label. */
const Labelled = ({ id, label, children }: { id: string; label: string; children: Child }) => (
  <p>
    <label for={id}>{label}</label> {children}
  </p>
);

function Choice({
  name,
  value,
  any,
  options,
}: {
  name: string;
  value: string;
  any: string;
  options: readonly { value: string; text: string }[];
}) {
  // A search may name what is no choice, such as a topic that is not in data/site.json.
  const isListed = value === '' || options.some((option) => option.value === value);
  const all = [{ value: '', text: any }, ...options, ...(isListed ? [] : [{ value, text: value }])];
  return (
    <select id={name} name={name}>
      {all.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.text}
        </option>
      ))}
    </select>
  );
}

/** The form. Its fields have the values of the search, so that it can be narrowed. */
function SearchForm({ search, site, words }: { search: SearchRequest; site: Site; words: Words }) {
  const { query, topic, author, source, language, from, to, order } = search;
  const messages = words.messages.search;
  const isNarrowed = [topic, author, source, language, from, to].some((value) => value !== '');
  const names = new Intl.DisplayNames([words.tag], { type: 'language' });
  return (
    <search>
      <form class="search" action="/search">
        <p>
          <label for="q">{messages.label}</label>{' '}
          <input id="q" name="q" type="search" dir="auto" value={query} maxlength={MAX_QUERY_LENGTH} />{' '}
          <button type="submit">{messages.button}</button>
        </p>
        <details open={isNarrowed}>
          <summary>{messages.narrow}</summary>
          <div class="fields">
            {site.topics.length > 0 || topic !== '' ? (
              <Labelled id="topic" label={messages.topic}>
                <Choice
                  name="topic"
                  value={topic}
                  any={messages.any}
                  options={site.topics.map(({ slug, title }) => ({ value: slug, text: title }))}
                />
              </Labelled>
            ) : (
              ''
            )}
            <Labelled id="author" label={messages.author}>
              <input id="author" name="author" dir="auto" value={author} maxlength={100} />
            </Labelled>
            <Labelled id="source" label={messages.source}>
              <input id="source" name="source" dir="ltr" value={source} placeholder="news.example" />
            </Labelled>
            <Labelled id="lang" label={messages.language}>
              <Choice
                name="lang"
                value={language}
                any={messages.any}
                options={Object.keys(LANGUAGES).map((tag) => ({
                  value: tag.toLowerCase(),
                  text: names.of(tag) ?? tag,
                }))}
              />
            </Labelled>
            <Labelled id="from" label={messages.from}>
              <input id="from" name="from" type="date" value={from} />
            </Labelled>
            <Labelled id="to" label={messages.to}>
              <input id="to" name="to" type="date" value={to} />
            </Labelled>
          </div>
        </details>
        {order === 'date' ? <input type="hidden" name="sort" value="date" /> : ''}
      </form>
    </search>
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
  const heading = query === '' ? messages.title : fillMessage(messages.resultsFor, { query: isolate(query) });
  const scope = isEmptySearch(search) ? undefined : searchScope(search);
  const found = ({ count, isMore }: SearchResults) => {
    if (count === 0) return messages.none;
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
    ...(scope ? { structuredData: '' } : {}),
    head: (
      <>
        {scope ? <meta name="robots" content="noindex" /> : ''}
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
            {results.entries.length > 0 ? (
              <ol class="stories found" start={(page - 1) * RESULTS_PER_PAGE + 1}>
                {results.entries.map((entry) => (
                  <Result entry={entry} terms={terms} site={site} words={words} />
                ))}
              </ol>
            ) : (
              <p>{messages.how}</p>
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
          <p>{messages.how}</p>
        )}
      </>
    ),
  });
}
