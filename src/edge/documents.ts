import { renderAtom } from '../edition/atom.ts';
import type { Edition } from '../edition/edition.ts';
import { renderJsonFeed } from '../edition/json-feed.ts';
import { renderRss } from '../edition/rss.ts';
import { type Format, isFinished, type Scope } from '../edition/scope.ts';
import { fingerprint } from '../fingerprint.ts';
import { editionKey, storyKey } from '../kv.ts';
import { renderListingPage } from '../page/listing.tsx';
import { previewed, renderPreviewPage } from '../page/preview.tsx';
import { shareScript } from '../page/share.tsx';
import { renderStoryPage } from '../page/story.tsx';
import { renderWithdrawnPage } from '../page/withdrawn.tsx';
import { picturesOf, type Site, storyUrl } from '../site.ts';
import { type Article, RENDERER_VERSION, type RelatedStory } from '../story/article.ts';
import { lastChange } from '../story/story.ts';
import { feedHeaders, NEGOTIATED, pageHeaders, storyLinks } from './headers.ts';
import type { Document, Reading } from './reading.ts';
import type { Changes, Rendered } from './rendition.ts';
import { parseEdition, parseStoredStory, type Value } from './stored.ts';

export const WRITERS = { rss: renderRss, atom: renderAtom, json: renderJsonFeed };

const NOTHING: Omit<Edition, 'scope'> = {
  updated: '1970-01-01T00:00:00Z',
  count: 0,
  last: 0,
  open: 0,
  previous: 0,
  tick: 0,
  departed: 0,
  ticks: [],
  entries: [],
  withdrawn: [],
  archive: null,
};

/**
 * Reads the edition of a scope. Before its first story the site itself, and each topic that the site names, has an empty
 * one: they are never "not found".
 */
export function readEdition(scope: 'all', value: Value | null, site: Site, log: Reading['log']): Edition;
export function readEdition(
  scope: Scope,
  value: Value | null,
  site: Site,
  log: Reading['log'],
): Edition | undefined;
export function readEdition(scope: Scope, value: Value | null, site: Site, log: Reading['log']) {
  if (value !== null) {
    return parseEdition(scope, value, ({ message }) =>
      log({ event: 'kv-entry-broken', key: editionKey(scope), error: message }),
    );
  }
  const isOurs = scope === 'all' || site.topics.some(({ slug }) => scope === `topic:${slug}`);
  return isOurs ? { scope, ...NOTHING } : undefined;
}

function editionDocument(
  variant: string,
  scope: Scope,
  site: Site,
  log: Reading['log'],
  render: (edition: Edition) => Promise<Omit<Rendered, 'lastModified'>>,
): Document {
  const key = editionKey(scope);
  return {
    name: `${variant} ${key}`,
    key,
    render: async (value, printed) => {
      const edition = readEdition(scope, value, site, log);
      const lastModified = printed ?? new Date(edition?.updated ?? 0);
      return edition && { ...(await render(edition)), lastModified };
    },
  };
}

/** Which changes a feed holds; unknown where the Desk did not say so. */
async function changesOf(
  { tick, departed, ticks, entries }: Edition,
  site: Site,
): Promise<Changes | undefined> {
  if (tick === 0) return undefined;
  const renderer = Math.min(...entries.map(({ rendering }) => rendering.version), RENDERER_VERSION);
  const hash = await fingerprint(new TextEncoder().encode(`${renderer} ${JSON.stringify(site)}`));
  return { madeWith: hash.slice(0, 8), tick, departed, ticks };
}

/**
 * A feed of a scope. That of a finished topic tells readers to ask no more: JSON Feed has a word for it, RSS and Atom have
 * HTTP's 410, whose body is the feed as it was, so that its history can still be walked.
 */
