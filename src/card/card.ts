import { wordsOf } from '../language/words.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { type Site, storyUrl } from '../site.ts';
import { type Article, countSources } from '../story/article.ts';
import { isQuotedByProgram, originLabel } from '../story/notice.ts';
import type { PartProvenance } from '../story/story.ts';

// A story's card is the picture that other sites and apps show with a link to it. Its words come only from the record.

/** The size of every card, in pixels. Apps show pictures of this size large. */
export const CARD_SIZE = { width: 1200, height: 630 };

/** The version of the design. Raise it when the design changes, so that every card is drawn again. */
const DESIGN_VERSION = 1;

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
  /** The newsroom's colour, like `#0b57a4`, if it has chosen one. */
  accent?: string;
}

type CardSource = Pick<Article, 'headline' | 'inLanguage' | 'datePublished' | 'provenance' | 'slug'> & {
  rendering: Pick<Article['rendering'], 'sources'>;
};

/** The words of labels: English, because the sans typeface has only Latin letters. */
const english = wordsOf('en', 'en');

/** Returns the label of the TL;DR. The label of quotations is shorter than elsewhere, because it stands beside the facts. */
function labelOf(part: PartProvenance | null): string | null {
  if (isQuotedByProgram(part)) return 'TL;DR quotes its sources';
  const label = originLabel(part, english);
  return label === undefined ? null : `TL;DR is ${label}`;
}

/** Makes the card of a story. */
export function cardOfStory(article: CardSource, site: Site): Card {
  const { headline, inLanguage, datePublished, provenance, rendering } = article;
  const { count, areNews } = countSources(rendering.sources);
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
  return {
    ...cardOfSite(site),
    headline,
    language: inLanguage,
    facts: [
      day.format(new Date(datePublished)),
      ...(count > 0 ? [`${count} ${areNews ? 'news ' : ''}source${count === 1 ? '' : 's'}`] : []),
    ],
    label: labelOf(provenance.abstract),
  };
}

/** Makes the card of the site, for pages that have none of their own. */
export const cardOfSite = (site: Pick<Site, 'title' | 'tagline' | 'language' | 'brand'>): Card => ({
  headline: null,
  language: site.language,
  site: site.title,
  tagline: site.tagline,
  facts: [],
  label: null,
  ...(site.brand.accent ? { accent: site.brand.accent.light } : {}),
});

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

/** Returns the URL of a story's card. It changes with the card, so caches may keep the card for ever. */
export const storyCardUrl = (article: CardSource, site: Site) =>
  `${storyUrl(site, article.slug)}/card.png?v=${cardVersion(cardOfStory(article, site))}`;

/** The picture that programs show with a link to a page. */
export interface CardLink {
  url: string;
  altText: string;
}

/** Returns the card for a story's page. */
export const storyCardLink = (article: CardSource, site: Site): CardLink => ({
  url: storyCardUrl(article, site),
  altText: cardAltText(cardOfStory(article, site)),
});

/** Returns the card for other pages. */
export const siteCardLink = (site: Site): CardLink => ({
  url: siteCardUrl(site),
  altText: cardAltText(cardOfSite(site)),
});

/** Returns the URL of the site's card, a file in `data/public`. */
export const siteCardUrl = (site: Site) => `${site.url}/card.png`;

/** Returns the alternative text of a card. */
export const cardAltText = ({ headline, site, facts, label }: Card): string =>
  [headline && isolateIfUnbalanced(headline), site, ...facts, label]
    .filter((part) => part !== null)
    .join(' · ');
