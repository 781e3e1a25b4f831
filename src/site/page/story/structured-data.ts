import type {
  Claim,
  CorrectionComment,
  CreativeWork,
  NewsArticle,
  Organization,
  Person,
  Quotation,
  WebPageElement,
} from 'schema-dts';
import { wordsOf } from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { pictureUrl, type Site, storyUrl } from '../../../settings/site.ts';
import { CARD_SIZE, storyCardLink } from '../../card/card.ts';
import type { FeedEntry } from '../../edition/edition.ts';
import { DIGITAL_SOURCE_TYPE } from '../../edition/formats/disclosure.ts';
import { authorUrls } from '../../edition/people.ts';
import { topicName } from '../../edition/topic-name.ts';
import type { Article, ListedSource, Translation } from '../../story/article.ts';
import { evidenceAsData } from '../../story/claims.ts';
import type { NamesIn } from '../../story/field-places.ts';
import { statedLines } from '../../story/line-fields.ts';
import { storyNotice } from '../../story/notice.ts';
import { lastChange, type PartProvenance } from '../../story/story.ts';
import { originalOf } from '../../story/translations.ts';
import {
  breadcrumbs,
  newsroomAsData,
  nonEmpty,
  personAsData,
  pictureAsData,
  type Root,
  type Stated,
  toJsonLd,
  wayTo,
} from '../metadata/json-ld.ts';

/** The URLs of IPTC's digital source types: schema.org's, or IPTC's own if schema.org has none, as for content that people made. */
const SOURCE_TYPE_URLS = {
  trainedAlgorithmicMedia: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
  compositeWithTrainedAlgorithmicMedia:
    'https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource',
  composite: 'https://schema.org/CompositeDigitalSource',
  digitalCreation: `${DIGITAL_SOURCE_TYPE}digitalCreation`,
} as const;

type Agent = Stated<Person, 'Person'> | Stated<Organization, 'Organization'>;

/** Returns an author whom the record calls an organisation. */
function organizationAsData(
  author: Article['author'][number],
  site: Site,
): Stated<Organization, 'Organization'> {
  const { page, elsewhere } = authorUrls(author, site);
  return { '@type': 'Organization', name: author.name, url: page, sameAs: nonEmpty(elsewhere) };
}

/** Returns a source as a `CreativeWork`, because the record does not say exactly what it is: a standard, a law, an interview. */
function toCitation(source: ListedSource): Stated<CreativeWork, 'CreativeWork'> {
  const { url, name, publisher, datePublished, archivedAt } = source;
  return {
    '@type': 'CreativeWork',
    url,
    name: name ?? undefined,
    publisher: publisher ? { '@type': 'Organization', name: publisher.name } : undefined,
    datePublished: datePublished ?? undefined,
    archivedAt: archivedAt ?? undefined,
  };
}

/** Returns a claim of the TL;DR. schema.org has words for the quotations that it rests on, but for no check of them. */
const toClaim = ({
  claim,
  evidence,
}: ReturnType<typeof evidenceAsData>['claims'][number]): Stated<Claim, 'Claim'> => ({
  '@type': 'Claim',
  text: claim,
  citation: evidence.map(
    ({ url, quote }): Quotation => ({ '@type': 'Quotation', text: quote.exact, isBasedOn: url }),
  ),
});

/** Returns the element that says how a part of the page was made, if the record states it. */
function toPart(
  cssSelector: string,
  part: PartProvenance | null,
): Stated<WebPageElement, 'WebPageElement'>[] {
  if (!part?.digitalSourceType) return [];
  // The types of schema-dts allow only schema.org's own values; the property accepts any URL.
  const digitalSourceType = SOURCE_TYPE_URLS[
    part.digitalSourceType
  ] as (typeof SOURCE_TYPE_URLS)['trainedAlgorithmicMedia'];
  return [{ '@type': 'WebPageElement', cssSelector, digitalSourceType }];
}

/** Returns what the story translates, or its translations. Other translations of its original are that one's. */
function translationsAsData(
  article: FeedEntry,
  site: Site,
): Pick<Root<NewsArticle, 'NewsArticle'>, 'translationOfWork' | 'workTranslation'> {
  const asData = ({ slug, inLanguage }: Translation): Stated<NewsArticle, 'NewsArticle'> => ({
    '@type': 'NewsArticle',
    url: storyUrl(site, slug),
    inLanguage,
  });
  const original = originalOf(article);
  if (!original) return {};
  return original.slug === article.slug
    ? { workTranslation: article.translations?.map(asData) as NewsArticle[] }
    : { translationOfWork: asData(original) as NewsArticle };
}