export const feedDocument = (scope: Scope, format: Format, site: Site, log: Reading['log']): Document =>
  editionDocument(format, scope, site, log, async (edition) => ({
    ...(format !== 'json' && isFinished(site, scope) ? { status: 410 } : {}),
    text: WRITERS[format](edition, site),
    headers: feedHeaders(edition, site, format),
    changes: await changesOf(edition, site),
  }));

/**
 * What a feed has of changes after the given one: as if the feed had no other entries. Leaves out withdrawals: a reader with a
 * copy from before the last one gets the whole feed.
 */
export const deltaDocument = (
  scope: Scope,
  format: Format,
  since: number,
  site: Site,
  log: Reading['log'],
): Document =>
  editionDocument(`${format} since ${since} of`, scope, site, log, async (edition) => {
    const entries = edition.entries.filter((_entry, index) => (edition.ticks[index] ?? 0) > since);
    return {
      text: WRITERS[format]({ ...edition, entries, withdrawn: [] }, site),
      headers: feedHeaders(edition, site, format),
      changes: await changesOf(edition, site),
    };
  });

/** What a person sees at a feed's address. */
export const previewDocument = (scope: Scope, format: Format, site: Site, log: Reading['log']): Document =>
  editionDocument(`preview of ${format}`, scope, site, log, async (edition) => ({
    text: renderPreviewPage(edition, site, format),
    headers: {
      ...(await pageHeaders([editionKey(scope)], picturesOf(previewed(edition), site))),
      Vary: 'Sec-Fetch-Dest',
    },
  }));

/** The page of a scope. */
export const listingDocument = (scope: Scope, site: Site, log: Reading['log']): Document =>
  editionDocument('page', scope, site, log, async (edition) => ({
    text: renderListingPage(edition, site),
    headers: await pageHeaders([editionKey(scope)]),
  }));

/**
 * A document that is made from a story, or what stands in its place: the way to where it was renamed to, the notice of its
 * withdrawal. A story that is put into KV before its time is not there yet.
 */
export const documentOfStory = (
  variant: string,
  slug: string,
  site: Site,
  now: number,
  form: {
    /** The document's address when the story has this slug. */
    addressOf: (slug: string) => string;
    render: (
      article: Article,
      related: readonly RelatedStory[],
    ) => Promise<Pick<Rendered, 'text' | 'headers'>>;
    /** Headers that each of its answers has. */
    headers: Record<string, string>;
  },
): Document => ({
  name: `${variant} story:${slug}`,
  key: storyKey(slug),
  render: async (value, printed) => {
    if (value === null) return undefined;
    const stored = parseStoredStory(slug, value, site);
    const tags = [storyKey(slug)];
    if ('movedTo' in stored) {
      const headers = {
        ...(await pageHeaders(tags)),
        Location: form.addressOf(stored.movedTo),
        ...form.headers,
      };
      return { status: 301, text: '', lastModified: undefined, headers };
    }
    if ('withdrawn' in stored) {
      const text = renderWithdrawnPage(stored.withdrawn, site);
      const headers = { ...(await pageHeaders(tags)), ...form.headers };
      return { status: 410, text, lastModified: undefined, headers };
    }
    const { article, related } = stored;
    if (Date.parse(article.datePublished) > now) return undefined;
    const { text, headers } = await form.render(article, related);
    return {
      text,
      // A date to come is no time of a modification (RFC 9110 section 8.8.2.1).
      lastModified: printed ?? new Date(Math.min(lastChange(article).getTime(), now)),
      headers: { ...headers, ...form.headers },
    };
  },
});

/** The page of a story. */
export const storyDocument = (slug: string, site: Site, now: number): Document =>
  documentOfStory('page', slug, site, now, {
    addressOf: (current) => storyUrl(site, current),
    render: async (article, related) => ({
      text: renderStoryPage({ ...article, related }, site),
      headers: {
        ...(await pageHeaders([storyKey(slug)], article.image ? [article.image.url] : [], shareScript)),
        Link: storyLinks(article, site),
      },
    }),
    headers: NEGOTIATED,
  });
