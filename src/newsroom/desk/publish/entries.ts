import { fingerprint } from '../../../lib/fingerprint.ts';
import { Shelf } from '../../../lib/shelf.ts';
import {
  ACTOR_KEY,
  archiveKey,
  cardKey,
  directoryKey,
  editionKey,
  KEYS_KEY,
  type KvEntry,
  type KvMetadata,
  PAGES_KEY,
  PUBLICATION_KEY,
  pageKey,
  redirectsKey,
  SITE_KEY,
  storyKey,
} from '../../../platform/kv.ts';
import { seenOf } from '../../../settings/saved-settings.ts';
import type { Site } from '../../../settings/site.ts';
import { type Card, cardOfStory, cardVersion } from '../../../site/card/card.ts';
import { feedVersionOf, renderFeed, renderListing } from '../../../site/document/edition.ts';
import { finishDocuments } from '../../../site/document/finish.ts';
import { makeHistory, renderHistory, renderHistoryJson, renderKeys } from '../../../site/document/history.ts';
import { renderPageDocument } from '../../../site/document/page.ts';
import { type BrokenValue, readEdition } from '../../../site/document/stored-record.ts';
import { renderStoryDocument } from '../../../site/document/story.ts';
import { makeDirectory } from '../../../site/edition/directory.ts';
import type { ArchivedPage } from '../../../site/edition/edition.ts';
import { FORMATS, type Format, type Scope } from '../../../site/edition/scope.ts';
import { serializeShard } from '../../../site/redirects/shard.ts';
import type { PublishedPage } from '../../../site/site-page/site-page.ts';
import { type Article, type ArticleWithRelated, RENDERER_VERSION } from '../../../site/story/article.ts';
import type { SealedRevisions, StoryHistory, UsedKey } from '../../../site/story/history/history.ts';
import type { Redirect, Tombstone } from '../../../site/story/tombstone.ts';
import type { FrontRows } from '../../front/desk/front.ts';
import type { SettingsVersion } from '../../settings/desk/settings-version.ts';
import type { ArchivePageRows, EditionRows } from '../ledger/feed-rows.ts';
import type { DirectoryRows } from '../ledger/places/directory-pages.ts';

// Turns articles, editions, archive pages and the directory into KV entries with finished documents. `updated` and `changed` are
// when the content last changed, in milliseconds.

/** Makes an entry whose version is the fingerprint of its value. `size` is as in `KvEntry`. */
async function makeEntry(
  key: string,
  { value, etags, size }: { value: KvEntry['value']; etags?: Record<string, string>; size?: number },
  updated: number,
): Promise<KvEntry> {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  const metadata: KvMetadata = {
    version: await fingerprint(bytes),
    updated: new Date(updated).toISOString(),
    renderer: RENDERER_VERSION,
    ...(etags ? { etags } : {}),
  };
  return { key, value, metadata, size: size ?? bytes.byteLength };
}

type Documents = Parameters<typeof finishDocuments>[0];

/** Makes the entry for a slug: what readers get at the address of its story. */
async function serializeStory(
  slug: string,
  stored: ArticleWithRelated | Tombstone | Redirect,
  updated: number,
  site: Site,
  history?: StoryHistory,
): Promise<KvEntry> {
  const documents: Documents = [
    ['page', () => renderStoryDocument(stored, site)],
    ...(history ? historyDocuments(history, site) : []),
  ];
  return makeEntry(
    storyKey(slug),
    await finishDocuments(documents, JSON.stringify(stored), site, 'text'),
    updated,
  );
}

/** Makes the entry of a story, with its history if that is public. */
export const serializeArticle = async (
  article: ArticleWithRelated,
  updated: number,
  site: Site,
  revisions?: SealedRevisions,
): Promise<KvEntry> =>
  serializeStory(
    article.slug,
    article,
    updated,
    site,
    revisions && (await makeHistory(article, revisions, site)),
  );

/**
 * The documents of a story's history. The page is left out until something has changed: most stories never change, and the edge
 * can render it from the JSON then, because there is nothing to compare.
 */
const historyDocuments = (history: StoryHistory, site: Site): Documents => [
  ['history.json', () => renderHistoryJson(history)],
  ...(history.revisions.length > 1 ? [['history', () => renderHistory(history, site)] as const] : []),
];

/** A card to be drawn. Its version depends only on its content, so that an unchanged card need not be drawn again. */
export interface CardEntry {
  key: string;
  card: Card;
  metadata: KvMetadata;
}

export function serializeCard(article: Article, site: Site, updated: number): CardEntry {
  const card = cardOfStory(article, site);
  const metadata = { version: cardVersion(card), updated: new Date(updated).toISOString() };
  return { key: cardKey(article.slug), card, metadata };
}

/** Makes the entry for the slug of a withdrawn story. */
export const serializeTombstone = (
  slug: string,
  withdrawn: Tombstone['withdrawn'],
  updated: number,
  site: Site,
): Promise<KvEntry> => serializeStory(slug, { withdrawn }, updated, site);

/** Makes the entry for a slug that redirects to another slug. */
export const serializeRedirect = (
  slug: string,
  movedTo: string,
  updated: number,
  site: Site,
): Promise<KvEntry> => serializeStory(slug, { movedTo }, updated, site);

