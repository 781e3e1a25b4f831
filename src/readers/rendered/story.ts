import { storyKey } from '../../platform/kv.ts';
import { type Site, storyUrl } from '../../settings/site.ts';
import { cachingHeaders, pageCaching } from '../../site/document/caching.ts';
import type { RenderedDocument } from '../../site/document/rendered-document.ts';
import { parseStoredStory } from '../../site/document/stored-record.ts';
import { renderArticle, renderRedirect, renderTombstone } from '../../site/document/story.ts';
import type { ArticleWithRelated } from '../../site/story/article.ts';
import { lastChange } from '../../site/story/story.ts';
import type { Tombstone } from '../../site/story/tombstone.ts';
import type { EdgeContext } from '../context.ts';
import type { CachedValue } from '../kv-cache.ts';
import type { LazyDocument } from './lazy-document.ts';
import { respondRendered } from './respond.ts';

/** Responds with a story's page. */
export const respondStory = (c: EdgeContext, slug: string, value: CachedValue) =>
  respondRendered(c, storyPage(slug), { value });

/** One of the documents that are rendered from a story. */
interface StoryVariant {
  /** Part of the document's name on the shelf. */
  variant: string;
  /** The document's address if the story has this slug. */
  urlOf: (site: Site, slug: string) => string;
  render: (article: ArticleWithRelated, site: Site) => Promise<RenderedDocument>;
  /** Renders what is there instead of a withdrawn story; by default its page. */
  renderWithdrawn?: (tombstone: Tombstone, site: Site) => Promise<RenderedDocument>;
  /** Headers that the document, the redirect and the withdrawal notice all have. */
  headers: Record<string, string>;
}

/**
 * A document that is rendered from a story. If the story was renamed or merged, it is a redirect (301) instead; if the story was
 * withdrawn, a withdrawal notice (410).
 */
export const storyVariant = (
  slug: string,
  { variant, urlOf, render, renderWithdrawn = renderTombstone, headers }: StoryVariant,
): LazyDocument => ({
  name: `${variant} ${storyKey(slug)}`,
  key: storyKey(slug),
  render: async ({ record, printed, site, now }) => {
    if (record === null) return undefined;
    const stored = await parseStoredStory(slug, record, site);
    if ('movedTo' in stored || 'withdrawn' in stored) {
      const instead =
        'movedTo' in stored
          ? await renderRedirect(stored, site, (to) => urlOf(site, to))
          : await renderWithdrawn(stored, site);
      const all = { ...instead.headers, ...pageCaching([storyKey(slug)]), ...headers };
      return { ...instead, headers: all, lastModified: undefined };
    }
    // A hand-written story with a future date is not published yet.
    if (Date.parse(stored.datePublished) > now) return undefined;
    const rendered = await render(stored, site);
    // Last-Modified must not be in the future (RFC 9110 section 8.8.2.1).
    const changed = new Date(Math.min(lastChange(stored).getTime(), now));
    return {
      ...rendered,
      headers: { ...rendered.headers, ...headers },
      lastModified: printed ?? changed,
    };
  },
});

/** The page of a story. */
export const storyPage = (slug: string): LazyDocument =>
  storyVariant(slug, {
    variant: 'page',
    urlOf: storyUrl,
    render: renderArticle,
    headers: cachingHeaders('page', storyKey(slug)),
  });
