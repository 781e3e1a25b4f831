import { fillMessage } from '../../language/messages.ts';
import { formatDay, formatNumber, pluralForm, type Words, wordsOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { pictureUrl, type Site, storyUrl } from '../../settings/site.ts';
import type { Brand } from '../brand/brand-schema.ts';
import { fileUpTo } from '../pictures/facts.ts';
import { type Article, countSources } from '../story/article.ts';
import { isQuotedByProgram, originLabel } from '../story/notice.ts';
import type { PartProvenance, Picture } from '../story/story.ts';

// A story's card is the picture that other sites and apps show with a link to it. Its words come only from the record.

/** The size of every card, in pixels. Apps show pictures of this size large. */
export const CARD_SIZE = { width: 1200, height: 630 };

/** The version of the design. Raise it when the design changes, so that every card is drawn again. */
const DESIGN_VERSION = 4;

/** The words of a card. */
export interface Card {
  /** `null` for the card of the site itself. */
  headline: string | null;
  /** The language of the headline. */
  language: string;
  site: string;
  tagline: string;
  /** The day of publication, and the number of sources, if any. */
  facts: string[];
  /** The label of a TL;DR that people did not write alone, or null. */
  label: string | null;
  /** The language of facts and label. */
  factsLanguage: string;
  /** The language of the site's name and tagline. */
  siteLanguage: string;
  /** The story's picture, if it has one that can be drawn. */
  picture: CardPicture | null;
  /** The newsroom's colour, like `#0b57a4`, if it has chosen one. */
  accent?: string;
  /** The typeface of the headline and of the site's name, if it is not the serif. */
  face?: CardFace;
  /** The newsroom's logo, if it has one that can be drawn. */
  logo?: CardLogo;
}

/** A typeface of cards, and the path of the newsroom's own font file, if it has one. */
export interface CardFace {
  typeface: 'serif' | 'sans';
  file: string | null;
}

/** A logo on a card: its path, and its size in pixels. */
export interface CardLogo {
  file: string;
  width: number;
  height: number;
}

/** A picture on a card: its absolute URL, and its size in pixels. */
export type CardPicture = Pick<Picture, 'url' | 'width' | 'height'>;

type CardSource = Pick<
  Article,
  'headline' | 'inLanguage' | 'datePublished' | 'provenance' | 'slug' | 'image' | 'pictures'
> & {
  rendering: Pick<Article['rendering'], 'sources'>;
};

/** Returns the label of the TL;DR. It is shorter than elsewhere, because it stands beside the facts. */
function labelOf(part: PartProvenance | null, words: Words): string | null {
  const { cardSummary, cardQuoted } = words.messages;
  if (isQuotedByProgram(part)) return cardQuoted;
  const disclosure = originLabel(part, words);
  return disclosure === undefined ? null : fillMessage(cardSummary, { disclosure });
}

/** Returns how many publishers a story has as sources: the message that names them, without the names. */
function countText(count: number, areNews: boolean, words: Words): string {
  const { newsSources, countedSources } = words.messages;
  const form = pluralForm(words, areNews ? newsSources : countedSources, count);
  return fillMessage(form.replace(/\s*[:：]\s*\{names\}$/, ''), { count: formatNumber(words, count) });
}

/** The formats of pictures that the renderer can decode. */
const DRAWABLE = ['image/jpeg', 'image/png', 'image/webp'];

/** A picture that is smaller than this both ways, in pixels, would look like an icon on a card. */
const SMALLEST_PICTURE = 200;

/** The widest size of a picture that a card needs, in pixels. */
const WIDEST_PICTURE = 640;

/** Returns the story's picture in a size that fits, if its format can be drawn and it is not too small. */
function pictureOf(
  { image, pictures }: Pick<CardSource, 'image' | 'pictures'>,
  site: Site,
): CardPicture | null {
  if (!image || Math.max(image.width, image.height) < SMALLEST_PICTURE) return null;
  const fitting = fileUpTo(WIDEST_PICTURE, image, pictures);
  const file = [fitting, image].find(({ encodingFormat }) => DRAWABLE.includes(encodingFormat));
  return file ? { url: pictureUrl(site, file), width: file.width, height: file.height } : null;
}

/** Returns the title face as cards have it; undefined if it is the serif. */
function faceOf({ face }: Brand): CardFace | undefined {
  const [stack, file] = typeof face === 'object' ? [face.fallback, face.file] : [face, null];
  const typeface = stack === 'grotesque' || stack === 'narrow' ? 'sans' : 'serif';
  return file === null && typeface === 'serif' ? undefined : { typeface, file };
}

/** Returns the logo for light backgrounds; undefined if there is none, or if its format cannot be drawn. */
function logoOf({ logo }: Brand): CardLogo | undefined {
  if (!logo || !/\.(svg|png|webp|jpe?g)$/.test(logo.light)) return undefined;
  return { file: logo.light, width: logo.width, height: logo.height };
}

/** Makes the card of a story. Facts and label are in the story's language if the program has words in it, else in the site's. */
export function cardOfStory(article: CardSource, site: Site): Card {
  const { headline, inLanguage, datePublished, provenance, rendering } = article;
  const words = wordsOf(inLanguage, site.language, site.timeZone);
  const { count, areNews } = countSources(rendering.sources);
  return {
    ...cardOfSite(site),
    headline,
    language: inLanguage,
    facts: [formatDay(words, datePublished), ...(count > 0 ? [countText(count, areNews, words)] : [])],
    label: labelOf(provenance.abstract, words),
    factsLanguage: words.tag,
    picture: pictureOf(article, site),
  };
}

/** Makes the card of the site, for pages that have none of their own. */
export function cardOfSite(site: Pick<Site, 'title' | 'tagline' | 'language' | 'brand'>): Card {
  const [face, logo] = [faceOf(site.brand), logoOf(site.brand)];
  return {
    headline: null,
    language: site.language,
    site: site.title,
    tagline: site.tagline,
    facts: [],
    label: null,
    factsLanguage: site.language,
    siteLanguage: site.language,
    picture: null,
    ...(site.brand.accent ? { accent: site.brand.accent.light } : {}),
    ...(face ? { face } : {}),
    ...(logo ? { logo } : {}),
  };
}

/**
 * Returns the format of a card: PNG, which keeps letters sharp, or JPEG if it shows a picture, because a photo as PNG takes more
 * bytes than messengers load. It does not depend on whether the picture could be read.
 */
export const cardFormat = ({ picture }: Pick<Card, 'picture'>) => (picture === null ? 'png' : 'jpeg');

/**
 * Returns a hash of a card's words and design: 16 hex digits, 64-bit FNV-1a over code points. It only has to tell the versions of a
 * story's card apart, and unlike `crypto.subtle` it is synchronous.
 */
export function cardVersion(card: Card): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of `${DESIGN_VERSION}${JSON.stringify(card)}`) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** The picture that programs show with a link to a page. */
export interface CardLink {
  url: string;
  /** Its media type, if known. */
  type?: string;
  /** Its size in pixels. */
  width: number;
  height: number;
  altText: string;
}

/** Returns the card for a story's page. Its URL changes with the card, so caches may keep the card for ever. */
export function storyCardLink(article: CardSource, site: Site): CardLink {
  const card = cardOfStory(article, site);
  const format = cardFormat(card);
  return {
    url: `${storyUrl(site, article.slug)}/card.${format === 'png' ? 'png' : 'jpg'}?v=${cardVersion(card)}`,
    type: `image/${format}`,
    ...CARD_SIZE,
    altText: cardAltText(card),
  };
}

/** Returns the card for other pages. */
export const siteCardLink = (site: Site): CardLink => ({
  url: siteCardUrl(site),
  type: 'image/png',
  ...CARD_SIZE,
  altText: cardAltText(cardOfSite(site)),
});

/** Returns the URL of the site's card, a file in `data/public`. */
export const siteCardUrl = (site: Site) => `${site.url}/card.png`;

/** Returns the alternative text of a card. */
export const cardAltText = ({ headline, site, facts, label }: Card): string =>
  [headline && isolateIfUnbalanced(headline), site, ...facts, label]
    .filter((part) => part !== null)
    .join(' · ');
