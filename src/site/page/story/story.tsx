import { raw } from 'hono/html';
import { creatorOf } from '../../../fediverse/documents/accounts.ts';
import { fillMessage } from '../../../language/messages.ts';
import { timeIn } from '../../../language/wall-time.ts';
import {
  factSeparator,
  formatNumber,
  languageAttributes,
  ownNameOf,
  type Words,
  wordsOf,
} from '../../../language/words.ts';
import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import { type Site, storyUrl } from '../../../settings/site.ts';
import { storyCardLink } from '../../card/card.ts';
import { summaryText } from '../../edition/content.ts';
import { authorUrls, personOf } from '../../edition/people.ts';
import { type Scope, scopePath, seriesScope } from '../../edition/scope.ts';
import { authorScopesOf, languageScopesOf } from '../../edition/story-scopes.ts';
import { topicName } from '../../edition/topic-name.ts';
import { EXPORTS, exportUrl, oembedUrl } from '../../export/addresses.ts';
import { documentUri, RECORD_RELATIONS } from '../../export/record-uri.ts';
import { onOneLine } from '../../export/reference.ts';
import { type PictureFacts, sourceSet } from '../../pictures/facts.ts';
import { type Article, countSources, type RelatedStory, withUris } from '../../story/article.ts';
import { withSizes } from '../../story/body-picture.ts';
import { statedLines } from '../../story/line-fields.ts';
import { hasAiShare, storyNotice } from '../../story/notice.ts';
import { readingMinutes } from '../../story/reading-time.ts';
import type { Observation } from '../../story/sources/observation.ts';
import { altText, lastChange, type Picture } from '../../story/story.ts';
import { originalOf, versionsOf } from '../../story/translations.ts';
import { reportPath } from '../error-report.tsx';
import { CountedSources, NewsroomAsAuthor, StoryDates } from '../facts.tsx';
import { HeadlineList, HeadlineWords, isLongHeadline } from '../headlines.tsx';
import { renderLayout } from '../layout.tsx';
import { Day, DottedList, Message, WordedList } from '../message.tsx';
import { makeDescription } from '../metadata/description.ts';
import { withAttributions } from './attributions.ts';
import { Making } from './making.tsx';
import { withNotes } from './notes.ts';
import { listPassages } from './passages.ts';
import { aiDisclosure, disclosureAttributes, OriginLabel } from './provenance.tsx';
import { CitationSection, ShareSection } from './share.tsx';
import { Source } from './source.tsx';
import { storyBreadcrumbs, structuredClaims, structuredData } from './structured-data.ts';
import { Summary } from './summary.tsx';

/**
 * Metadata of a story's page for programs, besides that of every page: Open Graph's of an article, Mastodon's tag and Zotero's `dc.type`.
 * It states nothing that the record does not.
 */
