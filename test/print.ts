import { compactJson, printArticle, printDirectory, printEdition } from '../src/desk/press.ts';
import { editionLength, toEntry } from '../src/edition/edition.ts';
import { type Scope, scopesOf } from '../src/edition/scope.ts';
import type { KvEntry } from '../src/kv.ts';
import type { Article } from '../src/story/article.ts';
import { lastChange, type Story } from '../src/story/story.ts';
import { newestChange, publish, site } from './samples.ts';

/** What KV holds when these stories, in the order of their publication, are all that was published. */
export function printSite(stories: readonly Story[]): Promise<KvEntry[]> {
  const articles = stories.map(publish);
  const scopes = new Map<Scope, Article[]>([['all', []]]);
  for (const article of articles) {
    for (const scope of scopesOf(article)) scopes.set(scope, [...(scopes.get(scope) ?? []), article]);
  }
  return Promise.all([
    ...articles.map((article) => printArticle(article, lastChange(article).getTime())),
    ...Array.from(scopes, ([scope, shown]) => {
      const newest = shown.slice(shown.length - editionLength(shown.length)).reverse();
      const changed = newestChange(shown)?.getTime() ?? 0;
      const entries = newest.map((article) => compactJson(toEntry(article)));
      return printEdition(scope, { count: shown.length, changed, entries });
    }),
    printDirectory([...scopes.keys()], site, 0),
  ]);
}
