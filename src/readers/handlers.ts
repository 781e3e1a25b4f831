import { editionKey, storyKey } from '../platform/kv.ts';
import type { Format, Scope } from '../site/edition/scope.ts';
import { isStorySlug } from '../site/story/slug.ts';
import type { EdgeHandler, ScopeFinder } from './context.ts';
import type { CachedValue } from './kv-cache.ts';
import { asksForDelta, asksForPreview, mayPreferVariant, respondFinished } from './respond.ts';

// The handlers of the most frequent requests: for feeds, for pages that list stories, and for stories. They send documents that
// were finished when a story was published. Every isolate loads this file and its imports when it starts. Modules that render are
// loaded on first use.

const handleNotFound: EdgeHandler = async (c) => (await import('./errors.ts')).handleNotFound(c);

/** Returns the handler of the page that lists a scope's stories. */
export const listingHandler =
  (findScope: ScopeFinder): EdgeHandler =>
  (c) => {
    const scope = findScope(c);
    if (!scope) return handleNotFound(c);
    return respondFinished(c, editionKey(scope), 'page', async (value) =>
      (await import('./rendered/edition.ts')).respondListing(c, scope, value),
    );
  };

/**
 * Returns the handler of a scope's feed: the whole feed, its changes for a reader that asks for them (`A-IM`), or a preview for a
 * browser that navigates to it (`Sec-Fetch-Dest`).
 */
export const feedHandler =
  (findScope: ScopeFinder, format: Format): EdgeHandler =>
  (c) => {
    const scope = findScope(c);
    if (!scope) return handleNotFound(c);
    if (asksForPreview(c.req.raw))
      return import('./rendered/edition.ts').then(({ respondPreview }) => respondPreview(c, scope, format));
    const renderInstead = async (value: CachedValue) =>
      (await import('./rendered/edition.ts')).respondFeed(c, scope, format, value);
    const response = asksForDelta(c.req.raw)
      ? import('./rendered/delta.ts').then(({ respondDelta }) =>
          respondDelta(c, scope, format, renderInstead),
        )
      : respondFinished(c, editionKey(scope), format, renderInstead);
    return c.env.METRICS ? countPoll(c.env.METRICS, c.req.raw, response, { scope, format }) : response;
  };

/** Records the poll in the metrics, and returns the response unchanged. */
async function countPoll(
  metrics: AnalyticsEngineDataset,
  request: Request,
  pending: Response | Promise<Response>,
  feed: { scope: Scope; format: Format },
): Promise<Response> {
  const [response, { recordPoll }] = await Promise.all([pending, import('./metrics.ts')]);
  if (response.status !== 404) recordPoll(metrics, request, { status: response.status, ...feed });
  return response;
}

/** Handles a story's address: sends its page, or renders a variant of it (Markdown, JSON, an object of the fediverse). */
export const handleStory: EdgeHandler = (c) => {
  const slug = c.req.param('file') ?? '';
  if (!isStorySlug(slug) || mayPreferVariant(c.req.raw))
    return import('./rendered/exports.ts').then(({ handleStoryVariant }) => handleStoryVariant(c));
  return respondFinished(c, storyKey(slug), 'page', async (value) =>
    (await import('./rendered/story.ts')).respondStory(c, slug, value),
  );
};
