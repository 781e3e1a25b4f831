import { type ArchivedPage, type Entry, toEntry } from '../edition/edition.ts';
import type { Format, Scope } from '../edition/scope.ts';
import { archiveKey, storyKey } from '../kv.ts';
import { renderArchivePage } from '../page/archive.tsx';
import type { Site } from '../site.ts';
import { WRITERS } from './documents.ts';
import { feedHeaders, pageHeaders } from './headers.ts';
import { type Document, type ReadAll, type Reading, type Stored, Unavailable } from './reading.ts';
import type { Rendered } from './rendition.ts';
import { BrokenValue, parseArchive, parseStoredStory } from './stored.ts';

type ArchiveSheet = Parameters<typeof renderArchivePage>[0];

/** A page of an archive, filled. */
interface Filled {
  sheet: ArchiveSheet;
  /** A story was read that is older than the page says. */
  isProvisional: boolean;
}

/**
 * Fills a page of an archive: one bulk read, and a second for stories that were renamed a moment ago. One broken story is
 * left out, and told to `log`; one that is missing is not, as a reader who walks by would never learn of it.
 */
async function fill(page: ArchivedPage, site: Site, readAll: ReadAll, log: Reading['log']): Promise<Filled> {
  const entries: Entry[] = [];
  let isProvisional = false;
  const parse = (slug: string, { value }: Stored) => {
    if (value === null) throw new Unavailable(`${storyKey(slug)} is not in KV (yet)`);
    try {
      return parseStoredStory(slug, value, site);
    } catch (error) {
      if (!(error instanceof BrokenValue)) throw error;
      log({ event: 'kv-value-broken', key: storyKey(slug), error: error.message });
      return undefined;
    }
  };
  const stored = await readAll(page.stories.map(({ slug }) => storyKey(slug)));
  const stories = page.stories.map(({ slug, updated }, index) => {
    const found = stored[index] as Stored;
    if (found.updated && found.updated < new Date(updated)) isProvisional = true;
    return parse(slug, found);
  });
  const moved = stories.flatMap((story) => (story && 'movedTo' in story ? [story.movedTo] : []));
  const followed = await readAll(moved.map(storyKey));
  const arrived = new Map(moved.map((slug, index) => [slug, parse(slug, followed[index] as Stored)]));
  for (const story of stories) {
    const final = story && 'movedTo' in story ? arrived.get(story.movedTo) : story;
    if (final !== story) isProvisional = true;
    if (final && 'article' in final) {
      const { related, ...article } = final.article;
      entries.push(toEntry(article));
    } else if (final) isProvisional = true;
  }
  const { scope, updated, withdrawn, next } = page;
  return {
    sheet: {
      scope,
      updated,
      entries,
      withdrawn,
      previous: page.page - 1,
      archive: { page: page.page, next },
    },
    isProvisional,
  };
}

function archiveDocument(
  variant: string,
  scope: Scope,
  page: number,
  site: Site,
  log: Reading['log'],
  render: (sheet: ArchiveSheet) => Promise<Pick<Rendered, 'text' | 'headers'>>,
): Document {
  const key = archiveKey(scope, page);
  return {
    name: `${variant} ${key}`,
    key,
    render: async (value, _updated, readAll) => {
      if (value === null) return undefined;
      const { sheet, isProvisional } = await fill(parseArchive(scope, page, value), site, readAll, log);
      return { ...(await render(sheet)), lastModified: new Date(sheet.updated), isProvisional };
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
    headers: feedHeaders(sheet, site, format),
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
    headers: { ...(await pageHeaders([archiveKey(scope, page)])), Vary: 'Sec-Fetch-Dest' },
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
    headers: await pageHeaders([archiveKey(scope, page)]),
  }));
