import { changesOf, renderFeed, renderListing, WRITERS } from '../../document/edition.ts';
import { feedHeaders, pageHeaders, pagePolicy } from '../../document/headers.ts';
import { CORS, FEED_VARY, policyOf } from '../../document/policy.ts';
import type { Rendered } from '../../document/rendered.ts';
import { parseEdition, parseStoredStory, type Value } from '../../document/stored.ts';
import { renderRedirect, renderStory, renderTombstone } from '../../document/story.ts';
import type { Edition } from '../../edition/edition.ts';
import type { Format, Scope } from '../../edition/scope.ts';
import { editionKey, storyKey } from '../../kv.ts';
import { previewed, renderPreviewPage } from '../../page/preview.tsx';
import { pictureUrls, type Site, storyUrl } from '../../site.ts';
import type { ArticleWithRelated } from '../../story/article.ts';
import { lastChange } from '../../story/story.ts';
import type { Document, Reading } from './reading.ts';

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
  render: (edition: Edition) => Promise<Rendered | undefined>,
): Document {
  const key = editionKey(scope);
  return {
    name: `${variant} ${key}`,
    key,
    render: async (value, printed) => {
      const edition = readEdition(scope, value, site, log);
      const rendered = edition && (await render(edition));
      return rendered && { ...rendered, lastModified: printed ?? new Date(edition.updated) };
    },
  };
}

/** A feed of a scope, where KV has no finished one. */
export const feedDocument = (scope: Scope, format: Format, site: Site, log: Reading['log']): Document =>
  editionDocument(format, scope, site, log, async (edition) => {
    const { headers, ...feed } = await renderFeed(edition, site, format);
    return { ...feed, headers: { ...headers, ...policyOf(format, editionKey(scope)) } };
  });

/**
 * What a feed has of changes after `tick`, as if the feed had no other entries; nothing for a reader whose copy has none of
 * the present entries, or an entry that has left since. It leaves out withdrawals: a reader with a copy from before the last one
 * gets the whole feed.
 */
export const deltaDocument = (
  scope: Scope,
  format: Format,
  tick: number,
  site: Site,
  log: Reading['log'],
): Document =>
  editionDocument(`${format} since ${tick} of`, scope, site, log, async (edition) => {
    const isNew = (index: number) => (edition.ticks[index] ?? 0) > tick;
    const entries = edition.entries.filter((_entry, index) => isNew(index));
    if (tick < edition.departed || entries.length === edition.entries.length) return undefined;
    return {
      text: WRITERS[format]({ ...edition, entries, withdrawn: [] }, site),
      headers: { ...feedHeaders(edition, site, format), Vary: FEED_VARY, ...CORS },
      changes: await changesOf(edition, site),
    };
  });

/** What a person sees at a feed's address. */
export const previewDocument = (scope: Scope, format: Format, site: Site, log: Reading['log']): Document =>
  editionDocument(`preview of ${format}`, scope, site, log, async (edition) => ({
    text: renderPreviewPage(edition, site, format),
    headers: {
      ...(await pageHeaders(pictureUrls(previewed(edition), site))),
      ...pagePolicy([editionKey(scope)]),
      Vary: FEED_VARY,
    },
  }));

/** The page of a scope, where KV has no finished one. */
export const listingDocument = (scope: Scope, site: Site, log: Reading['log']): Document =>
  editionDocument('page', scope, site, log, async (edition) => {
    const { headers, ...page } = await renderListing(edition, site);
    return { ...page, headers: { ...headers, ...policyOf('page', editionKey(scope)) } };
  });

/**
 * A document that is made from a story, or what stands in its place: the way to where it was renamed to, the notice of its
 * withdrawal.
 */
export const documentOfStory = (
  variant: string,
  slug: string,
  site: Site,
  now: number,
  form: {
    /** The document's address when the story has this slug. */
    addressOf: (slug: string) => string;
    render: (printed: ArticleWithRelated) => Promise<Rendered>;
    /** Headers that each of its answers has. */
    headers: Record<string, string>;
  },
): Document => ({
  name: `${variant} story:${slug}`,
  key: storyKey(slug),
  render: async (value, printed) => {
    if (value === null) return undefined;
    const stored = await parseStoredStory(slug, value, site);
    const whole = ({ headers, ...rendered }: Rendered, lastModified?: Date) => ({
      ...rendered,
      lastModified,
      headers: { ...headers, ...form.headers },
    });
    const policy = pagePolicy([storyKey(slug)]);
    if ('movedTo' in stored || 'withdrawn' in stored) {
      const instead =
        'movedTo' in stored
          ? await renderRedirect(stored, form.addressOf)
          : await renderTombstone(stored, site);
      return whole({ ...instead, headers: { ...instead.headers, ...policy } });
    }
    // A story that is put into KV before its time is not there yet.
    if (Date.parse(stored.datePublished) > now) return undefined;
    // A date to come is no time of a modification (RFC 9110 section 8.8.2.1).
    const changed = new Date(Math.min(lastChange(stored).getTime(), now));
    return whole(await form.render(stored), printed ?? changed);
  },
});

/** The page of a story, where KV has no finished one. */
export const storyDocument = (slug: string, site: Site, now: number): Document =>
  documentOfStory('page', slug, site, now, {
    addressOf: (current) => storyUrl(site, current),
    render: (printed) => renderStory(printed, site),
    headers: policyOf('page', storyKey(slug)),
  });
