import type {
  Claim,
  CorrectionComment,
  CreativeWork,
  NewsArticle,
  Organization,
  Person,
  Quotation,
  WebPageElement,
  WithContext,
} from 'schema-dts';
import { DIGITAL_SOURCE_TYPE } from '../../edition/formats/disclosure.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { pictureUrl, type Site, storyUrl, topicTitle } from '../../site.ts';
import type { Article, ListedSource } from '../../story/article.ts';
import { evidenceAsData } from '../../story/claims.ts';
import { storyNotice } from '../../story/notice.ts';
import { lastChange, type PartProvenance } from '../../story/story.ts';

/** A type of schema.org whose members may all be undefined, because JSON leaves those out. */
type Stated<T, Name extends string> =
  Extract<T, { '@type': Name }> extends infer Type
    ? { [Member in keyof Type]?: Type[Member] | undefined }
    : never;

/** The URLs of IPTC's digital source types: schema.org's, or IPTC's own if schema.org has none, as for content that people made. */
const SOURCE_TYPE_URLS = {
  trainedAlgorithmicMedia: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
  compositeWithTrainedAlgorithmicMedia:
    'https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource',
  composite: 'https://schema.org/CompositeDigitalSource',
  digitalCreation: `${DIGITAL_SOURCE_TYPE}digitalCreation`,
} as const;

type Agent = Stated<Person, 'Person'> | Stated<Organization, 'Organization'>;

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

/** Returns the list, or undefined if it is empty. */
const nonEmpty = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/**
 * Returns the story as JSON-LD: one object of schema.org's type NewsArticle, the only form that Mastodon reads.
 */
export function structuredData(article: Article, site: Site): string {
  const { slug, image, provenance, rendering } = article;
  const { responsible } = site;
  const url = storyUrl(site, slug);
  const changed = lastChange(article);
  const people = article.author.map(
    ({ name, url: page }): Agent => ({ '@type': 'Person', name, url: page ?? undefined }),
  );
  const newsroom = site.authors.map(
    ({ name, url: page }): Agent => ({ '@type': 'Organization', name, url: page }),
  );
  const publisher: Stated<Organization, 'Organization'> = {
    '@type': 'Organization',
    name: site.title,
    url: `${site.url}/`,
    logo: site.logo.url,
    publishingPrinciples: site.publishingPrinciples ?? undefined,
  };
  const story: Stated<NewsArticle, 'NewsArticle'> & Pick<WithContext<NewsArticle>, '@context'> = {
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
    author: (nonEmpty(people) ?? newsroom) as Person[],
    publisher: publisher as Organization,
    accountablePerson: responsible
      ? ({ '@type': 'Person', name: responsible.name, url: responsible.url } as Person)
      : undefined,
    image: image
      ? {
          '@type': 'ImageObject',
          url: pictureUrl(site, image),
          ...(image.caption ? { caption: image.caption } : {}),
          ...(image.credit ? { creditText: image.credit } : {}),
        }
      : undefined,
    keywords: nonEmpty(article.keywords.map((topic) => topicTitle(site, topic))),
    license: article.license ?? undefined,
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
  return toJsonLd(story);
}

/**
 * Returns the claims of the TL;DR as JSON-LD; undefined if none has evidence. They are an object of their own, further down the
 * page, because some programs read only the beginning of a page.
 */
export function structuredClaims(article: Article, site: Site): string | undefined {
  const { claims } = evidenceAsData(article, site);
  if (claims.length === 0) return undefined;
  const summary: Stated<WebPageElement, 'WebPageElement'> & Pick<WithContext<WebPageElement>, '@context'> = {
    '@context': 'https://schema.org',
    '@type': 'WebPageElement',
    cssSelector: '#tldr',
    isPartOf: storyUrl(site, article.slug),
    interpretedAsClaim: claims.map(toClaim) as Claim[],
  };
  return toJsonLd(summary);
}

/** Returns JSON without `<`, `>` and `&`, so it is safe in a `script` element, even for readers that decode entities there. */
const toJsonLd = (object: object): string =>
  JSON.stringify(object).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
