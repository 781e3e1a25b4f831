import { summaryLabel } from '../edition/content.ts';
import { wordsOf } from '../language/words.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { toPrintable } from '../lib/characters.ts';
import { escapeHtml } from '../lib/html.ts';
import { type Site, storyUrl } from '../site.ts';
import type { Article } from '../story/article.ts';
import { canonicalUrl } from '../story/fields.ts';
import { aiLabel, storyNotice } from '../story/notice.ts';
import type { OembedFormat } from './addresses.ts';

/** The most that the embedding page has room for, in pixels. */
export interface EmbedLimits {
  width: number;
  height: number;
}

/** What is embedded is no wider, as lines grow too long to read. */
const EMBED_WIDTH = 600;

/** Seconds for which an embedding site may keep what it got; then it sees corrections and a withdrawal. */
const CACHE_AGE_SECONDS = 3600;

/** The response of a provider for type `rich` (https://oembed.com section 2.3.4). */
interface OembedResponse {
  version: '1.0';
  type: 'rich';
  title: string;
  author_name?: string;
  author_url?: string;
  provider_name: string;
  provider_url: string;
  cache_age: number;
  width: number;
  height: number;
  html: string;
}

/** Height in pixels of paragraphs as a browser sets them of itself, at 16 px; rather too much than too little. */
function heightOf(paragraphs: readonly string[], width: number): number {
  const lines = paragraphs.map((text) =>
    text
      .split('\n')
      // Characters of East Asian scripts, and all that are written in two units, are as wide as two.
      .map((line) => line.length + (line.match(/[\u1100-\u11FF\u2E80-\uD7AF\uF900-\uFFEF]/g)?.length ?? 0))
      .reduce((sum, length) => sum + Math.max(1, Math.ceil((length * 9) / Math.max(width - 80, 80))), 0),
  );
  return 32 + lines.reduce((sum, count) => sum + count * 20 + 16, 0);
}

/**
 * What another site shows of a story: headline, TL;DR and notice, in plain elements. Where there is no room for the TL;DR,
 * it is left out as a whole, as a part of it might say something else.
 */
function embed(
  article: Article,
  site: Site,
  room: EmbedLimits,
): Pick<OembedResponse, 'width' | 'height' | 'html'> {
  const words = wordsOf(article.inLanguage, site.language);
  const label = aiLabel(article.provenance.abstract, words);
  const tldr = `${summaryLabel(words, label)} ${article.abstract}`;
  const said = storyNotice(article, site);
  const url = escapeHtml(storyUrl(site, article.slug));
  const width = Math.min(room.width, EMBED_WIDTH);
  const whole = heightOf([article.headline, tldr, said, site.title], width);
  const fits = whole <= room.height;
  const height = fits ? whole : heightOf([article.headline, said, site.title], width);
  const language = escapeHtml(article.inLanguage);
  const html = [
    `<blockquote cite="${url}">`,
    `<p lang="${language}" dir="auto"><strong><a href="${url}">${escapeHtml(article.headline)}</a></strong></p>`,
    fits ? `<p lang="${language}" dir="auto">${escapeHtml(tldr).replace(/\r?\n/g, '<br>')}</p>` : '',
    `<p lang="${words.tag}" dir="${words.direction}"><small>${escapeHtml(said)}</small></p>`,
    `<p><a href="${escapeHtml(site.url)}/">${escapeHtml(site.title)}</a></p>`,
    '</blockquote>',
  ].join('');
  return { width, height: Math.min(height, room.height), html };
}

function toXml(response: OembedResponse): string {
  const elements = Object.entries(response).map(
    ([name, value]) => `  <${name}>${escapeHtml(toPrintable(String(value)))}</${name}>\n`,
  );
  return `<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>\n${elements.join('')}</oembed>\n`;
}

/** The story as an oEmbed 1.0 response. */
export function renderOembed(article: Article, site: Site, format: OembedFormat, room: EmbedLimits): string {
  const [author] = article.author;
  const response: OembedResponse = {
    version: '1.0',
    type: 'rich',
    title: isolateIfUnbalanced(article.headline),
    ...(author
      ? { author_name: article.author.map(({ name }) => isolateIfUnbalanced(name)).join(', ') }
      : {}),
    // There is room for one address, so it is given where the story has one author.
    ...(author?.url && article.author.length === 1 ? { author_url: canonicalUrl(author.url) } : {}),
    provider_name: site.title,
    provider_url: `${site.url}/`,
    cache_age: CACHE_AGE_SECONDS,
    ...embed(article, site, room),
  };
  return format === 'json' ? toPrintable(JSON.stringify(response)) : toXml(response);
}
