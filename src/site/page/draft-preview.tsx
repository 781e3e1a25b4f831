import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { fillMessage } from '../../language/messages.ts';
import { directionOf } from '../../language/words.ts';
import { isolateIfUnbalanced } from '../../lib/bidi.ts';
import { toPrintable } from '../../lib/characters.ts';
import type { Site } from '../../settings/site.ts';
import { toEntry } from '../edition/edition.ts';
import { type Article, withUris } from '../story/article.ts';
import { feedContentHtml } from './feed-preview.tsx';
import { renderLayout, siteWords } from './layout.tsx';
import { StoryArticle } from './story/story.tsx';
import { stylesheetOf } from './stylesheet.ts';

/** Renders a preview of a draft in the layout of readers' pages. */
function renderPreview(site: Site, headline: string, children: Child): string {
  const { messages } = siteWords(site);
  return renderLayout({
    site,
    title: fillMessage(messages.draft, { headline: isolateIfUnbalanced(headline) }),
    scopes: ['all'],
    style: 'story',
    children,
  });
}

/** The story as feed readers get it. */
function FeedContent({ article, site }: { article: Article; site: Site }) {
  return (
    <section
      aria-label={siteWords(site).messages.inFeedReader}
      lang={article.inLanguage}
      dir={directionOf(article.inLanguage)}
    >
      {raw(feedContentHtml(toEntry(article), site))}
    </section>
  );
}

/** Renders the preview of a draft: its page, beside its content in feed readers. */
export function renderDraftPage(draft: Article, site: Site): string {
  const article = withUris(draft);
  return renderPreview(
    site,
    article.headline,
    <>
      <p class="notice">{siteWords(site).messages.draftExplained}</p>
      <div class="draft">
        <StoryArticle article={article} site={site} isDraft />
        <FeedContent article={article} site={site} />
      </div>
    </>,
  );
}

/** What an unfinished draft lacks, in the language of whoever looks at it in the newsroom. */
export interface Unfinished {
  language: string;
  title: string;
  faults: readonly string[];
}

function Missing({ unfinished: { language, title, faults } }: { unfinished: Unfinished }) {
  if (faults.length === 0) return '';
  return (
    <div class="notice" lang={language} dir={directionOf(language)}>
      <p>{title}</p>
      <ul>
        {faults.map((each) => (
          <li>{each}</li>
        ))}
      </ul>
    </div>
  );
}

/** Renders the page that readers will get of a draft. `unfinished` says what it lacks; all of it, if there is no article. */
export function renderDraftStoryPage(draft: Article | undefined, unfinished: Unfinished, site: Site): string {
  const article = draft && withUris(draft);
  return renderPreview(
    site,
    article?.headline ?? '…',
    <>
      <Missing unfinished={unfinished} />
      {article ? <StoryArticle article={article} site={site} isDraft /> : ''}
    </>,
  );
}

/** Renders what a feed reader shows of a draft: its title and its content, without anything of this site around it. */
export function renderDraftFeedPage(draft: Article | undefined, unfinished: Unfinished, site: Site): string {
  const article = draft && withUris(draft);
  const document = (
    <html lang={site.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{article?.headline ?? '…'}</title>
        <style>{raw(stylesheetOf(site, 'story'))}</style>
      </head>
      <body>
        <main>
          <Missing unfinished={unfinished} />
          {article ? (
            <>
              <h1 lang={article.inLanguage} dir={directionOf(article.inLanguage)}>
                {article.headline}
              </h1>
              <FeedContent article={article} site={site} />
            </>
          ) : (
            ''
          )}
        </main>
      </body>
    </html>
  );
  return toPrintable(`<!DOCTYPE html>${document}`);
}
