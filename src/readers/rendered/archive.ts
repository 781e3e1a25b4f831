import { archiveKey, storyKey, Unavailable } from '../../platform/kv.ts';
import type { Site } from '../../settings/site.ts';
import { FEED_VARY, PROVISIONAL_CACHING, pageCaching } from '../../site/document/caching.ts';
import { FEED_WRITERS } from '../../site/document/edition.ts';
import { archivedFeedHeaders, pageHeaders } from '../../site/document/headers.ts';
import type { RenderedDocument } from '../../site/document/rendered-document.ts';
import { BrokenValue, parseArchivePage, parseStoredStory } from '../../site/document/stored-record.ts';
import { type ArchivedPage, toEntry } from '../../site/edition/edition.ts';
import type { Format, Scope } from '../../site/edition/scope.ts';
import { renderArchivePage } from '../../site/page/archive.tsx';
import { PREFETCH_RULES } from '../../site/page/listing/day.tsx';
import { RENDERER_VERSION } from '../../site/story/article.ts';
import type { EdgeContext, ScopeFinder } from '../context.ts';
import type { LazyDocument, ReadRecord, RenderInput } from './lazy-document.ts';
import { parsePageNumber, respondRendered } from './respond.ts';

/** Returns the handler of the pages of a scope's archive: as HTML, or as feed documents (RFC 5005 section 4). */
export const archiveHandler = (findScope: ScopeFinder, format?: Format) => (c: EdgeContext) => {
  const scope = findScope(c);
  const page = parsePageNumber(c.req.param('page'));
  if (!scope || page === undefined) return respondRendered(c, undefined);
  if (format === undefined) return respondRendered(c, archivedListingDocument(scope, page));
  const isNavigation = c.req.header('Sec-Fetch-Dest') === 'document';
  const documentOf = isNavigation ? archivedPreviewDocument : archivedFeedDocument;
  return respondRendered(c, documentOf(scope, page, format));
};

type ArchiveFeedPage = Parameters<typeof renderArchivePage>[0];

interface FilledPage {
  feedPage: ArchiveFeedPage;
  /** Whether KV has no current copy of some story on the page (yet). The page is then cached only briefly. */
  isProvisional: boolean;
}

/**
 * Fills a page of an archive with its stories: one bulk read, and another for stories that were renamed moments ago. Throws
 * `Unavailable` if KV lacks a story, or has only an old copy that cannot be shown. If the page left the story out, a client that
 * walks the archive would never see it. Leaves out a broken story and logs it.
 */
async function fillPage(page: ArchivedPage, { site, readOthers, log }: RenderInput): Promise<FilledPage> {
  let isProvisional = false;
  const parse = async (slug: string, { record }: ReadRecord) => {
    if (record === null) throw new Unavailable(`${storyKey(slug)} is not in KV (yet)`);
    try {
      return await parseStoredStory(slug, record, site);
    } catch (error) {
      if (!(error instanceof BrokenValue)) throw error;
      log({ event: 'kv-value-broken', key: storyKey(slug), error: error.message });
      return undefined;
    }
  };
  const read = await readOthers(page.stories.map(({ slug }) => storyKey(slug)));
  const stories: Awaited<ReturnType<typeof parse>>[] = [];
  for (const [index, { slug, updated }] of page.stories.entries()) {
    const found = read[index] as ReadRecord;
    const isOld = found.updated !== undefined && found.updated < new Date(updated);
    const story = await parse(slug, found);
    if (isOld && story && !('rendering' in story)) {
      throw new Unavailable(`${storyKey(slug)} is older in KV than the page that shows it`);
    }
    if (isOld) isProvisional = true;
    stories.push(story);
  }
  const moved = stories.flatMap((story) => (story && 'movedTo' in story ? [story.movedTo] : []));
  const followed = await readOthers(moved.map(storyKey));
  const arrived = new Map<string, (typeof stories)[number]>();
  for (const [index, slug] of moved.entries())
    arrived.set(slug, await parse(slug, followed[index] as ReadRecord));
  const entries = stories.flatMap((story) => {
    const final = story && 'movedTo' in story ? arrived.get(story.movedTo) : story;
    if (final && 'movedTo' in final) throw new Unavailable(`${final.movedTo} was renamed twice a moment ago`);
    if (!final || !('rendering' in final)) {
      isProvisional = true;
      return [];
    }
    const { related, later, observations, ...article } = final;
    if (final !== story || article.rendering.version < RENDERER_VERSION) isProvisional = true;
    return [toEntry(article)];
  });
  const { scope, updated, withdrawn, next } = page;
  const archive = { page: page.page, next };
  return {
    feedPage: { scope, updated, entries, withdrawn, previous: page.page - 1, archive },
    isProvisional,
  };
}

function archiveDocument(
  variant: string,
  scope: Scope,
  page: number,
  render: (feedPage: ArchiveFeedPage, site: Site) => Promise<RenderedDocument>,
): LazyDocument {
  const key = archiveKey(scope, page);
  return {
    name: `${variant} ${key}`,
    key,
    render: async (input) => {
      if (input.record === null) return undefined;
      const { feedPage, isProvisional } = await fillPage(parseArchivePage(scope, page, input.record), input);
      const { text, headers } = await render(feedPage, input.site);
      return {
        text,
        headers: isProvisional ? { ...headers, ...PROVISIONAL_CACHING } : headers,
        // Unknown: a page also changes when a story leaves it, or when the next page is closed, which changes none of its entries.
        lastModified: undefined,
        isProvisional,
      };
    },
  };
}

/** A page of a scope's archive as a feed document (RFC 5005 section 4). */
export const archivedFeedDocument = (scope: Scope, page: number, format: Format): LazyDocument =>
  archiveDocument(format, scope, page, async (feedPage, site) => ({
    text: FEED_WRITERS[format](feedPage, site),
    headers: archivedFeedHeaders(feedPage, site, format),
  }));

/** The page that a browser shows at the address of an archived feed document. */
const archivedPreviewDocument = (scope: Scope, page: number, format: Format): LazyDocument =>
  archiveDocument(`preview of ${format}`, scope, page, async (feedPage, site) => ({
    text: renderArchivePage(feedPage, site),
    headers: {
      ...(await pageHeaders(site, [], PREFETCH_RULES)),
      ...pageCaching([archiveKey(scope, page)]),
      Vary: FEED_VARY,
    },
  }));

/** A page of a scope's archive as HTML. */
const archivedListingDocument = (scope: Scope, page: number): LazyDocument =>
  archiveDocument('page', scope, page, async (feedPage, site) => ({
    text: renderArchivePage(feedPage, site),
    headers: { ...(await pageHeaders(site, [], PREFETCH_RULES)), ...pageCaching([archiveKey(scope, page)]) },
  }));
