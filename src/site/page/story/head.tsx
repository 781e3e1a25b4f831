import { timeIn } from '../../../language/wall-time.ts';
import { type Site, topicTitle } from '../../../settings/site.ts';
import { summaryText } from '../../edition/content.ts';
import { authorUrls } from '../../edition/people.ts';
import { documentUri, RECORD_RELATIONS } from '../../export/record-uri.ts';
import { onOneLine } from '../../export/reference.ts';
import type { Article } from '../../story/article.ts';
import { lastChange } from '../../story/story.ts';
import { aiDisclosure, disclosureAttributes } from './provenance.tsx';

/**
 * Metadata of a story's page for programs, besides that of every page: Open Graph's of an article, Mastodon's tag and Zotero's `dc.type`.
 * It states nothing that the record does not.
 */
export function StoryHead({ article, site }: { article: Article; site: Site }) {
  const { keywords, author, provenance } = article;
  const topics = keywords.map((topic) => topicTitle(site, topic));
  const [published, changed] = [Date.parse(article.datePublished), lastChange(article).getTime()];
  const { 'ai-disclosure': disclosure } = disclosureAttributes(provenance.abstract, site);
  const properties: [string, string | undefined][] = [
    // In the newsroom's time zone: programs take the day that is written here, which has to be that of the page.
    ['article:published_time', timeIn(site.timeZone, published)],
    ['article:modified_time', changed > published ? timeIn(site.timeZone, changed) : undefined],
    ['article:section', topics[0]],
  ];
  const names: [string, string | undefined][] = [
    ['fediverse:creator', site.fediverse ?? undefined],
    // Without this, Zotero saves an article as a web page.
    ['dc.type', 'newspaperArticle'],
    ['ai-disclosure', disclosure === aiDisclosure(provenance.articleBody) ? disclosure : undefined],
  ];
  return (
    <>
      {properties.map(([property, content]) =>
        content ? <meta property={property} content={content} /> : '',
      )}
      {names.map(([name, content]) => (content ? <meta name={name} content={content} /> : ''))}
      {site.publication ? (
        <>
          <link rel={RECORD_RELATIONS.document} href={documentUri(site.publication, article.identifier)} />
          <link rel={RECORD_RELATIONS.publication} href={site.publication} />
        </>
      ) : (
        ''
      )}
      {article.license ? <link rel="license" href={article.license} /> : ''}
      {author.map(({ name }) => (
        <meta name="author" content={name} />
      ))}
      {author.map((each) => {
        const url = authorUrls(each, site).page;
        return url ? <meta property="article:author" content={url} /> : '';
      })}
      {topics.map((topic) => (
        <meta property="article:tag" content={topic} />
      ))}
    </>
  );
}

/**
 * Metadata by which reference managers save a story: its language, its licence, and the whole TL;DR with its label. These names are
 * Dublin Core's and PRISM's, because Citoid takes whatever has Highwire's (`citation_…`) for an article of a journal.
 */
export function CitingHead({ article, site }: { article: Article; site: Site }) {
  const rights = article.license ?? site.license;
  return (
    <>
      <meta name="dc.language" content={article.inLanguage} />
      {rights ? <meta name="dcterms.rights" content={rights} /> : ''}
      <meta name="prism.teaser" content={onOneLine(summaryText(article, site))} />
    </>
  );
}
