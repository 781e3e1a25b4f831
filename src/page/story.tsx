import { raw } from 'hono/html';
import { cardLink } from '../card/card.ts';
import { scopePath } from '../edition/scope.ts';
import { EXPORTS, exportUrl, oembedUrl } from '../export/addresses.ts';
import { type Site, storyUrl, topicTitle } from '../site.ts';
import { type Article, type ListedSource, sourceAnchor, useAnchor } from '../story/article.ts';
import { aiDetails, aiLabel, notice } from '../story/notice.ts';
import { sourceName } from '../story/publisher.ts';
import { sourceLine } from '../story/source-line.ts';
import type { PartProvenance } from '../story/story.ts';
import { Facts } from './facts.tsx';
import { Day, renderLayout } from './layout.tsx';

/** The letter of a source's nth use: a, b, … z, aa, ab. */
const useLetter = (use: number): string =>
  (use > 26 ? useLetter(Math.floor((use - 1) / 26)) : '') + String.fromCharCode(97 + ((use - 1) % 26));

function Source({ source, slug }: { source: ListedSource; slug: string }) {
  const uses = Array.from({ length: source.uses }, (_, index) => index + 1);
  return (
    <li id={sourceAnchor(slug, source.number)}>
      {raw(sourceLine(source))}
      {uses.length > 0 ? (
        <span class="uses">
          {' ↩'}
          {uses.map((use) => (
            <a href={`#${useAnchor(slug, source.number, use)}`} role="doc-backlink">
              {useLetter(use)}
              <span class="hidden">{`: back to where ${sourceName(source)} is cited`}</span>
            </a>
          ))}
        </span>
      ) : (
        ''
      )}
    </li>
  );
}

/** The label of a part that AI wrote, and what else is stated of how it came to be. */
function Label({ part }: { part: PartProvenance | null }) {
  const label = aiLabel(part);
  if (!label) return '';
  const details = aiDetails(part).join('; ');
  return (
    <>
      <span class="label">{label}</span>
      {details ? <small>{` ${details}`}</small> : ''}
    </>
  );
}

/** The story itself. Everything that must survive a reader view stands in the article, in plain elements. */
export function StoryArticle({ article, site }: { article: Article; site: Site }) {
  const { slug, headline, abstract, rendering, provenance, image, keywords } = article;
  return (
    <article lang={article.inLanguage} dir="auto">
      <h1>{headline}</h1>
      <Facts story={article} site={site} withAuthors />
      <section class="tldr" id="tldr" aria-labelledby="tldr-heading">
        <h2 id="tldr-heading">
          {'TL;DR '}
          <Label part={provenance.abstract} />
        </h2>
        <p>{abstract}</p>
      </section>
      <div class="notice" role="note" id="disclosure">
        <p>{notice(article, site)}</p>
      </div>
      {article.correction.map(({ text, datePublished }) => (
        <div class="correction">
          <p>
            <strong>
              {'Correction, '}
              <Day time={datePublished} language={site.language} />
              {': '}
            </strong>
            {text}
          </p>
        </div>
      ))}
      {image ? (
        <figure>
          <img
            src={image.url}
            alt={image.caption ?? ''}
            width={image.width}
            height={image.height}
            referrerpolicy="no-referrer"
          />
          {image.caption ? <figcaption>{image.caption}</figcaption> : ''}
        </figure>
      ) : (
        ''
      )}
      <section id="analysis" aria-labelledby="analysis-heading">
        <h2 id="analysis-heading">
          {'Analysis '}
          <Label part={provenance.articleBody} />
        </h2>
        {raw(rendering.page)}
      </section>
      {rendering.sources.length > 0 ? (
        <section class="sources" role="doc-endnotes" aria-labelledby="sources-heading">
          <h2 id="sources-heading">Sources</h2>
          <ol>
            {rendering.sources.map((source) => (
              <Source source={source} slug={slug} />
            ))}
          </ol>
        </section>
      ) : (
        ''
      )}
      {keywords.length > 0 ? (
        <p class="facts">
          {'Topics: '}
          {keywords.map((topic, index) => (
            <>
              {index > 0 ? ', ' : ''}
              <a href={scopePath(`topic:${topic}`)}>{topicTitle(site, topic)}</a>
            </>
          ))}
        </p>
      ) : (
        ''
      )}
      {article.license ? (
        <p class="facts">
          {'Licence of this story: '}
          <a href={article.license} rel="license">
            {article.license}
          </a>
        </p>
      ) : (
        ''
      )}
    </article>
  );
}

/** What programs find the story by: the record in other forms, and what may be embedded of it. */
const alternatesOf = ({ slug, headline }: Article, site: Site) => [
  ...(['md', 'json'] as const).map((format) => ({
    type: EXPORTS[format].type,
    title: EXPORTS[format].title,
    href: exportUrl(site, slug, format),
  })),
  { type: 'application/json+oembed', title: headline, href: oembedUrl(site, slug, 'json') },
  { type: 'text/xml+oembed', title: headline, href: oembedUrl(site, slug, 'xml') },
];

/** The page of one story. */
export function renderStoryPage(article: Article, site: Site): string {
  const { slug, headline, abstract, keywords } = article;
  return renderLayout({
    site,
    title: headline,
    description: abstract,
    url: storyUrl(site, slug),
    card: cardLink(article, site),
    scopes: ['all', ...keywords.map((topic) => `topic:${topic}` as const)],
    alternates: alternatesOf(article, site),
    children: <StoryArticle article={article} site={site} />,
  });
}
