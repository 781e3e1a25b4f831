import { authorUrls } from '../../edition/people.ts';
import { documentUri, RECORD_RELATIONS } from '../../export/record-uri.ts';
import { type Site, topicTitle } from '../../site.ts';
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
  const changed = lastChange(article);
  const { 'ai-disclosure': disclosure } = disclosureAttributes(provenance.abstract, site);
  const properties: [string, string | undefined][] = [
    ['article:published_time', article.datePublished],
    [
      'article:modified_time',
      changed.getTime() > Date.parse(article.datePublished) ? changed.toISOString() : undefined,
    ],
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
      {(author.length > 0 ? author : site.authors).map(({ name }) => (
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
