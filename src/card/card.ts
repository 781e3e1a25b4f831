import { wordsOf } from '../language/words.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { type Site, storyUrl } from '../site.ts';
import { type Article, countNewsSources } from '../story/article.ts';
import { aiLabel } from '../story/notice.ts';

// The card of a story is the picture that goes with its link where it is shared. Its words come from the record alone.

/** The size of every card, in pixels: what Open Graph's readers show large. */
export const CARD_SIZE = { width: 1200, height: 630 };

/** Raised when the same words would be drawn otherwise, so that every card is drawn anew. */
const DESIGN_VERSION = 1;

/** What a card says. */
export interface Card {
  /** `null` for the card of the site itself. */
  headline: string | null;
  /** The language of the headline. */
  language: string;
  site: string;
  tagline: string;
  /** When the story was published and how many news sources it has, as far as it has any. */
  facts: string[];
  /** How the TL;DR came to be, where the record says that AI had a share in it. */
  label: string | null;
}

type Carded = Pick<Article, 'headline' | 'inLanguage' | 'datePublished' | 'provenance' | 'slug'> & {
  rendering: Pick<Article['rendering'], 'sources'>;
};

/** The card's own words; its typeface has the letters of no other script. */
const english = wordsOf('en', 'en');

/** The card of a story. */
export function cardOf(article: Carded, site: Site): Card {
  const { headline, inLanguage, datePublished, provenance, rendering } = article;
  const count = countNewsSources(rendering.sources);
  const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
  const label = aiLabel(provenance.abstract, english);
  return {
    ...siteCard(site),
    headline,
    language: inLanguage,
    facts: [
      day.format(new Date(datePublished)),
      ...(count > 0 ? [`${count} news source${count === 1 ? '' : 's'}`] : []),
    ],
    label: label ? `TL;DR is ${label}` : null,
  };
}

/** The card of the site, which stands in where a story has none. */
export const siteCard = (site: Pick<Site, 'title' | 'tagline' | 'language'>): Card => ({
  headline: null,
  language: site.language,
  site: site.title,
  tagline: site.tagline,
  facts: [],
  label: null,
});

/**
 * A short name of what a card shows: the same words have the same version. It is FNV-1a of 64 bits over code points,
 * which needs no waiting as SHA-256 does here; it tells a story's cards from each other, and protects nothing.
 */
export function cardVersion(card: Card): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of `${DESIGN_VERSION}${JSON.stringify(card)}`) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0) ?? 0)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}

/** Where a story's card is. The address changes with what the card shows, so that it may be kept for ever. */
export const cardUrl = (article: Carded, site: Site) =>
  `${storyUrl(site, article.slug)}/card.png?v=${cardVersion(cardOf(article, site))}`;

/** A picture that goes with a link: its address, and what it shows in words. */
export interface CardLink {
  url: string;
  text: string;
}

/** The card of a story, for the page that it belongs to. */
export const cardLink = (article: Carded, site: Site): CardLink => ({
  url: cardUrl(article, site),
  text: cardText(cardOf(article, site)),
});

/** The card of the site, for pages that have none of their own. */
export const siteCardLink = (site: Site): CardLink => ({
  url: siteCardUrl(site),
  text: cardText(siteCard(site)),
});

/** Where the card of the site is: a file of `data/public`. */
export const siteCardUrl = (site: Site) => `${site.url}/card.png`;

/** What a card shows, in words, for whoever cannot see it. */
export const cardText = ({ headline, site, facts, label }: Card): string =>
  [headline && isolateIfUnbalanced(headline), site, ...facts, label]
    .filter((part) => part !== null)
    .join(' · ');
