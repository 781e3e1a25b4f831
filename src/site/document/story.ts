import { type Site, storyUrl } from '../../settings/site.ts';
import { shareScript } from '../page/story/share.tsx';
import { renderStoryPage } from '../page/story/story.tsx';
import { renderWithdrawnPage } from '../page/withdrawn.tsx';
import type { ArticleWithRelated } from '../story/article.ts';
import type { Redirect, Tombstone } from '../story/tombstone.ts';
import { pageHeaders, storyLinks } from './headers.ts';
import type { RenderedDocument } from './rendered-document.ts';

// The document at a story's address: its page, a withdrawal notice or a redirect.

/** Renders the page of a story. */
export const renderArticle = async (article: ArticleWithRelated, site: Site): Promise<RenderedDocument> => ({
  text: renderStoryPage(article, site),
  headers: {
    ...(await pageHeaders(site, article.image ? [article.image.url] : [], shareScript)),
    Link: storyLinks(article, site),
  },
});

/** Renders the notice of a story's withdrawal. */
export const renderTombstone = async ({ withdrawn }: Tombstone, site: Site): Promise<RenderedDocument> => ({
  status: 410,
  text: renderWithdrawnPage(withdrawn, site),
  headers: await pageHeaders(site),
});

/** Renders the redirect from a story's former slug, or from a merged story. `urlOf` returns the URL of the new slug. */
export const renderRedirect = async (
  { movedTo }: Redirect,
  site: Site,
  urlOf: (slug: string) => string,
): Promise<RenderedDocument> => ({
  status: 301,
  text: '',
  headers: { ...(await pageHeaders(site)), Location: urlOf(movedTo) },
});

/** Renders the document at a story's address. */
export function renderStoryDocument(
  stored: ArticleWithRelated | Tombstone | Redirect,
  site: Site,
): Promise<RenderedDocument> {
  if ('movedTo' in stored) return renderRedirect(stored, site, (slug) => storyUrl(site, slug));
  return 'withdrawn' in stored ? renderTombstone(stored, site) : renderArticle(stored, site);
}
