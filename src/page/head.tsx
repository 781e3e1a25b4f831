import { isolateIfUnbalanced } from '../lib/bidi.ts';
import { type Site, storyUrl, topicTitle } from '../site.ts';
import type { Article } from '../story/article.ts';
import { lastChange } from '../story/story.ts';
import { aiDisclosure, disclosureAttributes } from './provenance.tsx';

/** The most characters of a description; it stands in the head twice, whose beginning is all that some programs read. */
const DESCRIPTION_LIMIT = 300;

/** The TL;DR as a page's description: on one line, and shortened between two words. */
export function descriptionOf(abstract: string): string {
  const line = abstract.replace(/\s+/g, ' ').trim();
  if (line.length <= DESCRIPTION_LIMIT) return line;
  const cut = line.slice(0, DESCRIPTION_LIMIT - 1);
  const end = cut.lastIndexOf(' ');
  // A text without spaces is cut between two characters.
  const whole = end > DESCRIPTION_LIMIT / 2 ? cut.slice(0, end) : Array.from(cut).slice(0, -1).join('');
  return `${whole}…`;
}

/** A language as Open Graph writes it: `pt_BR`; without a territory where the record has none. */
function openGraphLocale(tag: string): string {
  const { language, region } = new Intl.Locale(tag);
  return region ? `${language}_${region}` : language;
}

/**
 * What a story's page says for programs: Open Graph (https://ogp.me), Twitter's and Mastodon's tags and Zotero's
 * `dc.type`. Nothing in it that the record does not say.
 */
export function StoryHead({ article, site }: { article: Article; site: Site }) {
  const { headline, keywords, author, provenance } = article;
  const topics = keywords.map((topic) => topicTitle(site, topic));
  const changed = lastChange(article);
  const { 'ai-disclosure': disclosure } = disclosureAttributes(provenance.abstract, site);
  const properties: [string, string | undefined][] = [
    ['og:type', 'article'],
    ['og:site_name', site.title],
    ['og:title', isolateIfUnbalanced(headline)],
    ['og:description', descriptionOf(article.abstract)],
    ['og:url', storyUrl(site, article.slug)],
    ['og:locale', openGraphLocale(article.inLanguage)],
    ['article:published_time', article.datePublished],
    [
      'article:modified_time',
      changed.getTime() > Date.parse(article.datePublished) ? changed.toISOString() : undefined,
    ],
    ['article:section', topics[0]],
  ];
  const names: [string, string | undefined][] = [
    ['fediverse:creator', site.fediverse ?? undefined],
    // Without it, Zotero takes an article for a web page.
    ['dc.type', 'newspaperArticle'],
    ['ai-disclosure', disclosure === aiDisclosure(provenance.articleBody) ? disclosure : undefined],
  ];
  return (
    <>
      {properties.map(([property, content]) =>
        content ? <meta property={property} content={content} /> : '',
      )}
      {names.map(([name, content]) => (content ? <meta name={name} content={content} /> : ''))}
      {article.license ? <link rel="license" href={article.license} /> : ''}
      {(author.length > 0 ? author : site.authors).map(({ name }) => (
        <meta name="author" content={name} />
      ))}
      {author.map(({ url }) => (url ? <meta property="article:author" content={url} /> : ''))}
      {topics.map((topic) => (
        <meta property="article:tag" content={topic} />
      ))}
    </>
  );
}
