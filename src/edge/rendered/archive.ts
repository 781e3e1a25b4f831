import { WRITERS } from '../../document/edition.ts';
import { archivedFeedHeaders, BRIEFLY, pageHeaders, pagePolicy } from '../../document/headers.ts';
import { FEED_VARY } from '../../document/policy.ts';
import type { Rendered } from '../../document/rendered.ts';
import { BrokenValue, parseArchive, parseStoredStory } from '../../document/stored.ts';
import { Unavailable } from '../../document/unavailable.ts';
import { type ArchivedPage, toEntry } from '../../edition/edition.ts';
import type { Format, Scope } from '../../edition/scope.ts';
import { archiveKey, storyKey } from '../../kv.ts';
import { renderArchivePage } from '../../page/archive.tsx';
import type { Site } from '../../site.ts';
import { RENDERER_VERSION } from '../../story/article.ts';
import type { Document, ReadAll, Reading, Stored } from './reading.ts';

type ArchiveSheet = Parameters<typeof renderArchivePage>[0];

/** A page of an archive, filled. */
interface Filled {
  sheet: ArchiveSheet;
  /** A story was read that is older than the page says. */
  isProvisional: boolean;
}

/**
 * Fills a page of an archive: one bulk read, and a second for stories that were renamed a moment ago. A story that is
 * missing, or older than the page says and not to be shown, makes the page unavailable, as a reader who walks by would never
 * learn of it; one that is broken is left out, and told to `log`.
 */
async function fill(page: ArchivedPage, site: Site, readAll: ReadAll, log: Reading['log']): Promise<Filled> {
  let isProvisional = false;
  const parse = async (slug: string, { value }: Stored) => {
    if (value === null) throw new Unavailable(`${storyKey(slug)} is not in KV (yet)`);
    try {
      return await parseStoredStory(slug, value, site);
    } catch (error) {
      if (!(error instanceof BrokenValue)) throw error;
      log({ event: 'kv-value-broken', key: storyKey(slug), error: error.message });
      return undefined;
    }
  };
  const stored = await readAll(page.stories.map(({ slug }) => storyKey(slug)));
  const stories: Awaited<ReturnType<typeof parse>>[] = [];
  for (const [index, { slug, updated }] of page.stories.entries()) {
    const found = stored[index] as Stored;
    const isOld = found.updated !== undefined && found.updated < new Date(updated);
    const story = await parse(slug, found);
    if (isOld && story && !('rendering' in story)) {
      throw new Unavailable(`${storyKey(slug)} is older in KV than the page that shows it`);
    }
    if (isOld) isProvisional = true;
    stories.push(story);
  }
  const moved = stories.flatMap((story) => (story && 'movedTo' in story ? [story.movedTo] : []));
  const followed = await readAll(moved.map(storyKey));
  const arrived = new Map<string, (typeof stories)[number]>();
  for (const [index, slug] of moved.entries())
    arrived.set(slug, await parse(slug, followed[index] as Stored));
  const entries = stories.flatMap((story) => {
    const final = story && 'movedTo' in story ? arrived.get(story.movedTo) : story;
    if (final && 'movedTo' in final) throw new Unavailable(`${final.movedTo} was renamed twice a moment ago`);
    if (!final || !('rendering' in final)) {
      isProvisional = true;
      return [];
    }
    const { related, ...article } = final;
    if (final !== story || article.rendering.version < RENDERER_VERSION) isProvisional = true;
    return [toEntry(article)];
  });
  const { scope, updated, withdrawn, next } = page;
  const archive = { page: page.page, next };
  return { sheet: { scope, updated, entries, withdrawn, previous: page.page - 1, archive }, isProvisional };
}

function archiveDocument(
  variant: string,
  scope: Scope,
  page: number,
  site: Site,
  log: Reading['log'],
  render: (sheet: ArchiveSheet) => Promise<Rendered>,
): Document {
  const key = archiveKey(scope, page);
  return {
    name: `${variant} ${key}`,
    key,
    render: async (value, _printed, readAll) => {
      if (value === null) return undefined;
      const { sheet, isProvisional } = await fill(parseArchive(scope, page, value), site, readAll, log);
      const { text, headers } = await render(sheet);
      return {
        text,
        headers: isProvisional ? { ...headers, ...BRIEFLY } : headers,
        // A page changes by what leaves it and by the next one, too, so that its entries do not tell when.
        lastModified: undefined,
        isProvisional,
      };
    },
  };
}

/** A page of a scope's archive as a feed document (RFC 5005 section 4). */
export const archivedFeedDocument = (
  scope: Scope,
  page: number,
  format: Format,
  site: Site,
  log: Reading['log'],
): Document =>
  archiveDocument(format, scope, page, site, log, async (sheet) => ({
    text: WRITERS[format](sheet, site),
    headers: archivedFeedHeaders(sheet, site, format),
  }));

/** What a person sees at the address of an archived feed document. */
export const archivedPreviewDocument = (
  scope: Scope,
  page: number,
  format: Format,
  site: Site,
  log: Reading['log'],
): Document =>
  archiveDocument(`preview of ${format}`, scope, page, site, log, async (sheet) => ({
    text: renderArchivePage(sheet, site),
    headers: { ...(await pageHeaders()), ...pagePolicy([archiveKey(scope, page)]), Vary: FEED_VARY },
  }));

/** A page of a scope's archive, to be read by people. */
export const archivedListingDocument = (
  scope: Scope,
  page: number,
  site: Site,
  log: Reading['log'],
): Document =>
  archiveDocument('page', scope, page, site, log, async (sheet) => ({
    text: renderArchivePage(sheet, site),
    headers: { ...(await pageHeaders()), ...pagePolicy([archiveKey(scope, page)]) },
  }));
