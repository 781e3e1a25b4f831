import { raw } from 'hono/html';
import { fillMessage } from '../../language/messages.ts';
import { languageAttributes, wordsOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { type Site, sitePageUrl } from '../../settings/site.ts';
import { toPlainText } from '../export/plain-text.ts';
import { pageHtml } from '../site-page/html.ts';
import type { PublishedPage } from '../site-page/site-page.ts';
import { renderLayout, siteWords } from './layout.tsx';
import { Day, Message } from './message.tsx';
import { makeDescription } from './metadata/description.ts';
import { pageAsData, wayTo } from './metadata/json-ld.ts';

/** The page itself: everything that a reader view must keep. */
function SitePageArticle({ page, site }: { page: PublishedPage; site: Site }) {
  const language = page.inLanguage ?? site.language;
  const words = wordsOf(language, site.language, site.timeZone);
  const own = languageAttributes(language, words);
  return (
    <article class="prose" lang={words.tag} dir={words.direction}>
      <h1 {...own}>{page.title}</h1>
      {own.lang ? <div {...own}>{raw(pageHtml(page.body))}</div> : raw(pageHtml(page.body))}
      <p class="facts">
        <Message
          text={words.messages.lastChanged}
          values={{ date: <Day time={page.changed} words={words} /> }}
        />
      </p>
    </article>
  );
}

/** Returns how the text of a page begins: its first paragraph, or all that is in it. */
function firstWords({ body }: PublishedPage): string {
  const html = pageHtml(body);
  return makeDescription(toPlainText(/<p>.*?<\/p>/s.exec(html)?.[0] ?? html));
}

/** Renders a page of the newsroom's own in the layout of a story. */
export function renderSitePage(page: PublishedPage, site: Site): string {
  const url = sitePageUrl(site, page.slug);
  const language = page.inLanguage ?? site.language;
  return renderLayout({
    site,
    title: page.title,
    description: page.description ?? firstWords(page),
    url,
    contentLanguage: language,
    structuredData: pageAsData('WebPage', [...wayTo('all', site), { name: page.title, url }], {
      language,
      changed: page.changed,
    }),
    scopes: ['all'],
    style: 'story',
    children: <SitePageArticle page={page} site={site} />,
  });
}

/** Renders what a page would be. It says that it is a draft, has no address and is not indexed. */
export function renderSitePagePreview(page: PublishedPage, site: Site): string {
  const { messages } = siteWords(site);
  return renderLayout({
    site,
    title: fillMessage(messages.draft, { headline: isolateIfUnbalanced(page.title) }),
    scopes: ['all'],
    style: 'story',
    children: (
      <>
        <p class="notice" lang="en" dir="ltr">
          A preview: nothing of this is saved or published yet.
        </p>
        <SitePageArticle page={page} site={site} />
      </>
    ),
  });
}