function StoryHead({ article, site }: { article: Article; site: Site }) {
  const { keywords, author, provenance } = article;
  const words = wordsOf(article.inLanguage, site.language);
  const topics = keywords.map((topic) => topicName(site, topic, words).name);
  const [published, changed] = [Date.parse(article.datePublished), lastChange(article).getTime()];
  const original = originalOf(article);
  const { 'ai-disclosure': disclosure } = disclosureAttributes(provenance.abstract, site);
  const properties: [string, string | undefined][] = [
    // In the newsroom's time zone: programs take the day that is written here, which has to be that of the page.
    ['article:published_time', timeIn(site.timeZone, published)],
    ['article:modified_time', changed > published ? timeIn(site.timeZone, changed) : undefined],
    ['article:section', topics[0]],
  ];
  const names: [string, string | undefined][] = [
    ['fediverse:creator', creatorOf(article, site)],
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
      {versionsOf(article).map(({ slug, inLanguage }) => (
        <link rel="alternate" hreflang={inLanguage} href={storyUrl(site, slug)} />
      ))}
      {original ? <link rel="alternate" hreflang="x-default" href={storyUrl(site, original.slug)} /> : ''}
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
function CitingHead({ article, site }: { article: Article; site: Site }) {
  const rights = article.license ?? site.license;
  return (
    <>
      <meta name="dc.language" content={article.inLanguage} />
      {rights ? <meta name="dcterms.rights" content={rights} /> : ''}
      <meta name="prism.teaser" content={onOneLine(summaryText(article, site))} />
    </>
  );
}

/** Earlier stories that share topics and sources with this one. */
function Related({ stories, words }: { stories: readonly RelatedStory[]; words: Words }) {
  if (stories.length === 0) return '';
  return (
    <section
      class="part screen social"
      aria-labelledby="related-heading"
      lang={words.tag}
      dir={words.direction}
    >
      <h2 id="related-heading">{words.messages.related}</h2>
      <HeadlineList stories={stories} hrefOf={({ slug }) => `/stories/${slug}`} words={words} />
    </section>
  );
}

/** The stories that follow this one, the newest first. */
function Later({ stories, words }: { stories: readonly RelatedStory[]; words: Words }) {
  if (stories.length === 0) return '';
  const links = stories.map(({ slug, headline, inLanguage }) => (
    <a href={`/stories/${slug}`} {...languageAttributes(inLanguage, words)}>
      {isolateIfUnbalanced(headline)}
    </a>
  ));
  const text = <DottedList items={links} />;
  return (
    <p class="facts">
      <Message text={words.messages.labelled} values={{ label: words.messages.later, text }} />
    </p>
  );
}

/** The authors of the story. Those of the newsroom link to their page on this site, others to what the record says. */
function Authors({ author, site, words }: { author: Article['author']; site: Site; words: Words }) {
  const names = author.map((each) => {
    const { name } = each;
    const url = authorUrls(each, site).page;
    return url ? (
      <a class="p-author h-card" href={url} rel="author" dir="auto">
        {name}
      </a>
    ) : (
      <bdi class="p-author h-card">{name}</bdi>
    );
  });
  return (
    <Message text={words.messages.by} values={{ authors: <WordedList items={names} words={words} /> }} />
  );
}

/** What the author does in the newsroom. The line has room for it if there is one author. */
function Role({ author, site, words }: { author: Article['author']; site: Site; words: Words }) {
  const [only, ...others] = author;
  const role = only && others.length === 0 ? personOf(only, site)?.role : undefined;
  return role ? (
    <>
      {factSeparator(words)}
      <bdi {...languageAttributes(site.language, words)}>{role}</bdi>
    </>
  ) : (
    ''
  );
}

/** Leads to the same story in other languages. */
function OtherLanguages({ article, words }: { article: Article; words: Words }) {
  const links = article.translations?.map(({ slug, inLanguage }) => (
    <a href={`/stories/${slug}`} rel="alternate" hreflang={inLanguage} lang={inLanguage} dir="auto">
      {ownNameOf(inLanguage)}
    </a>
  ));
  return links ? (
    <p class="facts screen">
      <Message text={words.messages.otherLanguages} values={{ languages: <DottedList items={links} /> }} />
    </p>
  ) : (
    ''
  );
}

/** The story's picture. If it is a file of this site, its path stays relative, so that it works at any site URL. */
function Opening({
  picture,
  known,
  language,
}: {
  picture: Picture;
  known: PictureFacts | undefined;
  language: { lang?: string; dir?: 'ltr' | 'rtl' };
}) {
  const { url, caption, credit, width, height } = picture;
  // The stylesheet lets it be `max(70vh, 42rem)` high.
  const widthAt = (tall: number) => Math.ceil((tall * width) / height);
  return (
    <figure class={width > height ? 'opening wide' : 'opening'} {...language}>
      <img
        class="u-featured"
        src={url}
        {...sourceSet(picture, known, `min(max(${widthAt(70)}vh, ${widthAt(42)}rem), 100vw, 56.25rem)`)}
        alt={altText(picture)}
        width={width}
        height={height}
        referrerpolicy="no-referrer"
        fetchpriority="high"
      />
      {caption || credit ? (
        <figcaption>
          {caption}
          {caption && credit ? <br /> : ''}
          {credit ? <small>{credit}</small> : ''}
        </figcaption>
      ) : (
        ''
      )}
    </figure>
  );
}

/** The story's topics, line fields and licence, which come last. */
function Colophon({ article, site, words }: { article: Article; site: Site; words: Words }) {
  const { messages } = words;
  const topics = article.keywords.map((topic) => {
    const { name, language } = topicName(site, topic, words);
    const { lang } = languageAttributes(language, words);
    return (
      <a class="p-category" href={scopePath(`topic:${topic}`)} lang={lang} dir="auto">
        {name}
      </a>
    );
  });
  const licence = article.license && (
    <a href={article.license} rel="license">
      <bdi>{article.license}</bdi>
    </a>
  );
  return (
    <>
      {topics.length > 0 ? (
        <p class="facts">
          <Message text={messages.topicsOfStory} values={{ topics: <DottedList items={topics} /> }} />
        </p>
      ) : (
        ''
      )}
      {statedLines(article).map(({ row, name, value }) => (
        <p class="facts">
          <Message
            text={messages.labelled}
            values={{
              label: row.name(messages),
              text:
                name === 'series' ? (
                  <a href={scopePath(seriesScope(value))}>
                    <bdi>{value}</bdi>
                  </a>
                ) : (
                  <bdi>{value}</bdi>
                ),
            }}
          />
        </p>
      ))}
      {licence ? (
        <p class="facts">
          <Message text={messages.licence} values={{ licence }} />
        </p>
      ) : (
        ''
      )}
    </>
  );
}

/** The day of a correction, which leads to what it changed. */
function HistoryLink({ history, time, words }: { history: string | undefined; time: string; words: Words }) {
  const day = <Day time={time} words={words} />;
  return history ? <a href={history}>{day}</a> : day;
}

/**
 * The story itself, an h-entry of microformats2. Everything that a reader view must keep is in the `article`, in plain elements.
 * Labels are in the story's language. If the program has no words in that language, they are in the site's, and the newsroom's text
 * is marked with its own language.
 */
export function StoryArticle({
  article,
  later = [],
  observations = [],
  site,
  isDraft = false,
}: {
  article: Article;
  /** The stories that follow it. */
  later?: readonly RelatedStory[];
  /** What later looks at its sources found. */
  observations?: readonly Observation[];
  site: Site;
  /** Whether it is a preview of a draft, which has no history. */
  isDraft?: boolean;
}) {
  const { headline, rendering, provenance, image } = article;
  const words = wordsOf(article.inLanguage, site.language, site.timeZone);
  const { messages } = words;
  const own = languageAttributes(article.inLanguage, words);
  const passages = listPassages(rendering.claims);
  const history = site.publicHistory && !isDraft ? `/stories/${article.slug}/history` : undefined;
  const inWords = own.lang ? { lang: words.tag, dir: words.direction } : {};
  return (
    <article class="h-entry" lang={words.tag} dir={words.direction}>
      <h1 class={isLongHeadline(headline) ? 'p-name long' : 'p-name'} {...own}>
        <HeadlineWords {...article} />
      </h1>
      <data class="u-url" value={storyUrl(site, article.slug)} />
      <p class="facts">
        {article.author.length > 0 ? (
          <>
            <Authors author={article.author} site={site} words={words} />
            <Role author={article.author} site={site} words={words} />
            {factSeparator(words)}
          </>
        ) : (
          <NewsroomAsAuthor site={site} />
        )}
        <StoryDates story={article} words={words} {...(history ? { history } : {})} />
        {factSeparator(words)}
        {fillMessage(messages.minutes, { count: formatNumber(words, readingMinutes(article)) })}
      </p>
      {countSources(rendering.sources).count > 0 ? (
        <p class="facts">
          <CountedSources sources={rendering.sources} words={words} />
        </p>
      ) : (
        ''
      )}
      <OtherLanguages article={article} words={words} />
      <Later stories={later} words={words} />
      {image ? <Opening picture={image} known={article.pictures} language={own} /> : ''}
      <Summary article={article} site={site} words={words} />
      <div class="notice" role="note" id="disclosure">
        <p>{storyNotice(article, site)}</p>
      </div>
      <Making article={article} site={site} words={words} />
      {article.correction.map(({ text, datePublished }) => (
        <div class="correction">
          <p>
            <strong>
              <Message
                text={messages.correction}
                values={{ date: <HistoryLink history={history} time={datePublished} words={words} /> }}
              />
            </strong>{' '}
            <span {...own}>{text}</span>
          </p>
        </div>
      ))}
      <section
        class={hasAiShare(provenance.articleBody) ? 'part ai e-content' : 'part e-content'}
        id="analysis"
        aria-labelledby="analysis-heading"
        {...own}
        {...disclosureAttributes(provenance.articleBody, site)}
      >
        <h2 id="analysis-heading" {...inWords}>
          {messages.analysis}
          <OriginLabel part={provenance.articleBody} words={words} />
        </h2>
        {raw(
          withNotes(
            withAttributions(withSizes(rendering.page, article.pictures)),
            rendering.sources,
            observations,
            words,
            own.dir,
          ),
        )}
      </section>
      {rendering.sources.length > 0 ? (
        <section class="part sources" role="doc-endnotes" aria-labelledby="sources-heading">
          <h2 id="sources-heading">{messages.sources}</h2>
          <ol>
            {rendering.sources.map((source) => (
              <Source
                source={source}
                observation={observations.find(({ url }) => url === source.url)}
                passages={passages.filter((passage) => passage.source === source.number)}
                words={words}
              />
            ))}
          </ol>
        </section>
      ) : (
        ''
      )}
      <Colophon article={article} site={site} words={words} />
      {isDraft ? (
        ''
      ) : (
        <p class="facts screen">
          <a id="report" href={reportPath(article.slug)} rel="nofollow">
            {messages.errorReport.title}
          </a>
        </p>
      )}
    </article>
  );
}

/** Returns links to the story's exports and to its oEmbed responses. */
const alternateLinks = ({ slug }: Article, site: Site) => [
  ...(['md', 'json'] as const).map((format) => ({
    type: EXPORTS[format].type,
    title: EXPORTS[format].title,
    href: exportUrl(site, slug, format),
  })),
  { type: 'application/json+oembed', href: oembedUrl(site, slug, 'json') },
  { type: 'text/xml+oembed', href: oembedUrl(site, slug, 'xml') },
];

/** Renders the page of a story. */
export function renderStoryPage(
  published: Article & {
    related?: readonly RelatedStory[];
    later?: readonly RelatedStory[] | undefined;
    observations?: readonly Observation[] | undefined;
  },
  site: Site,
): string {
  const article = withUris(published);
  const { slug, headline, keywords, related = [], later = [], observations = [] } = article;
  const words = wordsOf(article.inLanguage, site.language, site.timeZone);
  const claims = structuredClaims(article, site);
  return renderLayout({
    site,
    title: headline,
    description: makeDescription(summaryText(article, site)),
    url: storyUrl(site, slug),
    type: 'article',
    style: 'story',
    contentLanguage: article.inLanguage,
    card: storyCardLink(article, site),
    scopes: ['all'],
    furtherScopes: [
      ...languageScopesOf(article, site),
      ...keywords.map((topic): Scope => `topic:${topic}`),
      ...authorScopesOf(article, site),
      ...(article.series ? [seriesScope(article.series)] : []),
    ],
    alternates: alternateLinks(article, site),
    head: <StoryHead article={article} site={site} />,
    headEnd: <CitingHead article={article} site={site} />,
    structuredData: structuredData(article, site),
    children: (
      <>
        <StoryArticle article={article} later={later} observations={observations} site={site} />
        <Related stories={related} words={words} />
        <CitationSection article={article} site={site} words={words} />
        <ShareSection article={article} site={site} words={words} />
        {claims ? <script type="application/ld+json">{raw(claims)}</script> : ''}
        <script type="application/ld+json">{raw(storyBreadcrumbs(article, site))}</script>
      </>
    ),
  });
}
