import { makeDirectory } from '../edition/directory.ts';
import type { Scope } from '../edition/scope.ts';
import { fingerprint } from '../fingerprint.ts';
import { DIRECTORY_KEY, editionKey, type KvEntry, storyKey } from '../kv.ts';
import type { Site } from '../site.ts';
import type { Article } from '../story/article.ts';
import type { Redirect, Tombstone } from '../story/tombstone.ts';

// The press turns articles and editions into KV entries.

/** JSON without what is "not stated": reading restores it. */
export const compactJson = (content: unknown): string =>
  JSON.stringify(content, (_name, field) => (field === null ? undefined : field));

async function print(key: string, value: string, updated: number): Promise<KvEntry> {
  const version = await fingerprint(new TextEncoder().encode(value));
  return { key, value, metadata: { version, updated: new Date(updated).toISOString() } };
}

/** The entry of one article. `updated` is when it was last changed here, in milliseconds. */
export const printArticle = (article: Article, updated: number): Promise<KvEntry> =>
  print(storyKey(article.slug), compactJson(article), updated);

/** What stands where a story was withdrawn. */
export const printTombstone = (
  slug: string,
  withdrawn: Tombstone['withdrawn'],
  updated: number,
): Promise<KvEntry> => print(storyKey(slug), compactJson({ withdrawn } satisfies Tombstone), updated);

/** What stands where a story was before it was renamed. */
export const printRedirect = (slug: string, movedTo: string, updated: number): Promise<KvEntry> =>
  print(storyKey(slug), compactJson({ movedTo } satisfies Redirect), updated);

/** The entry of a scope's edition; its entries are JSON already, newest first. */
export function printEdition(
  scope: Scope,
  edition: { count: number; changed: number; entries: readonly string[] },
): Promise<KvEntry> {
  const { count, changed, entries } = edition;
  const head = JSON.stringify({ scope, count, updated: new Date(changed).toISOString() });
  return print(editionKey(scope), `${head.slice(0, -1)},"entries":[${entries.join(',')}]}`, changed);
}

/** The entry of the directory of scopes. */
export const printDirectory = (
  scopes: readonly Scope[],
  site: Pick<Site, 'topics'>,
  updated: number,
): Promise<KvEntry> => print(DIRECTORY_KEY, compactJson(makeDirectory(scopes, site)), updated);
