import { raw } from 'hono/html';
import { toEntry } from '../edition/edition.ts';
import { fillMessage } from '../language/messages.ts';
import { directionOf } from '../language/words.ts';
import { isolateIfUnbalanced } from '../lib/bidi.ts';
import type { Site } from '../site.ts';
import { type Article, withCanonicalUrls } from '../story/article.ts';
import { feedContentHtml } from './feed-preview.tsx';
import { renderLayout, siteWords } from './layout.tsx';
import { StoryArticle } from './story/story.tsx';

/** Renders the preview of a draft: its page, beside its content in feed readers. */
export function renderDraftPage(draft: Article, site: Site): string {
  const article = withCanonicalUrls(draft);
  const { messages } = siteWords(site);
  return renderLayout({
    site,
    title: fillMessage(messages.draft, { headline: isolateIfUnbalanced(article.headline) }),
    scopes: ['all'],
    children: (
      <>
        <p class="notice">{messages.draftExplained}</p>
        <div class="draft">
          <StoryArticle article={article} site={site} isDraft />
          <section
            aria-label={messages.inFeedReader}
            lang={article.inLanguage}
            dir={directionOf(article.inLanguage)}
          >
            {raw(feedContentHtml(toEntry(article), site))}
          </section>
        </div>
      </>
    ),
  });
}
