import { fillMessage } from '../../language/messages.ts';
import { directionOf, formatDay, type Words, wordsOf } from '../../language/words.ts';
import { canReorder, isolate, isolateIfUnbalanced } from '../../lib/bidi.ts';
import { escapeHtml } from '../../lib/html.ts';
import { pictureUrl, type Site, storyUrl } from '../../settings/site.ts';
import { fileUpTo, sizesOf } from '../pictures/facts.ts';
import type { Claim } from '../story/article.ts';
import { FEED_WIDTH, withPictureUrls } from '../story/body-picture.ts';
import { claimLinks, contradictions } from '../story/claims.ts';
import { originDetails, originLabel, storyNotice } from '../story/notice.ts';
import { HTML, type Markup, sourceLine } from '../story/sources/source-line.ts';
import { altText, type PartProvenance, type Picture } from '../story/story.ts';
import type { FeedEntry } from './edition.ts';

/** Returns a part's label with its details: "AI-generated; reviewed by a person"; undefined if it has no label. */
export function disclosure(part: PartProvenance | null, words: Words): string | undefined {
  const label = originLabel(part, words);
  return label && [label, ...originDetails(part, words)].join(words.messages.betweenDetails);
}

/** Returns the label of the TL;DR. `origin` says how it was made, if people did not write it alone. */
export const summaryLabel = ({ messages }: Words, origin: string | undefined) =>
  origin ? fillMessage(messages.summaryLabelled, { disclosure: origin }) : messages.summaryUnlabelled;

/** Returns the TL;DR as plain text. If people did not write it alone, it begins with a label that says so. */
export function summaryText(
  entry: Pick<FeedEntry, 'inLanguage' | 'provenance' | 'abstract'>,
  site: Pick<Site, 'language' | 'timeZone'>,
): string {
  const words = wordsOf(entry.inLanguage, site.language, site.timeZone);
  const label = originLabel(entry.provenance.abstract, words);
  return label ? `${summaryLabel(words, label)} ${entry.abstract}` : entry.abstract;
}

/**
 * Returns the text for a picture's `media:description`: the alternative text, as Mastodon writes it there, because Media RSS has no element
 * for it; or else the caption, which the content has, too. We write no `media:title`, which some readers would take for the story's title.
 */
export const mediaDescription = (picture: Picture): string | null => altText(picture) || null;

/** Returns the story's picture as feeds show it: in a size that fits them, if there is one. */
export const feedPicture = ({ pictures }: Pick<FeedEntry, 'pictures'>, image: Picture): Picture =>
  fileUpTo(FEED_WIDTH, image, pictures);

/** Up to this width, a picture is a thumbnail: it is large enough for a list of stories in a feed reader. */
const THUMBNAIL_WIDTH = 640;

/**
 * Returns the attributes of each `media:thumbnail` of the picture, the largest first, because Media RSS has them in the order of their
 * importance; none if it has no smaller sizes.
 */
export const feedThumbnails = (
  { image, pictures }: Pick<FeedEntry, 'image' | 'pictures'>,
  site: Site,
): Record<string, string | number>[] =>
  (image ? sizesOf(image.url, pictures) : [])
    .filter(({ width }) => width <= THUMBNAIL_WIDTH)
    .toReversed()
    .map(({ url, width, height }) => ({ url: pictureUrl(site, { url }), width, height }));

/**
 * Renders the story's picture with its caption. The credit gets its own line, because no punctuation mark would separate it from
 * the caption well in every language.
 */
function figure(picture: Picture, site: Site): string {
  const { caption, credit, width, height } = picture;
  const image = `<img src="${escapeHtml(pictureUrl(site, picture))}" alt="${escapeHtml(altText(picture))}" width="${width}" height="${height}">`;
  const beneath = [
    caption === null ? '' : escapeHtml(caption),
    credit === null ? '' : `<small>${escapeHtml(credit)}</small>`,
  ].filter(Boolean);
  return `<figure>${image}${beneath.length > 0 ? `<figcaption>${beneath.join('<br>')}</figcaption>` : ''}</figure>\n`;
}

