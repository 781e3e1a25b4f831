import { type Card, cardOfStory, cardVersion } from '../../card/card.ts';
import { renderFeed, renderListing } from '../../document/edition.ts';
import { finishDocuments } from '../../document/finish.ts';
import { type BrokenValue, parseEdition } from '../../document/stored-record.ts';
import { renderStoryDocument } from '../../document/story.ts';
import { makeDirectory } from '../../edition/directory.ts';
import type { ArchivedPage, Entry } from '../../edition/edition.ts';
import { FORMATS, type Format, type Scope } from '../../edition/scope.ts';
import {
  archiveKey,
  cardKey,
  directoryKey,
  editionKey,
  type KvEntry,
  type Metadata,
  storyKey,
} from '../../kv.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { Shelf } from '../../lib/shelf.ts';
import type { Site } from '../../site.ts';
import { type Article, type ArticleWithRelated, RENDERER_VERSION } from '../../story/article.ts';
import type { Redirect, Tombstone } from '../../story/tombstone.ts';
import type { DirectoryRows } from '../ledger/directory-pages.ts';
import type { ArchivePageRows, EditionRows } from '../ledger/places.ts';

// The press turns articles and editions into KV entries.

/** An entry: its version is the fingerprint of its value. `updated` is when what it says last changed, in milliseconds. */
async function makeEntry(
  key: string,
  { value, etags, size }: { value: KvEntry['value']; etags?: Record<string, string>; size?: number },
  updated: number,
): Promise<KvEntry> {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  const metadata: Metadata = {
    version: await fingerprint(bytes),
    updated: new Date(updated).toISOString(),
    renderer: RENDERER_VERSION,
    ...(etags ? { etags } : {}),
  };
  return { key, value, metadata, size: size ?? bytes.byteLength };
}

/** The entry of what stands at a story's address, with its page finished. */
async function serializeStory(
  slug: string,
  stored: ArticleWithRelated | Tombstone | Redirect,
  updated: number,
  site: Site,
): Promise<KvEntry> {
  const page = () => renderStoryDocument(stored, site);
  return makeEntry(
    storyKey(slug),
    await finishDocuments([['page', page]], JSON.stringify(stored), site, 'text'),
    updated,
  );
}

/** The entry of one article. `updated` is when it was last changed here, in milliseconds. */
export const serializeArticle = (
  article: ArticleWithRelated,
  updated: number,
  site: Site,
): Promise<KvEntry> => serializeStory(article.slug, article, updated, site);

/** A card to be drawn. Whether it has changed is known without drawing it. */
export interface CardEntry {
  key: string;
  card: Card;
  metadata: Metadata;
}

/** The entry of a story's card. */
export function serializeCard(article: Article, site: Site, updated: number): CardEntry {
  const card = cardOfStory(article, site);
  const metadata = { version: cardVersion(card), updated: new Date(updated).toISOString() };
  return { key: cardKey(article.slug), card, metadata };
}

/** What stands where a story was withdrawn. */
export const serializeTombstone = (
  slug: string,
  withdrawn: Tombstone['withdrawn'],
  updated: number,
  site: Site,
): Promise<KvEntry> => serializeStory(slug, { withdrawn }, updated, site);

/** What stands where a story was before it was renamed. */
export const serializeRedirect = (
  slug: string,
  movedTo: string,
  updated: number,
  site: Site,
): Promise<KvEntry> => serializeStory(slug, { movedTo }, updated, site);

/** The record of a scope's edition as JSON; its entries are JSON already, newest first. */
function editionRecord(scope: Scope, edition: EditionRows): string {
  const { entries, changed, ...rest } = edition;
  const head = JSON.stringify({ scope, updated: new Date(changed).toISOString(), ...rest });
  return `${head.slice(0, -1)},"entries":[${entries.join(',')}]}`;
}

/** Bytes of entries that are remembered; with what was rendered of them they take about seven times as much memory. */
const REMEMBERED_BYTES = 2_000_000;
const remembered = new Shelf<{ entry: Entry; size: number }>(REMEMBERED_BYTES);

/** The same entry as the last time, as what was rendered of it is kept with it (`cachePerItem`). */
function remember(json: string, entry: Entry): Entry {
  const known = remembered.get(json);
  if (!known) remembered.put(json, { entry, size: json.length });
  return known?.entry ?? entry;
}

/** The entry of a scope's edition, with its feeds and its page finished. An entry that is broken is left out, and reported. */
export async function serializeEdition(
  scope: Scope,
  rows: EditionRows,
  site: Site,
  report: (error: BrokenValue) => void,
): Promise<KvEntry> {
  const record = editionRecord(scope, rows);
  const parsed = parseEdition(scope, { json: record, isTrusted: true }, report);
  const isWhole = parsed.entries.length === rows.entries.length;
  const entries = isWhole
    ? parsed.entries.map((entry, index) => remember(rows.entries[index] as string, entry))
    : parsed.entries;
  const edition = { ...parsed, entries };
  const documents: Parameters<typeof finishDocuments>[0] = [
    ...(Object.keys(FORMATS) as Format[]).map(
      (format) => [format, () => renderFeed(edition, site, format)] as const,
    ),
    ['page', () => renderListing(edition, site)],
  ];
  return makeEntry(editionKey(scope), await finishDocuments(documents, record, site, 'binary'), rows.changed);
}

/** The entry of a closed page of a scope's archive. */
export function serializeArchive(scope: Scope, page: number, { next, stories, withdrawn }: ArchivePageRows) {
  const changes = [...stories.map(({ changed }) => changed), ...withdrawn.map(({ at }) => Date.parse(at))];
  const changed = Math.max(0, ...changes);
  const archived: ArchivedPage = {
    scope,
    page,
    next,
    updated: new Date(changed).toISOString(),
    stories: stories.map((story) => ({ slug: story.slug, updated: new Date(story.changed).toISOString() })),
    withdrawn,
  };
  return makeEntry(archiveKey(scope, page), { value: JSON.stringify(archived) }, changed);
}

/** The entry of a page of the directory of scopes. */
export function serializeDirectory({ scopes, changed, ...place }: DirectoryRows): Promise<KvEntry> {
  const said = changed === 0 ? null : new Date(changed).toISOString();
  const directory = makeDirectory(scopes, { ...place, changed: said });
  return makeEntry(directoryKey(place.page), { value: JSON.stringify(directory) }, changed);
}
