import { type Card, cardOf, cardVersion } from '../card/card.ts';
import { makeDirectory } from '../edition/directory.ts';
import type { ArchivedPage } from '../edition/edition.ts';
import type { Scope } from '../edition/scope.ts';
import { fingerprint } from '../fingerprint.ts';
import {
  archiveKey,
  cardKey,
  directoryKey,
  editionKey,
  type KvEntry,
  type Metadata,
  storyKey,
} from '../kv.ts';
import type { Site } from '../site.ts';
import { type Article, type PrintedArticle, RENDERER_VERSION } from '../story/article.ts';
import type { Redirect, Tombstone } from '../story/tombstone.ts';
import type { DirectoryRows } from './directory-pages.ts';
import type { EditionRows, PageRows } from './order.ts';

export { compactJson } from '../story/compact-json.ts';

// The press turns articles and editions into KV entries.

async function print(key: string, value: string, updated: number): Promise<KvEntry> {
  const version = await fingerprint(new TextEncoder().encode(value));
  const metadata = { version, updated: new Date(updated).toISOString(), renderer: RENDERER_VERSION };
  return { key, value, metadata };
}

/** The entry of one article. `updated` is when it was last changed here, in milliseconds. */
export const printArticle = (article: PrintedArticle, updated: number): Promise<KvEntry> =>
  print(storyKey(article.slug), JSON.stringify(article), updated);

/** A card to be drawn. Whether it has changed is known without drawing it. */
export interface CardEntry {
  key: string;
  card: Card;
  metadata: Metadata;
}

/** The entry of a story's card. */
export function printCard(article: Article, site: Site, updated: number): CardEntry {
  const card = cardOf(article, site);
  const metadata = { version: cardVersion(card), updated: new Date(updated).toISOString() };
  return { key: cardKey(article.slug), card, metadata };
}

/** What stands where a story was withdrawn. */
export const printTombstone = (
  slug: string,
  withdrawn: Tombstone['withdrawn'],
  updated: number,
): Promise<KvEntry> => print(storyKey(slug), JSON.stringify({ withdrawn } satisfies Tombstone), updated);

/** What stands where a story was before it was renamed. */
export const printRedirect = (slug: string, movedTo: string, updated: number): Promise<KvEntry> =>
  print(storyKey(slug), JSON.stringify({ movedTo } satisfies Redirect), updated);

/** The entry of a scope's edition; its entries are JSON already, newest first. */
export function printEdition(scope: Scope, edition: EditionRows): Promise<KvEntry> {
  const { entries, changed, ...rest } = edition;
  const head = JSON.stringify({ scope, updated: new Date(changed).toISOString(), ...rest });
  return print(editionKey(scope), `${head.slice(0, -1)},"entries":[${entries.join(',')}]}`, changed);
}

/** The entry of a closed page of a scope's archive. */
export function printArchive(scope: Scope, page: number, { next, stories, withdrawn }: PageRows) {
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
  return print(archiveKey(scope, page), JSON.stringify(archived), changed);
}

/** The entry of a page of the directory of scopes. */
export function printDirectory({ scopes, changed, ...place }: DirectoryRows): Promise<KvEntry> {
  const said = changed === 0 ? null : new Date(changed).toISOString();
  const directory = makeDirectory(scopes, { ...place, changed: said });
  return print(directoryKey(place.page), JSON.stringify(directory), changed);
}
