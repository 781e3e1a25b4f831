import { raw } from 'hono/html';
import { contentHtml } from '../edition/content.ts';
import { toEntry } from '../edition/edition.ts';
import type { Site } from '../site.ts';
import type { Article } from '../story/article.ts';
import { renderLayout } from './layout.tsx';
import { StoryArticle } from './story.tsx';

/** A story that is not published: its page as it will look, and beside it what feed readers will get. */
export function renderDraftPage(article: Article, site: Site): string {
  return renderLayout({
    site,
    title: `Draft: ${article.headline}`,
    scopes: ['all'],
    children: (
      <>
        <p class="notice">A draft, not published: its page, and what feed readers get.</p>
        <div class="draft">
          <StoryArticle article={article} site={site} />
          <section aria-label="In a feed reader" lang={article.inLanguage} dir="auto">
            {raw(contentHtml(toEntry(article), site))}
          </section>
        </div>
      </>
    ),
  });
}
