import { wordsOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { toPrintable } from '../../lib/characters.ts';
import { escapeHtml } from '../../lib/html.ts';
import { toUri } from '../../lib/uri.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import { storyCardLink } from '../card/card.ts';
import { summaryLabel } from '../edition/content.ts';
import type { Article } from '../story/article.ts';
import { originLabel, storyNotice } from '../story/notice.ts';
import type { OembedFormat } from './addresses.ts';

/** The largest size that the embedding page allows, in pixels; `Infinity` if it sets no limit. */
export interface EmbedLimits {
  width: number;
  height: number;
}

/** The largest width of an embedded story, in pixels: longer lines would be hard to read. */
const MAX_EMBED_WIDTH = 600;

/** Seconds for which an embedding site may keep the response, and so may miss a correction or withdrawal. */
const CACHE_AGE_SECONDS = 3600;

/** A response of type `rich` (https://oembed.com section 2.3.4). */
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
  thumbnail_url?: string;
  thumbnail_width?: number;
  thumbnail_height?: number;
}

/** Estimates the height of paragraphs in a browser's default style at 16 px, in pixels. Overestimates rather than underestimates. */
function estimateHeight(paragraphs: readonly string[], width: number): number {
  const lines = paragraphs.map((text) =>
    text
      .split('\n')
      // East Asian characters count twice, and so do characters of two UTF-16 units, such as emoji.
      .map((line) => line.length + (line.match(/[\u1100-\u11FF\u2E80-\uD7AF\uF900-\uFFEF]/g)?.length ?? 0))
      .reduce((sum, length) => sum + Math.max(1, Math.ceil((length * 9) / Math.max(width - 80, 80))), 0),
  );
  return 32 + lines.reduce((sum, count) => sum + count * 20 + 16, 0);
}

/**
 * Renders the part of a story that other sites show: headline, TL;DR and notice, in plain elements. A TL;DR that does not fit is
 * left out as a whole, because a part of it could mean something else.
 */
function embedStory(
  article: Article,
  site: Site,
  room: EmbedLimits,
): Pick<OembedResponse, 'width' | 'height' | 'html'> {
  const words = wordsOf(article.inLanguage, site.language);
  const label = originLabel(article.provenance.abstract, words);
  const tldr = `${summaryLabel(words, label)} ${article.abstract}`;
  const said = storyNotice(article, site);
  const url = escapeHtml(storyUrl(site, article.slug));
  const width = Math.min(room.width, MAX_EMBED_WIDTH);
  const whole = estimateHeight([article.headline, tldr, said, site.title], width);
  const fits = whole <= room.height;
  const height = fits ? whole : estimateHeight([article.headline, said, site.title], width);
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

/** Returns the card as the story's thumbnail; nothing if it is larger than the embedding page allows (oEmbed, section 2.3.4). */
function thumbnailOf(
  article: Article,
  site: Site,
  room: EmbedLimits,
): Pick<OembedResponse, 'thumbnail_url' | 'thumbnail_width' | 'thumbnail_height'> {
  const { url, width, height } = storyCardLink(article, site);
  if (width > room.width || height > room.height) return {};
  return { thumbnail_url: url, thumbnail_width: width, thumbnail_height: height };
}

/** Renders the story as an oEmbed 1.0 response. */
export function renderOembed(article: Article, site: Site, format: OembedFormat, room: EmbedLimits): string {
  const [author] = article.author;
  const response: OembedResponse = {
    version: '1.0',
    type: 'rich',
    title: isolateIfUnbalanced(article.headline),
    ...(author
      ? { author_name: article.author.map(({ name }) => isolateIfUnbalanced(name)).join(', ') }
      : {}),
    // oEmbed allows one author URL, so a story with several authors has none.
    ...(author?.url && article.author.length === 1 ? { author_url: toUri(author.url) } : {}),
    provider_name: site.title,
    provider_url: `${site.url}/`,
    cache_age: CACHE_AGE_SECONDS,
    ...embedStory(article, site, room),
    ...thumbnailOf(article, site, room),
  };
  return format === 'json' ? toPrintable(JSON.stringify(response)) : toXml(response);
}
