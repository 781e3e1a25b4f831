import { storyKey } from '../platform/kv.ts';
import type { EdgeContext, EdgeHandler } from '../readers/context.ts';
import { badParameterResponse, searchErrorResponse } from '../readers/errors.ts';
import { respondWithDelta } from '../readers/rendered/delta.ts';
import { makeTextRendition, type Rendition, respondWithRendition } from '../readers/rendered/rendition.ts';
import { siteOf } from '../readers/site.ts';
import { pictureUrls, type Site } from '../settings/site.ts';
import {
  CORS,
  cacheTagHeader,
  cachingHeaders,
  FEED_VARY,
  PROVISIONAL_CACHING,
  pageCaching,
} from '../site/document/caching.ts';
import { FEED_WRITERS, feedVersionOf, renderFeed } from '../site/document/edition.ts';
import { feedHeaders, pageHeaders, withUsagePolicy } from '../site/document/headers.ts';
import type { RenderedDocument } from '../site/document/rendered-document.ts';
import { beginningOf, type Edition, PAGE_SIZE } from '../site/edition/edition.ts';
import { FORMATS, type Format } from '../site/edition/scope.ts';
import {
  isEmptySearch,
  parseSearch,
  RESULTS_PER_PAGE,
  type SearchRequest,
  searchParameters,
  searchScope,
} from '../site/edition/search.ts';
import { previewedStories, renderFeedPreviewPage } from '../site/page/feed-preview.tsx';
import { PREFETCH_RULES } from '../site/page/listing/day.tsx';
import { renderSearchPage } from '../site/page/search/page.tsx';
import { MAX_QUERY_LENGTH } from '../site/query/terms.ts';
import { lastChange } from '../site/story/story.ts';
import { type Answer, answerSearch, SearchUnavailable, TooManySearches } from './answer.ts';

// The handlers of the search: a page, and three feeds for each search. Each search has one address, so that caches keep it once.

/**
 * Returns the tags of an answer for Workers Cache: those of its stories too, so that it is purged when one is corrected or withdrawn.
 */
const tagsOf = ({ stories }: Pick<Answer, 'stories'>): string[] => [
  'search',
  ...stories.map(({ entry }) => storyKey(entry.slug)),
];
/** Seconds after which a network that has sent too many searches may try again, and after which a failed search may work. */
const RATE_SECONDS = 60;
const RETRY_SECONDS = 30;

/** Returns the search that a request asks for, or the response if it asks for none: an error, or a redirect to the search's address. */
function readSearch(c: EdgeContext, site: Site, file: string): SearchRequest | Promise<Response> | Response {
  const url = new URL(c.req.url);
  const parsed = parseSearch(url.searchParams);
  if (!parsed.ok) {
    const { fault } = parsed;
    return 'rule' in fault
      ? badParameterResponse(fault.name, fault.value, fault.rule, site)
      : searchErrorResponse('queryTooLong', { count: fault.length, limit: MAX_QUERY_LENGTH }, site);
  }
  const search = file === '' ? parsed.search : { ...parsed.search, order: 'relevance' as const, page: 1 };
  const parameters = searchParameters(search);
  const own = parameters === '' ? '' : `?${parameters}`;
  if (url.search === own) return search;
  return new Response(null, {
    status: 301,
    headers: { Location: `${site.url}/search${file}${own}`, 'Cache-Control': 'public, max-age=3600' },
  });
}

/** Answers a search and makes the response from it; an error response if that fails. */
async function respond(
  site: Site,
  answer: Promise<Answer>,
  render: (answer: Answer) => Promise<Response>,
): Promise<Response> {
  try {
    return await render(await answer);
  } catch (error) {
    if (error instanceof TooManySearches)
      return searchErrorResponse('tooManyRequests', { seconds: RATE_SECONDS }, site, RATE_SECONDS);
    if (error instanceof SearchUnavailable)
      return searchErrorResponse('unavailable', { seconds: RETRY_SECONDS }, site, RETRY_SECONDS);
    throw error;
  }
}

/** Makes the rendition of a document, which caches keep for half a minute if KV had no current copy of some story. */
const toRendition = (document: RenderedDocument, site: Site, isProvisional: boolean): Promise<Rendition> => {
  const headers = { ...document.headers, ...(isProvisional ? PROVISIONAL_CACHING : {}) };
  // No `Last-Modified`: a story that leaves a search changes it, and the index knows of a change before all of KV does.
  return makeTextRendition({ ...document, headers: withUsagePolicy(headers, site), lastModified: undefined });
};

