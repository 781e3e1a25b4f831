import { shareScript } from '../page/share.tsx';
import { renderStoryPage } from '../page/story.tsx';
import { renderWithdrawnPage } from '../page/withdrawn.tsx';
import { type Site, storyUrl } from '../site.ts';
import type { Article, RelatedStory } from '../story/article.ts';
import type { Redirect, Tombstone } from '../story/tombstone.ts';
import { pageHeaders, storyLinks } from './headers.ts';
import type { Rendered } from './rendered.ts';

// What stands at the address of a story: its page, or what is there in its place.

/** The page of a story. */
export const renderStory = async (
  article: Article & { related: readonly RelatedStory[] },
  site: Site,
): Promise<Rendered> => ({
  text: renderStoryPage(article, site),
  headers: {
    ...(await pageHeaders(article.image ? [article.image.url] : [], shareScript)),
    Link: storyLinks(article, site),
  },
});

/** The notice of a story's withdrawal. */
export const renderTombstone = async ({ withdrawn }: Tombstone, site: Site): Promise<Rendered> => ({
  status: 410,
  text: renderWithdrawnPage(withdrawn, site),
  headers: await pageHeaders(),
});

/** The way to where a story was renamed to, or merged into; `addressOf` gives the address of what is asked for there. */
export const renderRedirect = async (
  { movedTo }: Redirect,
  addressOf: (slug: string) => string,
): Promise<Rendered> => ({
  status: 301,
  text: '',
  headers: { ...(await pageHeaders()), Location: addressOf(movedTo) },
});

/** The page of a story, or what is there in its place. */
export function renderStoryDocument(
  stored: (Article & { related: readonly RelatedStory[] }) | Tombstone | Redirect,
  site: Site,
): Promise<Rendered> {
  if ('movedTo' in stored) return renderRedirect(stored, (slug) => storyUrl(site, slug));
  return 'withdrawn' in stored ? renderTombstone(stored, site) : renderStory(stored, site);
}
