import { type Site, topicTitle } from '../../settings/site.ts';
import { BACKGROUNDS, INKS, LINKS } from '../brand/palette.ts';
import { contentHtml, summaryText } from '../edition/content.ts';
import { toEntry } from '../edition/edition.ts';
import type { Article } from '../story/article.ts';
import { lastChange } from '../story/story.ts';
import { cutText } from './cut-text.ts';
import { toPlainText } from './plain-text.ts';
import { RECORD_RELATIONS } from './record-uri.ts';

// The newsroom and its stories as records on ATProto, by the lexicons of https://standard.site. Nothing here is a post, so nobody's
// timeline shows it.

/** What the lexicons allow. */
const NAME = { bytes: 5000, graphemes: 500 };
const DESCRIPTION = { bytes: 30_000, graphemes: 3000 };
const TAG = { bytes: 1280, graphemes: 128 };
/** The lexicon does not limit the text, but Bluesky's servers take no JSON of more than 150 kB. */
const TEXT = { bytes: 100_000 };

interface Colour {
  $type: 'site.standard.theme.color#rgb';
  /** From 0 to 255, like the others. */
  r: number;
  g: number;
  b: number;
}

export interface PublicationRecord {
  $type: typeof RECORD_RELATIONS.publication;
  /** Without a slash at its end: a document's `path` continues it. */
  url: string;
  name: string;
  description: string;
  basicTheme: { $type: 'site.standard.theme.basic' } & Record<
    'background' | 'foreground' | 'accent' | 'accentForeground',
    Colour
  >;
  preferences: { showInDiscover: boolean };
}

export interface DocumentRecord {
  $type: typeof RECORD_RELATIONS.document;
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

/** Reads a colour like `#0b57a4`. */
function toColour(colour: string): Colour {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return { $type: 'site.standard.theme.color#rgb', r, g, b };
}

export const toPublicationRecord = (site: Site): PublicationRecord => ({
  $type: RECORD_RELATIONS.publication,
  url: site.url,
  name: cutText(site.title, NAME),
  description: cutText(site.tagline, DESCRIPTION),
  // `data/site.json` accepts only an accent that is legible on the page, so the page's colour is legible on the accent.
  basicTheme: {
    $type: 'site.standard.theme.basic',
    background: toColour(site.brand.paper?.light ?? BACKGROUNDS.light.page),
    foreground: toColour(INKS.light),
    accent: toColour(site.brand.accent?.light ?? LINKS.light),
    accentForeground: toColour(site.brand.paper?.light ?? BACKGROUNDS.light.page),
  },
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
    $type: RECORD_RELATIONS.document,
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