/**
 * How many bytes of entries are kept in memory: some 300 stories, as many as a story's nine scopes have together. With their rendered
 * forms, they take five to seven times as much.
 */
const CACHED_BYTES = 4_000_000;
const remembered = new Shelf<{ entry: unknown; size: number }>(CACHED_BYTES);

/** Parses an entry. Returns the same object for the same JSON, because `cachePerItem` caches rendered forms by the entry's identity. */
function parseEntry(json: string): unknown {
  const known = remembered.get(json);
  if (known) return known.entry;
  const entry: unknown = JSON.parse(json);
  remembered.put(json, { entry, size: json.length });
  return entry;
}

/** Makes the KV entry of an edition. Leaves out broken stories, and reports them. */
export async function serializeEdition(
  scope: Scope,
  rows: EditionRows & { front?: FrontRows },
  site: Site,
  report: (error: BrokenValue) => void,
): Promise<KvEntry> {
  const { entries, changed, changeSequence, removalSequence, entrySequences, withdrawn, front, ...rest } =
    rows;
  const head = {
    scope,
    updated: new Date(changed).toISOString(),
    ...rest,
    tick: changeSequence,
    departed: removalSequence,
    ticks: entrySequences,
    withdrawn,
    ...(front && {
      front: {
        ...front,
        lead: front.lead === null ? null : parseEntry(front.lead),
        order: front.order.map(parseEntry),
      },
    }),
  };
  const record = `${JSON.stringify(head).slice(0, -1)},"entries":[${entries.join(',')}]}`;
  const edition = readEdition(scope, { ...head, entries: entries.map(parseEntry) }, true, report);
  const version = feedVersionOf(edition, site);
  const documents: Documents = [
    ...(Object.keys(FORMATS) as Format[]).map(
      (format) => [format, () => renderFeed(edition, site, format, version)] as const,
    ),
    ['page', () => renderListing(edition, site)],
  ];
  return makeEntry(editionKey(scope), await finishDocuments(documents, record, site, 'binary'), changed);
}

export function serializeArchive(scope: Scope, page: number, { next, stories, withdrawn }: ArchivePageRows) {
  const changes = [...stories.map(({ changed }) => changed), ...withdrawn.map(({ at }) => Date.parse(at))];
  const changed = Math.max(0, ...changes);
  const archived: ArchivedPage = {
    scope,
    page,
    next,
    updated: new Date(changed).toISOString(),
    stories: stories.map(({ changed, ...story }) => ({ ...story, updated: new Date(changed).toISOString() })),
    withdrawn,
  };
  return makeEntry(archiveKey(scope, page), { value: JSON.stringify(archived) }, changed);
}

export function serializeDirectory({ scopes, changed, ...place }: DirectoryRows): Promise<KvEntry> {
  const updated = changed === 0 ? null : new Date(changed).toISOString();
  const directory = makeDirectory(scopes, { ...place, changed: updated });
  return makeEntry(directoryKey(place.page), { value: JSON.stringify(directory) }, changed);
}

/** Makes the entry of the URI of the newsroom's record on ATProto. Nothing asks when it changed. */
export const serializePublication = (uri: string): Promise<KvEntry> =>
  makeEntry(PUBLICATION_KEY, { value: uri }, 0);

/** Makes the entry of the public key of the newsroom's accounts. It never changes. */
export const serializeActorKey = (publicKeyPem: string): Promise<KvEntry> =>
  makeEntry(ACTOR_KEY, { value: publicKeyPem }, 0);

/** Makes the entry of the saved settings that readers see; undefined if there are none. */
export async function serializeSite({ at, saved }: SettingsVersion): Promise<KvEntry | undefined> {
  const seen = seenOf(saved);
  return seen && makeEntry(SITE_KEY, { value: JSON.stringify(seen) }, Date.parse(at ?? ''));
}

/** Makes the entry of a page of the newsroom's own. */
export async function serializePage(page: PublishedPage, site: Site): Promise<KvEntry> {
  const documents: Documents = [['page', () => renderPageDocument(page, site)]];
  const finished = await finishDocuments(documents, JSON.stringify(page), site, 'binary');
  return makeEntry(pageKey(page.slug), finished, Date.parse(page.changed));
}

/** Makes the entry that lists these pages; undefined if there are none. */
export async function serializePageList({
  slugs,
  changed,
}: {
  slugs: readonly string[];
  changed: number;
}): Promise<KvEntry | undefined> {
  return slugs.length === 0 ? undefined : makeEntry(PAGES_KEY, { value: JSON.stringify(slugs) }, changed);
}

/** Makes the entry of a part of the redirects from old addresses; undefined if there are none. Nothing asks when it changed. */
export async function serializeRedirects(
  shard: number,
  redirects: readonly { key: string; to: string }[],
): Promise<KvEntry | undefined> {
  if (redirects.length === 0) return undefined;
  return makeEntry(redirectsKey(shard), { value: serializeShard(redirects) }, 0);
}

/** Makes the entry of the public keys; undefined if there are none. */
export async function serializeKeys(keys: readonly UsedKey[]): Promise<KvEntry | undefined> {
  if (keys.length === 0) return undefined;
  const changed = Math.max(...keys.map(({ first }) => first));
  return makeEntry(KEYS_KEY, { value: await renderKeys(keys) }, changed);
}
