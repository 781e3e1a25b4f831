import { makeDirectory } from '../edition/directory.ts';
import { type Edition, editionLength, newestChange, toEntry } from '../edition/edition.ts';
import { type Scope, scopesOf } from '../edition/scope.ts';
import { fingerprint } from '../fingerprint.ts';
import { DIRECTORY_KEY, editionKey, type KvEntry, storyKey } from '../kv.ts';
import type { Site } from '../site.ts';
import { type Article, makeArticle } from '../story/article.ts';
import { mintIdentifier } from '../story/identifier.ts';
import { lastChange, type Story } from '../story/story.ts';

// The press turns articles and editions into KV entries. What is "not stated" is not printed: reading restores it.

async function print(key: string, content: object, updated: Date): Promise<KvEntry> {
  const value = JSON.stringify(content, (_name, field) => (field === null ? undefined : field));
  const version = await fingerprint(new TextEncoder().encode(value));
  return { key, value, metadata: { version, updated: updated.toISOString() } };
}

/** The entry of one article. */
export const printArticle = (article: Article): Promise<KvEntry> =>
  print(storyKey(article.slug), article, lastChange(article));

/** The entry of a scope's edition. `articles` are all of the scope's, in the order of their publication here. */
export function printEdition(scope: Scope, articles: readonly Article[]): Promise<KvEntry> {
  const updated = newestChange(articles) ?? new Date(0);
  const edition: Edition = {
    scope,
    count: articles.length,
    updated: updated.toISOString(),
    entries: articles
      .slice(articles.length - editionLength(articles.length))
      .map(toEntry)
      .reverse(),
  };
  return print(editionKey(scope), edition, updated);
}

/** All entries of a site that has published these stories, in the order of their dates; later ones wait for their time. */
export async function printSite(stories: readonly Story[], site: Site, now: Date): Promise<KvEntry[]> {
  const articles = stories
    .filter(({ datePublished }) => Date.parse(datePublished) <= now.getTime())
    .sort((a, b) => Date.parse(a.datePublished) - Date.parse(b.datePublished) || (a.slug < b.slug ? -1 : 1))
    .map((story) => makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug)));
  const scopes = new Map<Scope, Article[]>([['all', []]]);
  for (const article of articles) {
    for (const scope of scopesOf(article)) scopes.set(scope, [...(scopes.get(scope) ?? []), article]);
  }
  return Promise.all([
    ...articles.map(printArticle),
    ...Array.from(scopes, ([scope, published]) => printEdition(scope, published)),
    print(DIRECTORY_KEY, makeDirectory([...scopes.keys()], site), newestChange(articles) ?? new Date(0)),
  ]);
}
