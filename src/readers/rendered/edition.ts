import { editionKey } from '../../platform/kv.ts';
import { pictureUrls, type Site } from '../../settings/site.ts';
import { CORS, cachingHeaders, FEED_VARY, pageCaching } from '../../site/document/caching.ts';
import { FEED_WRITERS, feedVersionOf, renderFeed, renderListing } from '../../site/document/edition.ts';
import { dataHeaders, feedHeaders, pageHeaders } from '../../site/document/headers.ts';
import type { RenderedDocument } from '../../site/document/rendered-document.ts';
import { parseEdition } from '../../site/document/stored-record.ts';
import { beginningOf, type Edition } from '../../site/edition/edition.ts';
import { newestFirst } from '../../site/edition/order.ts';
import {
  FEED_TTL_MINUTES,
  type Format,
  isNamed,
  type Scope,
  summarizedScope,
} from '../../site/edition/scope.ts';
import { summariesOf } from '../../site/edition/summaries.ts';
import { isOpenToAgents } from '../../site/edition/usage.ts';
import { previewedStories, renderFeedPreviewPage } from '../../site/page/feed-preview.tsx';
import { structuredData } from '../../site/page/story/structured-data.ts';
import type { EdgeContext } from '../context.ts';
import type { CachedValue } from '../kv-cache.ts';
import { getValue } from '../respond.ts';
import { siteOf } from '../site.ts';
import type { LazyDocument, RenderInput } from './lazy-document.ts';
import { respondRendered } from './respond.ts';

// The documents of an edition that are rendered on request: deltas, previews, and any feed or listing page that KV does not
// contain finished.

/** Responds with the page that lists a scope's stories. */
export const respondListing = (c: EdgeContext, scope: Scope, value: CachedValue) =>
  respondRendered(c, listingDocument(scope), { value });

/** Responds with a feed. */
export const respondFeed = (c: EdgeContext, scope: Scope, format: Format, value: CachedValue) =>
  respondRendered(c, feedDocument(scope, format), { value });

/** Responds to a browser that opens a feed, with a page that previews it. */
export const respondPreview = (c: EdgeContext, scope: Scope, format: Format) =>
  respondRendered(c, previewDocument(scope, format));

const EMPTY_EDITION: Omit<Edition, 'scope' | 'updated'> = {
  count: 0,
  last: 0,
  open: 0,
  previous: 0,
  changeSequence: 0,
  removalSequence: 0,
  entrySequences: [],
  entries: [],
  withdrawn: [],
  archive: null,
};

type EditionInput = Pick<RenderInput, 'record' | 'site' | 'log'>;

/**
 * Reads the edition of a scope. If KV has none, returns an empty one for what the settings name (`isNamed`), so that
 * people can subscribe before the first story, and `undefined` for any other scope.
 */
export function readEdition(scope: 'all', input: EditionInput): Edition;
export function readEdition(scope: Scope, input: EditionInput): Edition | undefined;
export function readEdition(scope: Scope, { record, site, log }: EditionInput): Edition | undefined {
  if (record !== null) {
    return parseEdition(scope, record, ({ message }) =>
      log({ event: 'kv-entry-broken', key: editionKey(scope), error: message }),
    );
  }
  return isNamed(site, scope)
    ? { scope, updated: beginningOf(site).toISOString(), ...EMPTY_EDITION }
    : undefined;
}

/** Returns the key of the edition that a scope's documents are rendered from. */
const keyOf = (scope: Scope) => editionKey(summarizedScope(scope) ?? scope);

function editionDocument(
  variant: string,
  scope: Scope,
  render: (edition: Edition, site: Site) => Promise<RenderedDocument | undefined>,
): LazyDocument {
  const stories = summarizedScope(scope);
  return {
    name: `${variant} ${editionKey(scope)}`,
    key: keyOf(scope),
    render: async (input) => {
      const read = readEdition(stories ?? scope, input);
      const edition = read && stories ? summariesOf({ ...read, scope: stories }) : read;
      const rendered = edition && (await render(edition, input.site));
      return rendered && { ...rendered, lastModified: input.printed ?? new Date(edition.updated) };
    },
  };
}

/** The feed of a scope, or of summaries. */
export const feedDocument = (scope: Scope, format: Format): LazyDocument =>
  editionDocument(format, scope, async (edition, site) => {
    const { headers, ...feed } = await renderFeed(edition, site, format);
    return { ...feed, headers: { ...headers, ...cachingHeaders(format, keyOf(scope)) } };
  });

/** The page that lists a scope's stories. */
export const listingDocument = (scope: Scope): LazyDocument =>
  editionDocument('page', scope, async (edition, site) => {
    const { headers, ...page } = await renderListing(edition, site);
    return { ...page, headers: { ...headers, ...cachingHeaders('page', editionKey(scope)) } };
  });

/** The newest stories in the words of schema.org, one on each line, for NLWeb. */
const schemaLines: LazyDocument = editionDocument('schema lines', 'all', async ({ entries }, site) => ({
  text: newestFirst(entries)
    .map((entry) => `${structuredData(entry, site)}\n`)
    .join(''),
  headers: dataHeaders('application/jsonl; charset=utf-8', FEED_TTL_MINUTES * 60, [editionKey('all')]),
}));

/** Handles the newest stories in the words of schema.org; 404 if the newsroom does not want agents to ask. */
export async function handleSchemaLines(c: EdgeContext): Promise<Response> {
  const value = await getValue(c, editionKey('all'));
  return respondRendered(c, isOpenToAgents(await siteOf(c, value)) ? schemaLines : undefined, { value });
}

/** The page that a browser shows at a feed's address. */
export const previewDocument = (scope: Scope, format: Format): LazyDocument =>
  editionDocument(`preview of ${format}`, scope, async (edition, site) => ({
    text: renderFeedPreviewPage(edition, site, format),
    headers: {
      ...(await pageHeaders(site, pictureUrls(previewedStories(edition), site))),
      ...pageCaching([keyOf(scope)]),
      Vary: FEED_VARY,
    },
  }));

/**
 * A feed of the entries that changed after `since`. There is none if all entries changed, or if an entry has left the feed since.
 * It has no withdrawal notices: a reader whose copy predates the last withdrawal gets the whole feed.
 */
export const deltaDocument = (scope: Scope, format: Format, since: number): LazyDocument =>
  editionDocument(`${format} since ${since} of`, scope, async (edition, site) => {
    const entries = edition.entries.filter((_entry, index) => (edition.entrySequences[index] ?? 0) > since);
    if (since < edition.removalSequence || entries.length === edition.entries.length) return undefined;
    return {
      text: FEED_WRITERS[format]({ ...edition, entries, withdrawn: [] }, site),
      headers: { ...feedHeaders(edition, site, format), Vary: FEED_VARY, ...CORS },
      feedVersion: await feedVersionOf(edition, site),
    };
  });
