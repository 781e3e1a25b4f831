import { type Words, wordsOf } from '../language/words.ts';
import { toUri } from '../lib/uri.ts';
import { type Site, storyUrl } from '../settings/site.ts';
import { disclosure } from '../site/edition/content.ts';
import type { FeedEntry } from '../site/edition/edition.ts';
import { KEYS_PATH } from '../site/edition/paths.ts';
import { storyAsJson } from '../site/export/json.ts';
import { countSources, type ListedSource } from '../site/story/article.ts';
import { claimLinks } from '../site/story/claims.ts';
import type { PublicRevision } from '../site/story/history/history.ts';
import { withoutNulls } from '../site/story/history/statement.ts';
import { reviewDetail, storyNotice } from '../site/story/notice.ts';
import { asFound } from '../site/story/sources/observed.ts';
import { sentenceUrl } from '../site/story/sources/source-link.ts';
import { lastChange, type PartProvenance } from '../site/story/story.ts';
import type { FoundStory } from './read.ts';

// What agents are told of a story: the record, and everything that a reader would see of it.

/** How a part was made and who reviewed it, in the words of the story's page; null if the record says nothing of it. */
const madeBy = (part: PartProvenance | null, words: Words): string | null =>
  disclosure(part, words) ?? reviewDetail(part, words) ?? null;

/** Returns what lists say of a story. */
export function summaryOf(entry: FeedEntry, site: Site) {
  const words = wordsOf(entry.inLanguage, site.language, site.timeZone);
  const { count } = countSources(entry.rendering.sources);
  return {
    url: storyUrl(site, entry.slug),
    headline: entry.headline,
    summary: entry.abstract,
    ...labelsOf(entry, site, words),
    language: entry.inLanguage,
    published: entry.datePublished,
    changed: lastChange(entry).toISOString(),
    authors: entry.author.map(({ name }) => name),
    topics: entry.keywords,
    sources: count,
    corrections: entry.correction,
  };
}

/** Returns the labels and notices that a story's page shows. */
const labelsOf = (
  entry: Pick<FeedEntry, 'inLanguage' | 'provenance' | 'rendering'>,
  site: Site,
  words: Words,
) => ({
  summaryMadeBy: madeBy(entry.provenance.abstract, words),
  analysisMadeBy: madeBy(entry.provenance.articleBody, words),
  notice: storyNotice(entry, site),
  singleSource: countSources(entry.rendering.sources).count === 1 ? words.messages.singleSource : null,
});

/** Returns a revision as data, with where its statement and the keys can be checked. */
export const versionAsData = (
  { statement, hash, signature, keyId, who }: PublicRevision,
  { slug }: { slug: string },
  site: Site,
) => ({
  revision: statement.revision,
  action: statement.action,
  since: statement.at,
  reason: statement.reason,
  hash,
  previous: statement.previous,
  record: statement.record,
  signature,
  keyId,
  ...(who === undefined ? {} : { who }),
  statement,
  history: `${storyUrl(site, slug)}/history.json`,
  keys: site.url + KEYS_PATH,
});

/** Returns a story with all that readers see of it: each source and each claim has the link that leads to its quoted words. */
export function wholeStory(
  { article: found, history, slug }: Extract<FoundStory, { article: unknown }>,
  site: Site,
) {
  const { related, later = [], observations = [], ...article } = found;
  const words = wordsOf(article.inLanguage, site.language, site.timeZone);
  const { articleBodyHtml, ...json } = storyAsJson(article, site, observations);
  const data = withoutNulls(json) as typeof json;
  // Sources and claims say the same, numbered and checked.
  const { citation, isBasedOn, evidence, ...record } = data.record;
  const sources = article.rendering.sources.map((source) =>
    asFound(
      source,
      observations.find(({ url }) => url === source.url),
    ),
  );
  const [version] = history?.revisions.slice(-1) ?? [];
  return {
    ...data,
    record,
    ...labelsOf(article, site, words),
    changed: lastChange(article).toISOString(),
    version: version ? versionAsData(version, { slug }, site) : null,
    sources: sources.map((source, index) => ({
      ...(data.sources[index] as ListedSource),
      link: toUri(sentenceUrl(source)),
    })),
    claims: article.rendering.claims.map((claim, index) => ({
      ...(data.claims[index] as (typeof data.claims)[number]),
      links: claimLinks(claim, sources).map(({ number, url }) => ({ number, url: toUri(url) })),
    })),
    later: later.map((story) => ({ url: storyUrl(site, story.slug), headline: story.headline })),
  };
}