/** Handles `/search`: the form, and what was found. */
export const handleSearch: EdgeHandler = async (c) => {
  const site = await siteOf(c);
  const search = readSearch(c, site, '');
  if (search instanceof Response || search instanceof Promise) return search;
  const respondWith = async (answer: Answer | null) => {
    const headers = {
      ...(await pageHeaders(site, [], PREFETCH_RULES)),
      ...pageCaching(tagsOf(answer ?? { stories: [] })),
    };
    const results = answer && { ...answer, entries: answer.stories.map(({ entry }) => entry) };
    const text = renderSearchPage(search, results, site);
    const isProvisional = answer?.isProvisional ?? false;
    return respondWithRendition(c.req.raw, await toRendition({ text, headers }, site, isProvisional));
  };
  if (isEmptySearch(search)) return respondWith(null);
  const part = { offset: (search.page - 1) * RESULTS_PER_PAGE, limit: RESULTS_PER_PAGE, isForgiving: true };
  return respond(site, answerSearch(c, site, search, part), respondWith);
};

/** Makes the edition of a search: its newest stories. */
function editionOf(search: SearchRequest, { stories, count, removed }: Answer, site: Site): Edition {
  const beginning = beginningOf(site).getTime();
  const changes = stories.map(({ entry }) => lastChange(entry).getTime());
  return {
    scope: searchScope(search),
    // Without a story, it last changed when one was last removed from the index, if any ever was.
    updated: new Date(Math.max(...(stories.length > 0 ? changes : [beginning, removed]))).toISOString(),
    count,
    last: 0,
    open: 0,
    previous: 0,
    changeSequence: Math.max(removed, ...stories.map(({ indexed }) => indexed)),
    removalSequence: removed,
    entrySequences: stories.map(({ indexed }) => indexed),
    entries: stories.map(({ entry }) => entry),
    withdrawn: [],
    archive: null,
  };
}

/** Returns the handler of a search's feed: the whole feed, its changes, or a preview for a browser. */
export const searchFeedHandler =
  (format: Format): EdgeHandler =>
  async (c) => {
    const site = await siteOf(c);
    const search = readSearch(c, site, `/${FORMATS[format].file}`);
    if (search instanceof Response || search instanceof Promise) return search;
    if (isEmptySearch(search)) return badParameterResponse('q', search.query, 'must have a word', site);
    const newest = { ...search, order: 'date' as const };
    // A feed has what was asked for, and nothing in its place.
    const part = { offset: 0, limit: PAGE_SIZE, isForgiving: false };
    return respond(site, answerSearch(c, site, newest, part), async (answer) => {
      const edition = editionOf(search, answer, site);
      const { isProvisional } = answer;
      if (c.req.raw.headers.get('Sec-Fetch-Dest') === 'document') {
        const pictures = pictureUrls(previewedStories(edition), site);
        const headers = {
          ...(await pageHeaders(site, pictures)),
          ...pageCaching(tagsOf(answer)),
          Vary: FEED_VARY,
        };
        const text = renderFeedPreviewPage(edition, site, format);
        return respondWithRendition(c.req.raw, await toRendition({ text, headers }, site, isProvisional));
      }
      const { headers, feedVersion, ...feed } = await renderFeed(edition, site, format);
      const document = {
        ...feed,
        headers: { ...headers, ...cachingHeaders(format, ''), ...cacheTagHeader(tagsOf(answer)) },
      };
      // A delta would tell a reader that it has what KV had no current copy of.
      const rendition = await toRendition(
        isProvisional ? document : { ...document, feedVersion },
        site,
        isProvisional,
      );
      const whole = await respondWithRendition(c.req.raw, rendition);
      if (!c.req.raw.headers.has('A-IM')) return whole;
      return respondWithDelta(c.req.raw, whole, (copy) =>
        renderDelta(edition, copy.changeSequence, site, format),
      );
    });
  };

/** Renders what has come since a reader's copy; undefined if a story may have left the search since, or if everything is new. */
async function renderDelta(
  edition: Edition,
  since: number,
  site: Site,
  format: Format,
): Promise<Rendition | undefined> {
  const entries = edition.entries.filter((_entry, index) => (edition.entrySequences[index] ?? 0) > since);
  if (since < edition.removalSequence || entries.length === edition.entries.length) return undefined;
  const document = {
    text: FEED_WRITERS[format]({ ...edition, entries }, site),
    headers: { ...feedHeaders(edition, site, format), Vary: FEED_VARY, ...CORS },
    feedVersion: await feedVersionOf(edition, site),
  };
  return toRendition(document, site, false);
}
