import { contentHtml, summaryText } from '../edition/content.ts';
import { toEntry } from '../edition/edition.ts';
import { type Site, topicTitle } from '../site.ts';
import type { Article } from '../story/article.ts';
import { lastChange } from '../story/story.ts';
import { cutText } from './cut-text.ts';
import { toPlainText } from './plain-text.ts';
import { recordKey } from './record-key.ts';

// The newsroom and its stories as records on ATProto, by the lexicons of https://standard.site. Nothing here is a post, so nobody's
// timeline shows it.

const PUBLICATION = 'site.standard.publication';
export const DOCUMENT = 'site.standard.document';
/** The `rel` of a link to a record. */
export const RECORD_RELATIONS = { publication: PUBLICATION, document: DOCUMENT } as const;
/** Where the publication's record is named, so that others believe the record: https://standard.site/docs/verification. */
export const PUBLICATION_PATH = `/.well-known/${PUBLICATION}`;

/** What the lexicons allow. */
const NAME = { bytes: 5000, graphemes: 500 };
const DESCRIPTION = { bytes: 30_000, graphemes: 3000 };
const TAG = { bytes: 1280, graphemes: 128 };
/** The lexicon does not limit the text, but Bluesky's servers take no JSON of more than 150 kB. */
const TEXT = { bytes: 100_000 };

export interface PublicationRecord {
  $type: typeof PUBLICATION;
  /** Without a slash at its end: a document's `path` continues it. */
  url: string;
  name: string;
  description: string;
  preferences: { showInDiscover: boolean };
}

export interface DocumentRecord {
  $type: typeof DOCUMENT;
  /** The URI of the publication. With the site's URL in its place, Bluesky shows no card. */
  site: string;
  path: string;
  title: string;
  description: string;
  textContent: string;
  publishedAt: string;
  updatedAt?: string;
  tags?: string[];
}

/** Returns the URI of the newsroom's record in the repository of an account, by its DID. */
export const publicationUri = (did: string, site: Pick<Site, 'taggingEntity'>): string =>
  `at://${did}/${PUBLICATION}/${recordKey(`tag:${site.taggingEntity}:publication`)}`;

/** Returns the URI of a story's record in the repository of its publication. */
export const documentUri = (publication: string, identifier: string): string =>
  `${publication.slice(0, publication.indexOf(PUBLICATION))}${DOCUMENT}/${recordKey(identifier)}`;

export const toPublicationRecord = (site: Site): PublicationRecord => ({
  $type: PUBLICATION,
  url: site.url,
  name: cutText(site.title, NAME),
  description: cutText(site.tagline, DESCRIPTION),
  // Readers of ATProto list publications as search engines list pages.
  preferences: { showInDiscover: site.usage?.search !== false },
});

/**
 * Returns a story's record. Its description is the TL;DR, which says so if people did not write it alone; its text is what feeds have:
 * TL;DR, notice, corrections, analysis and sources.
 */
export function toDocumentRecord(article: Article, site: Site, publication: string): DocumentRecord {
  const entry = toEntry(article);
  const published = new Date(article.datePublished);
  const changed = lastChange(article);
  return {
    $type: DOCUMENT,
    site: publication,
    path: `/stories/${article.slug}`,
    title: cutText(article.headline, NAME),
    description: cutText(summaryText(entry, site), DESCRIPTION),
    textContent: cutText(toPlainText(contentHtml(entry, site)), TEXT),
    publishedAt: published.toISOString(),
    ...(changed > published ? { updatedAt: changed.toISOString() } : {}),
    ...(article.keywords.length > 0
      ? { tags: article.keywords.map((topic) => cutText(topicTitle(site, topic), TAG)) }
      : {}),
  };
}
