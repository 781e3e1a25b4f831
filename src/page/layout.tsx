import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { CARD_SIZE, type CardLink, siteCardLink } from '../card/card.ts';
import { channelOf } from '../edition/channel.ts';
import { OPML } from '../edition/opml.ts';
import { FORMATS, type Format, feedUrl, isFinished, type Scope, scopePath } from '../edition/scope.ts';
import { RSL, rslUrl } from '../edition/usage.ts';
import type { Site } from '../site.ts';
import { stylesheet } from './stylesheet.ts';

export const formats = Object.keys(FORMATS) as Format[];

/** The page's document, as text: head, the site's header, the page's own part and a footer. */
export function renderLayout(parts: {
  site: Site;
  title: string;
  description?: string;
  /** The page's own address, absolute; an error has none. */
  url?: string;
  /** The picture that goes with a link to the page; left out, it is the site's. */
  card?: CardLink;
  /** The feeds that belong to the page, most particular first. */
  scopes: readonly Scope[];
  /** Whether the list of all feeds belongs to the page too. */
  allFeeds?: boolean;
  /** The page in other forms, for programs. */
  alternates?: readonly { type: string; title: string; href: string }[];
  children: Child;
}): string {
  const { site, title, description, url, allFeeds, alternates = [], children } = parts;
  const scopes = parts.scopes.filter((scope) => !isFinished(site, scope));
  const path = url?.slice(site.url.length);
  const links: { href: string; text: string }[] = [
    { href: '/', text: 'Latest' },
    ...site.topics.map((topic) => ({ href: scopePath(`topic:${topic.slug}`), text: topic.title })),
    { href: '/subscribe', text: 'Subscribe' },
  ];
  const document = (
    <html lang={site.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === site.title ? title : `${title} | ${site.title}`}</title>
        {description ? <meta name="description" content={description} /> : ''}
        {url ? <link rel="canonical" href={url} /> : <meta name="robots" content="noindex" />}
        {url ? <CardMeta card={parts.card ?? siteCardLink(site)} /> : ''}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        {scopes.flatMap((scope) =>
          formats.map((format) => (
            <link
              rel="alternate"
              type={FORMATS[format].type}
              title={`${channelOf({ scope }, site).title} (${FORMATS[format].title})`}
              href={feedUrl(site, scope, format)}
            />
          )),
        )}
        {allFeeds ? (
          <link rel="alternate" type={OPML.type} title={`${site.title} (OPML)`} href={site.url + OPML.path} />
        ) : (
          ''
        )}
        {rslUrl(site) ? <link rel="license" type={RSL.type} href={rslUrl(site)} /> : ''}
        {alternates.map((alternate) => (
          <link rel="alternate" {...alternate} />
        ))}
        <style>{raw(stylesheet)}</style>
      </head>
      <body>
        <header>
          <a class="skip" href="#main">
            Skip to content
          </a>
          <a class="site" href="/">
            {site.title}
          </a>
          <p class="tagline">{site.tagline}</p>
          <nav aria-label="Topics">
            <ul>
              {links.map(({ href, text }) => (
                <li>
                  <a href={href} aria-current={href === path ? 'page' : undefined}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <main id="main">{children}</main>
        <footer>
          <p>
            {'Follow '}
            {formats.map((format) => (
              <>
                <a href={feedUrl(site, scopes[0] ?? 'all', format)}>{FORMATS[format].title}</a>
                {', '}
              </>
            ))}
            <a href="/subscribe">all feeds</a>
          </p>
          {site.copyright ? (
            <p>{site.license ? <a href={site.license}>{site.copyright}</a> : site.copyright}</p>
          ) : (
            ''
          )}
        </footer>
      </body>
    </html>
  );
  return `<!DOCTYPE html>${document}`;
}

/** Open Graph of a card. Its type and size are stated, so that it is shown before it has been fetched. */
function CardMeta({ card }: { card: CardLink }) {
  return (
    <>
      <meta property="og:image" content={card.url} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content={String(CARD_SIZE.width)} />
      <meta property="og:image:height" content={String(CARD_SIZE.height)} />
      <meta property="og:image:alt" content={card.text} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}

/** A day in the site's language, with the exact time as data. */
export function Day({ time, language }: { time: string; language: string }) {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(time),
  );
  return <time datetime={time}>{day}</time>;
}
