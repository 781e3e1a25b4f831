import { formatList, wordsOf } from '../../language/words.ts';
import { toPrintableJson } from '../../lib/characters.ts';
import { toUri } from '../../lib/uri.ts';
import { pictureUrl, type Site, storyUrl, topicTitle } from '../../settings/site.ts';
import { contentHtml, summaryText } from '../edition/content.ts';
import { toEntry } from '../edition/edition.ts';
import { DIGITAL_SOURCE_TYPE } from '../edition/formats/disclosure.ts';
import { scopeUrl } from '../edition/scope.ts';
import { sizesOf } from '../pictures/facts.ts';
import { type Article, withUris } from '../story/article.ts';
import { atomId } from '../story/identifier.ts';
import { hasAiShare, storyNotice } from '../story/notice.ts';
import { sourceName } from '../story/sources/publisher-name.ts';
import { lastChange, type Picture } from '../story/story.ts';

// ninjs 3.2, in which news agencies exchange stories: https://iptc.org/std/ninjs/. Its schema allows no members of one's own.

const SCHEMA = 'http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json#';

/** Leaves out the members that are null or undefined. */
const stated = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));

/**
 * Returns what the whole story is, of which TL;DR and analysis may be of different kinds; undefined if the record does not say. If AI had a
 * share in either, it says so.
 */
function digitalSourceType({ provenance }: Pick<Article, 'provenance'>): string | undefined {
  const [one, other] = [provenance.abstract, provenance.articleBody];
  const kind = one?.digitalSourceType ?? undefined;
  if (kind === (other?.digitalSourceType ?? undefined)) return kind;
  return hasAiShare(one) || hasAiShare(other) ? 'compositeWithTrainedAlgorithmicMedia' : undefined;
}

/** Returns the story's picture as an object of its own, with its sizes. */
function toPicture(picture: Picture, { pictures }: Pick<Article, 'pictures'>, site: Site) {
  const files = [
    { ...picture, name: 'original' },
    ...sizesOf(picture.url, pictures).map((size) => ({ ...size, name: String(size.width) })),
  ];
  const descriptions = Object.entries({ caption: picture.caption, alternativeText: picture.alt });
  return stated({
    name: 'image',
    rel: 'image',
    uri: pictureUrl(site, picture),
    type: 'picture',
    by: picture.credit,
    descriptions: descriptions.flatMap(([role, value]) => (value === null ? [] : [{ role, value }])),
    renditions: files.map((file) => ({
      name: file.name,
      href: pictureUrl(site, file),
      contentType: file.encodingFormat,
      width: file.width,
      height: file.height,
    })),
  });
}

/**
 * Renders the story as a ninjs document. Its body is what feed readers get, so that labels, notice, corrections and sources go along;
 * what the TL;DR says of itself is beside it.
 */
export function renderNinjs(published: Article, site: Site): string {
  const article = withUris(published);
  const { inLanguage, image, license, correction } = article;
  const words = wordsOf(inLanguage, site.language);
  const authors = article.author.length > 0 ? article.author : site.authors;
  const kind = digitalSourceType(article);
  const licence = license ?? site.license;
  const document = stated({
    standard: { name: 'ninjs', version: '3.2', schema: SCHEMA },
    uri: toUri(atomId(article.identifier, site.taggingEntity)),
    type: 'text',
    representationType: 'full',
    pubStatus: 'usable',
    firstCreated: new Date(article.datePublished).toISOString(),
    versionCreated: lastChange(article).toISOString(),
    language: inLanguage,
    slugline: article.slug,
    by: formatList(
      words,
      authors.map(({ name }) => name),
    ),
    headlines: [{ role: 'main', value: article.headline }],
    descriptions: [
      { role: 'summary', contentType: 'text/plain', value: summaryText(article, site) },
      { role: 'notice', contentType: 'text/plain', value: storyNotice(article, site) },
      ...correction.map(({ text }) => ({ role: 'correction', contentType: 'text/plain', value: text })),
    ],
    bodies: [{ role: 'main', contentType: 'text/html', value: contentHtml(toEntry(published), site) }],
    subjects: article.keywords.map((topic) => ({
      name: topicTitle(site, topic),
      rel: 'about',
      uri: scopeUrl(site, `topic:${topic}`),
    })),
    places: article.contentLocation ? [{ name: article.contentLocation, rel: 'about' }] : undefined,
    infoSources: article.rendering.sources.map((source) => ({
      name: sourceName(source),
      role: source.isBasedOn ? 'isBasedOn' : 'citation',
      uri: source.url,
    })),
    renditions: [{ name: 'web', href: storyUrl(site, article.slug), contentType: 'text/html' }],
    associations: image ? [toPicture(image, article, site)] : undefined,
    copyrightNotice: site.copyright,
    rightsInfo: licence ? { linkedRights: licence } : undefined,
    digitalSourceType: kind ? { name: kind, uri: `${DIGITAL_SOURCE_TYPE}${kind}` } : undefined,
  });
  return `${toPrintableJson(JSON.stringify(document, null, 2))}\n`;
}
