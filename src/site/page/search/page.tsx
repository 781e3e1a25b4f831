import type { Child } from 'hono/jsx';
import { fillMessage } from '../../../language/messages.ts';
import { LANGUAGES, type Words } from '../../../language/words.ts';
import { isolate } from '../../../lib/bidi.ts';
import type { Site } from '../../../settings/site.ts';
import {
  isEmptySearch,
  isNarrowed,
  type SearchRequest,
  searchPath,
  searchScope,
} from '../../edition/search.ts';
import { MAX_QUERY_LENGTH } from '../../query/terms.ts';
import { renderLayout, siteWords } from '../layout.tsx';
import { Prefetching } from '../listing/day.tsx';
import { SearchLink } from '../metadata/search-link.tsx';
import { areFollowable, Results, type SearchResults } from './results.tsx';

/** A field with its label. */
const Labelled = ({ id, label, children }: { id: string; label: string; children: Child }) => (
  <p>
    <label for={id}>{label}</label> {children}
  </p>
);

/** A list to choose a value from, or `any`. */
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
  const names = new Intl.DisplayNames([words.tag], { type: 'language' });
  return (
    <search>
      <form class="search" action="/search">
        <p>
          <label for="q">{messages.label}</label>{' '}
          <input id="q" name="q" type="search" dir="auto" value={query} maxlength={MAX_QUERY_LENGTH} />{' '}
          <button type="submit">{messages.button}</button>
        </p>
        <details open={isNarrowed(search)}>
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

/** Renders the page of a search: the form, and what was found. `results` is null if nothing was searched for. */
export function renderSearchPage(search: SearchRequest, results: SearchResults | null, site: Site): string {
  const words = siteWords(site);
  const messages = words.messages.search;
  const { query } = search;
  const scope = isEmptySearch(search) ? undefined : searchScope(search);
  const isAsked = scope !== undefined || query !== '';
  const heading =
    scope && query !== '' ? fillMessage(messages.resultsFor, { query: isolate(query) }) : messages.title;
  return renderLayout({
    site,
    title: heading,
    description: fillMessage(words.messages.aboutSearch, { site: site.title }),
    url: `${site.url}${searchPath(search)}`,
    scopes: scope && (results === null || areFollowable(results)) ? [scope, 'all'] : ['all'],
    mainClass: 'searching',
    // A page of results is of no use among the results of a search engine. The empty form may be.
    ...(isAsked ? { structuredData: '' } : {}),
    head: (
      <>
        {isAsked ? <meta name="robots" content="noindex" /> : ''}
        <SearchLink site={site} />
      </>
    ),
    headEnd: isAsked ? <Prefetching /> : '',
    children: (
      <>
        <h1>{heading}</h1>
        <SearchForm search={search} site={site} words={words} />
        {results ? (
          <Results search={search} results={results} site={site} words={words} />
        ) : (
          <>
            <p>{query === '' ? messages.how : messages.noWords}</p>
            {query === '' ? <p>{messages.signs}</p> : ''}
          </>
        )}
      </>
    ),
  });
}
