import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { languageAttributes, wordsOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { toPrintable } from '../../lib/characters.ts';
import type { Site } from '../../settings/site.ts';
import { type CardLink, siteCardLink } from '../card/card.ts';
import { channelOf } from '../edition/channel.ts';
import { OPML, opmlPath } from '../edition/opml.ts';
import { FORMATS, type Format, feedUrl, isFinished, type Scope } from '../edition/scope.ts';
import { RSL, rslUrl } from '../edition/usage.ts';
import { RECORD_RELATIONS } from '../export/record-uri.ts';
import { Masthead, NavItem } from './masthead.tsx';
import { DottedList, Message } from './message.tsx';
import { pageAsData, wayTo } from './metadata/json-ld.ts';
import { type PageStyle, stylesheetOf } from './stylesheet.ts';

/** What Open Graph calls a page. */
type OpenGraphType = 'website' | 'article' | 'profile';

/**
 * Returns a language tag in Open Graph's form, `pt_BR`. Open Graph requires a territory; for a tag without a region it is the likeliest
 * by CLDR: `en_US`, `zh_TW` for `zh-Hant`. A language of no single territory, such as Esperanto, has none.
 */
function openGraphLocale(tag: string): string {
  const { language, region = '' } = new Intl.Locale(tag).maximize();
  return /^[A-Z]{2}$/.test(region) ? `${language}_${region}` : language;
}

/** Whether programs may show the picture as wide as the text. They would cut a portrait down to its middle. */
const isWide = ({ width, height }: CardLink) => width > 1.3 * height;

/**
 * The Open Graph metadata of a page (https://ogp.me), with the picture's type and size, so that programs can reserve space before they
 * fetch it. `language` is that of the page's title and description.
 */
function OpenGraph({
  site,
  type,
  title,
  description,
  url,
  language,
  card,
}: {
  site: Site;
  type: OpenGraphType;
  title: string;
  description: string | undefined;
  url: string;
  language: string;
  card: CardLink;
}) {
  const properties = {
    type,
    site_name: site.title,
    title: isolateIfUnbalanced(title),
    ...(description ? { description } : {}),
    url,
    locale: openGraphLocale(language),
    image: card.url,
    ...(card.type ? { 'image:type': card.type } : {}),
    'image:width': String(card.width),
    'image:height': String(card.height),
    'image:alt': card.altText,
  };
  return (
    <>
      {Object.entries(properties).map(([name, content]) => (
        <meta property={`og:${name}`} content={content} />
      ))}
      <meta name="twitter:card" content={isWide(card) ? 'summary_large_image' : 'summary'} />
    </>
  );
}

const SCHEMES = ['light', 'dark'] as const;

export const FEED_FORMATS = Object.keys(FORMATS) as Format[];

/** Returns the words for everything that does not belong to a story, in the site's language. */
export const siteWords = (site: Pick<Site, 'language' | 'timeZone'>) =>
  wordsOf(site.language, site.language, site.timeZone);

/** Renders a page as an HTML document: head, site header, main part and footer. */
export function renderLayout(parts: {
  site: Site;
  title: string;
  /** What the page is, in a sentence or two. */
  description?: string;
  /** The language of the main part, if it is not the site's. */
  language?: string;
  /** The page's absolute URL. Errors and previews have none and are not indexed. */
  url?: string;
  /** Whether search engines may list the page, if it has a URL. */
  isIndexed?: boolean;
  /** What Open Graph calls the page; by default a website. */
  type?: OpenGraphType;
  /** The language of title and description, if it is neither that of the main part nor the site's. */
  contentLanguage?: string;
  /** The picture that other programs show with a link to the page; by default the site's. */
  card?: CardLink | undefined;
  /** The scopes whose feeds the page links to in its head, the most specific first. */
  scopes: readonly Scope[];
  /** Further scopes that the page belongs to. It links to one feed of each, because the head of a page has little room. */
  furtherScopes?: readonly Scope[];
  /** The number of the OPML page that the page links to in its head. */
  opmlPage?: number | undefined;
  /** The page in other formats, for programs. */
  alternates?: readonly { type: string; title?: string; href: string }[];
  /**
   * More elements for the head. They come before the stylesheet, because some programs read only the beginning of a page. Those that
   * can be long (many topics, authors or sources) come last.
   */
  head?: Child;
  /** Elements for the end of the head, for programs that read all of it: they can be long. */
  headEnd?: Child;
  /** The page as JSON-LD; by default what kind of page it is, and the way to it; '' for none. */
  structuredData?: string;
  /** Which styles it has besides those of every page; by default those of lists. */
  style?: PageStyle;
  /** The classes of the main part. */
  mainClass?: string;
  children: Child;
}): string {
  const {
    site,
    title,
    description,
    language,
    url,
    isIndexed = true,
    opmlPage,
    furtherScopes = [],
    alternates = [],
    head,
    children,
  } = parts;
  const scopes = parts.scopes.filter((scope) => !isFinished(site, scope));
  const words = siteWords(site);
  const { messages } = words;
  const own = languageAttributes(site.language, words);
  const path = url?.slice(site.url.length);
  const contentLanguage = parts.contentLanguage ?? language ?? site.language;
  const structuredData =
    parts.structuredData ??
    (url && isIndexed
      ? pageAsData('WebPage', [...wayTo('all', site), { name: title, url }], { language: contentLanguage })
      : undefined);
  const feeds = [
    ...FEED_FORMATS.map((format) => (
      <a href={feedUrl(site, scopes[0] ?? 'all', format)}>{FORMATS[format].title}</a>
    )),
    <a href="/subscribe">{messages.allFeeds}</a>,
  ];
  const document = (
    <html lang={words.tag} dir={words.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === site.title ? title : `${isolateIfUnbalanced(title)} | ${site.title}`}</title>
        {description ? <meta name="description" content={description} /> : ''}
        {url && isIndexed ? <link rel="canonical" href={url} /> : <meta name="robots" content="noindex" />}
        {url ? (
          <OpenGraph
            site={site}
            type={parts.type ?? 'website'}
            title={title}
            description={description}
            url={url}
            language={contentLanguage}
            card={parts.card ?? siteCardLink(site)}
          />
        ) : (
          ''
        )}
        {site.brand.paper
          ? SCHEMES.map((scheme) => (
              <meta
                name="theme-color"
                content={site.brand.paper?.[scheme]}
                media={`(prefers-color-scheme:${scheme})`}
              />
            ))
          : ''}
        {typeof site.brand.face === 'object' ? (
          <link rel="preload" href={site.brand.face.file} as="font" type="font/woff2" crossorigin="" />
        ) : (
          ''
        )}
        {alternates.map((alternate) => (
          <link rel="alternate" {...alternate} />
        ))}
        {site.publication && path === '/' ? (
          <link rel={RECORD_RELATIONS.publication} href={site.publication} />
        ) : (
          ''
        )}
        {head ?? ''}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {scopes.flatMap((scope) =>
          FEED_FORMATS.map((format) => <FeedLink scope={scope} format={format} site={site} />),
        )}
        {furtherScopes.map((scope) =>
          isFinished(site, scope) ? '' : <FeedLink scope={scope} format="atom" site={site} />,
        )}
        {opmlPage ? (
          <link
            rel="alternate"
            type={OPML.type}
            title={`${site.title} (OPML)`}
            href={site.url + opmlPath(opmlPage)}
          />
        ) : (
          ''
        )}
        {rslUrl(site) ? <link rel="license" type={RSL.type} href={rslUrl(site)} /> : ''}
        {structuredData ? <script type="application/ld+json">{raw(structuredData)}</script> : ''}
        <style>{raw(stylesheetOf(site, parts.style ?? 'listing'))}</style>
        {parts.headEnd ?? ''}
      </head>
      <body>
        <a class="skip" href="#main">
          {messages.skip}
        </a>
        <header>
          <Masthead site={site} words={words} path={path} />
        </header>
        <main id="main" class={parts.mainClass} {...(language ? languageAttributes(language, words) : {})}>
          {children}
        </main>
        <footer>
          {site.footer.length > 0 ? (
            <nav class="columns" aria-label={messages.aboutSite}>
              {site.footer.map(({ heading, links }) => (
                <div {...own}>
                  <h2>{heading}</h2>
                  <ul>
                    {links.map((link) => (
                      <NavItem {...link} path={path} />
                    ))}
                  </ul>
                </div>
              ))}
            </nav>
          ) : (
            ''
          )}
          <p>
            <Message text={messages.follow} values={{ feeds: <DottedList items={feeds} /> }} />
          </p>
          {site.copyright ? (
            <p {...own}>
              {site.license ? (
                <a href={site.license} dir="auto">
                  {site.copyright}
                </a>
              ) : (
                <bdi>{site.copyright}</bdi>
              )}
            </p>
          ) : (
            ''
          )}
        </footer>
      </body>
    </html>
  );
  return toPrintable(`<!DOCTYPE html>${document}`);
}

/** Leads feed readers to a feed. */
function FeedLink({ scope, format, site }: { scope: Scope; format: Format; site: Site }) {
  const { type, title } = FORMATS[format];
  return (
    <link
      rel="alternate"
      type={type}
      title={`${channelOf({ scope }, site).title} (${title})`}
      href={feedUrl(site, scope, format)}
    />
  );
}
