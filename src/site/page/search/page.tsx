import { fillMessage } from '../../../language/messages.ts';
import { isolate } from '../../../lib/bidi.ts';
import type { Site } from '../../../settings/site.ts';
import { isEmptySearch, type SearchRequest, searchPath, searchScope } from '../../edition/search.ts';
import { termsOf } from '../../query/terms.ts';
import { renderLayout, siteWords } from '../layout.tsx';
import { SearchLink } from '../metadata/search-link.tsx';
import { SearchForm } from './form.tsx';
import { Results, type SearchResults } from './results.tsx';

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
          <Results search={search} terms={termsOf(query)} results={results} site={site} words={words} />
        ) : (
          <p>{query === '' ? messages.how : messages.noWords}</p>
        )}
      </>
    ),
  });
}
