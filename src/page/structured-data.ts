import type {
  CorrectionComment,
  CreativeWork,
  NewsArticle,
  Organization,
  Person,
  WebPageElement,
  WithContext,
} from 'schema-dts';
import { DIGITAL_SOURCE_TYPE } from '../edition/json-feed.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { pictureUrl, type Site, storyUrl, topicTitle } from '../site.ts';
import type { Article, ListedSource } from '../story/article.ts';
import { storyNotice } from '../story/notice.ts';
import { lastChange, type PartProvenance } from '../story/story.ts';

/** One type of schema.org, of whose members any may say nothing: JSON leaves them out. */
type Stated<T, Name extends string> =
  Extract<T, { '@type': Name }> extends infer Type
    ? { [Member in keyof Type]?: Type[Member] | undefined }
    : never;

/** IPTC's digital source types as schema.org names them; it has none for what people made, so that one is IPTC's own. */
const SOURCE_TYPES = {
  trainedAlgorithmicMedia: 'https://schema.org/TrainedAlgorithmicMediaDigitalSource',
  compositeWithTrainedAlgorithmicMedia:
    'https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource',
  digitalCreation: `${DIGITAL_SOURCE_TYPE}digitalCreation`,
} as const;

type Agent = Stated<Person, 'Person'> | Stated<Organization, 'Organization'>;

/** What a source is, the record does not say: most are news, some are a standard or a law. */
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

/** How a part of the page came to be, where the record says it. */
function toPart(
  cssSelector: string,
  part: PartProvenance | null,
): Stated<WebPageElement, 'WebPageElement'>[] {
  if (!part?.digitalSourceType) return [];
  // schema-dts knows the members of schema.org's enumeration alone; the property takes any.
  const digitalSourceType = SOURCE_TYPES[
    part.digitalSourceType
  ] as (typeof SOURCE_TYPES)['trainedAlgorithmicMedia'];
  return [{ '@type': 'WebPageElement', cssSelector, digitalSourceType }];
}

/** A list, or nothing where it would be empty. */
const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/**
 * The story as schema.org has it, in JSON-LD: one object of the type NewsArticle, as Mastodon reads no other form. No `<`,
 * `>` or `&` is in it, so that it can stand in a `script` element and survives a reader that decodes entities there.
 */
export function structuredData(article: Article, site: Site): string {
  const { slug, image, provenance, rendering } = article;
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
    mainEntityOfPage: url,
    identifier: article.identifier,
    datePublished: article.datePublished,
    dateModified: changed.getTime() > Date.parse(article.datePublished) ? changed.toISOString() : undefined,
    inLanguage: article.inLanguage,
    author: (some(people) ?? newsroom) as Person[],
    publisher: publisher as Organization,
    image: image
      ? {
          '@type': 'ImageObject',
          url: pictureUrl(site, image),
          ...(image.caption ? { caption: image.caption } : {}),
          ...(image.credit ? { creditText: image.credit } : {}),
        }
      : undefined,
    keywords: some(article.keywords.map((topic) => topicTitle(site, topic))),
    license: article.license ?? undefined,
    backstory: storyNotice(article, site),
    correction: some(
      article.correction.map(
        ({ text, datePublished }): CorrectionComment => ({
          '@type': 'CorrectionComment',
          text,
          datePublished,
        }),
      ),
    ),
    hasPart: some([
      ...toPart('#tldr', provenance.abstract),
      ...toPart('#analysis', provenance.articleBody),
    ]) as WebPageElement[] | undefined,
    isBasedOn: some(rendering.sources.filter(({ isBasedOn }) => isBasedOn).map((source) => source.url)),
    citation: some(rendering.sources.map(toCitation)) as CreativeWork[] | undefined,
  };
  return JSON.stringify(story).replace(
    /[<>&]/g,
    (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
  );
}