/** The properties that the rows of a story's fields name, without that of its claims, which have a script of their own. */
type StoryProperty = Exclude<NamesIn<'jsonLd'>, 'interpretedAsClaim'>;

/**
 * Returns the story as JSON-LD: one object of schema.org's type NewsArticle, the only form that Mastodon reads.
 */
export const structuredData = (article: FeedEntry, site: Site): string =>
  toJsonLd(storyAsData(article, site));

/** Returns what `structuredData` writes. */
export function storyAsData(article: FeedEntry, site: Site): Root<NewsArticle, 'NewsArticle'> {
  const { slug, image, provenance, rendering } = article;
  const { responsible } = site;
  const url = storyUrl(site, slug);
  const words = wordsOf(article.inLanguage, site.language);
  const changed = lastChange(article);
  const newsroom = site.authors.map(
    ({ name, url: page }): Agent => ({ '@type': 'Organization', name, url: page }),
  );
  const authors = article.author.map((author): Agent => {
    if (author.type === 'Organization') return organizationAsData(author, site);
    // Whoever writes under the newsroom's own name is no person, unless the record says so.
    const own = author.type === 'Person' ? undefined : newsroom.find(({ name }) => name === author.name);
    return own ?? personAsData(author, site);
  });
  const story: Root<NewsArticle, 'NewsArticle'> & Record<StoryProperty, unknown> = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    additionalType: 'https://schema.org/AnalysisNewsArticle',
    headline: isolateIfUnbalanced(article.headline),
    abstract: article.abstract,
    url,
    identifier: article.identifier,
    datePublished: article.datePublished,
    dateModified: changed.getTime() > Date.parse(article.datePublished) ? changed.toISOString() : undefined,
    inLanguage: article.inLanguage,
    ...translationsAsData(article, site),
    author: (nonEmpty(authors) ?? newsroom) as Person[],
    publisher: newsroomAsData(site) as Organization,
    accountablePerson: responsible ? (personAsData(responsible, site) as Person) : undefined,
    image: image
      ? {
          ...pictureAsData({ url: pictureUrl(site, image), width: image.width, height: image.height }),
          ...(image.caption ? { caption: image.caption } : {}),
          ...(image.credit ? { creditText: image.credit } : {}),
        }
      : pictureAsData({ url: storyCardLink(article, site).url, ...CARD_SIZE }),
    keywords: nonEmpty(article.keywords.map((topic) => topicName(site, topic, words).name)),
    license: article.license ?? site.license ?? undefined,
    ...(Object.assign({}, ...statedLines(article).map(({ row, value }) => row.schemaOrg(value))) as object),
    backstory: storyNotice(article, site),
    correction: nonEmpty(
      article.correction.map(
        ({ text, datePublished }): CorrectionComment => ({
          '@type': 'CorrectionComment',
          text,
          datePublished,
        }),
      ),
    ),
    hasPart: nonEmpty([
      ...toPart('#tldr', provenance.abstract),
      ...toPart('#analysis', provenance.articleBody),
    ]) as WebPageElement[] | undefined,
    isBasedOn: nonEmpty(rendering.sources.filter(({ isBasedOn }) => isBasedOn).map((source) => source.url)),
    citation: nonEmpty(rendering.sources.map(toCitation)) as CreativeWork[] | undefined,
  };
  return story;
}

/** Returns the way to the story as JSON-LD, from the front page over its first topic. */
export function storyBreadcrumbs({ headline, slug, keywords }: Article, site: Site): string {
  const [topic] = keywords;
  return toJsonLd(
    breadcrumbs([
      ...wayTo(topic ? `topic:${topic}` : 'all', site),
      { name: isolateIfUnbalanced(headline), url: storyUrl(site, slug) },
    ]),
  );
}

/**
 * Returns the claims of the TL;DR as JSON-LD; undefined if none has evidence. They are an object of their own, further down the
 * page, because some programs read only the beginning of a page.
 */
export function structuredClaims(article: Article, site: Site): string | undefined {
  const { claims } = evidenceAsData(article, site);
  if (claims.length === 0) return undefined;
  const summary: Root<WebPageElement, 'WebPageElement'> = {
    '@context': 'https://schema.org',
    '@type': 'WebPageElement',
    cssSelector: '#tldr',
    isPartOf: storyUrl(site, article.slug),
    interpretedAsClaim: claims.map(toClaim) as Claim[],
  };
  return toJsonLd(summary);
}
