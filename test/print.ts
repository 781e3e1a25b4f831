import type { EditionRows } from '../src/newsroom/desk/ledger/feed-rows.ts';
import {
  serializeArchive,
  serializeArticle,
  serializeDirectory,
  serializeEdition,
} from '../src/newsroom/desk/publish/entries.ts';
import type { KvEntry } from '../src/platform/kv.ts';
import type { Site } from '../src/settings/site.ts';
import { readRecord } from '../src/site/document/stored-record.ts';
import { countClosedPages, editionLength, PAGE_SIZE, toEntry } from '../src/site/edition/edition.ts';
import type { Scope } from '../src/site/edition/scope.ts';
import { scopesOf } from '../src/site/edition/story-scopes.ts';
import type { Article } from '../src/site/story/article.ts';
import { lastChange, type Story } from '../src/site/story/story.ts';
import { newestChange, publish, site } from './samples.ts';

const changedAt = (article: Article) => lastChange(article).getTime();

/** Returns the rows of an edition with these articles, given in the order of their publication. */
export function editionRows(
  shown: readonly Article[],
  changeOf: (article: Article) => number = (article) => shown.indexOf(article) + 1,
): EditionRows {
  const newest = shown.slice(shown.length - editionLength(shown.length)).toReversed();
  const entrySequences = newest.map(changeOf);
  return {
    count: shown.length,
    changed: newestChange(shown)?.getTime() ?? 0,
    last: shown.length,
    open: shown.length % PAGE_SIZE,
    previous: Math.max(0, countClosedPages(shown.length) - 1),
    changeSequence: Math.max(0, ...entrySequences),
    removalSequence: 0,
    entrySequences,
    withdrawn: [],
    entries: newest.map((article) => JSON.stringify(toEntry(article))),
  };
}

function serializePages(scope: Scope, shown: readonly Article[]): Promise<KvEntry>[] {
  const closed = countClosedPages(shown.length);
  return Array.from({ length: closed }, (_, index) => {
    const stories = shown.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE).toReversed();
    return serializeArchive(scope, index + 1, {
      next: index + 3 <= closed ? index + 2 : 0,
      stories: stories.map((article) => ({ slug: article.slug, changed: changedAt(article) })),
      withdrawn: [],
    });
  });
}

/** Returns the record in a KV value. */
export async function recordInEntry({ key, value, metadata }: Omit<KvEntry, 'size'>): Promise<unknown> {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
  return JSON.parse((await readRecord(key, bytes, metadata))?.json ?? 'null');
}

/** Reports a broken entry as a test failure. */
export const rethrow = (error: Error): never => {
  throw error;
};

/** Returns what KV holds if these stories, given in the order of their publication, are published on a site. */
export function serializeSite(stories: readonly Story[], on: Site = site): Promise<KvEntry[]> {
  const articles = stories.map(publish);
  const changeSequences = new Map(articles.map((article, index) => [article, index + 1]));
  const scopes = new Map<Scope, Article[]>([['all', []]]);
  for (const article of articles) {
    for (const scope of scopesOf(article, on)) scopes.set(scope, [...(scopes.get(scope) ?? []), article]);
  }
  return Promise.all([
    ...articles.map((article) => serializeArticle({ ...article, related: [] }, changedAt(article), on)),
    ...Array.from(scopes, ([scope, shown]) =>
      serializeEdition(
        scope,
        editionRows(shown, (article) => changeSequences.get(article) ?? 0),
        on,
        rethrow,
      ),
    ),
    ...Array.from(scopes).flatMap(([scope, shown]) => serializePages(scope, shown)),
    serializeDirectory({ page: 1, previous: 0, next: 0, last: 1, changed: 0, scopes: [...scopes.keys()] }),
  ]);
}