/**
 * Writes the TL;DR. Each claim ends with the numbers of the sources that support it, and each number leads to the words there; if
 * these words state something else than the claim, it says so. The numbers have brackets for readers that drop `sup`: "in
 * 2025[1]" is not "in 20251".
 */
export function writeSummary(
  entry: FeedEntry,
  site: Site,
  words: Words,
  { lines, link, raised, small, text: written }: Markup,
  lang = '',
): string {
  const { abstract, rendering } = entry;
  const { messages } = words;
  const parts: string[] = [];
  let from = 0;
  for (const claim of rendering.claims) {
    const end = abstract.slice(0, claim.end).trimEnd().length;
    const links = claimLinks(claim, rendering.sources).map(({ number, url }) =>
      link(url, written(`[${number}]`)),
    );
    const shown = (said: string) => (words.direction === 'rtl' || canReorder(said) ? isolate(said) : said);
    const lacking = site.evidence === 'off' ? [] : contradictions(claim, shown);
    parts.push(lines(isolateIfUnbalanced(abstract.slice(from, end))), raised(links.join('')));
    for (const [message, values] of lacking)
      parts.push(` ${small(lines(fillMessage(messages[message], values)), lang)}`);
    from = end;
  }
  return [...parts, lines(isolateIfUnbalanced(abstract.slice(from)))].join('');
}

/**
 * Renders the whole story, or its summary, as HTML for any feed reader: only elements that readers keep, and no anchors, classes or
 * styles. Words replace the page's design; they are in the story's language, or marked with their own.
 */
export function contentHtml(entry: FeedEntry, site: Site): string {
  const { provenance, correction, image, rendering } = entry;
  const words = wordsOf(entry.inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const lang = words.tag === entry.inLanguage ? '' : ` lang="${words.tag}" dir="${words.direction}"`;
  const bodyOrigin = disclosure(provenance.articleBody, words);
  const label = escapeHtml(summaryLabel(words, disclosure(provenance.abstract, words)));
  const summary = [
    `<p><strong${lang}>${label}</strong> ${writeSummary(entry, site, words, HTML, lang)}</p>\n`,
    // Not in italics, because Arabic and Chinese have none.
    `<p${lang}><small>${escapeHtml(storyNotice(entry, site))}</small></p>\n`,
    ...correction.map(({ text, datePublished }) => {
      const when = fillMessage(messages.correction, { date: formatDay(words, datePublished) });
      return `<p><strong${lang}>${escapeHtml(when)}</strong> ${HTML.lines(text)}</p>\n`;
    }),
  ];
  const analysis = [
    image ? figure(feedPicture(entry, image), site) : '',
    // A heading and not an `<hr>`: every reader shows it, even as plain text, and the analysis's own headings are one level
    // lower.
    `<h2${lang}>${messages.analysis}</h2>\n`,
    bodyOrigin
      ? `<p${lang}><small>${escapeHtml(fillMessage(messages.analysisDisclosure, { disclosure: bodyOrigin }))}</small></p>\n`
      : '',
    withPictureUrls(rendering.feed, site.url, entry.pictures),
  ];
  const sources = (claims: readonly Claim[]) =>
    rendering.sources.length > 0
      ? `<h2${lang}>${messages.sources}</h2>\n<ol>\n${rendering.sources.map((source) => `<li>${sourceLine(source, words, claims)}</li>\n`).join('')}</ol>\n`
      : '';
  const link = `<p${lang}><a href="${escapeHtml(storyUrl(site, entry.slug))}">${escapeHtml(messages.wholeStory)}</a></p>\n`;
  // In a summary, the numbers of the TL;DR lead to the words that support it. They need not be said again.
  const content = entry.isSummary
    ? [...summary, sources([]), link].join('')
    : [...summary, ...analysis, sources(rendering.claims)].join('');
  // The div is needed because no feed format can state an entry's direction. A reader that drops it still keeps its content.
  return directionOf(entry.inLanguage) === 'rtl' ? `<div dir="rtl">\n${content}</div>\n` : content;
}
