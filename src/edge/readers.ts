import type { Format, Scope } from '../edition/scope.ts';
import { editionKey, storyKey } from '../kv.ts';
import { isStorySlug } from '../story/slug.ts';
import { answer } from './finished.ts';
import type { EdgeHandler, ScopeOf } from './scopes.ts';
import type { CachedValue } from './values.ts';

// What readers ask for most: feeds, the pages that list stories, and stories. Each is answered with bytes that were finished
// when they were published. This file and what it imports is all that an isolate loads for that; what KV has no finished bytes
// of is rendered by modules that are loaded when they are first needed.

const fallback = () => import('./rendered/fallback.ts');

const notFound: EdgeHandler = async (c) => (await import('./troubles.ts')).notFound(c);

/** The page of a scope. */
export const listing =
  (scopeOf: ScopeOf): EdgeHandler =>
  (c) => {
    const scope = scopeOf(c);
    if (!scope) return notFound(c);
    const render = async (held: CachedValue) => (await fallback()).listing(c, scope, held);
    return answer(c, editionKey(scope), 'page', render);
  };

/** A feed of a scope: the whole, what is new since a reader's copy, or a page for a browser that is to show it. */
export const feed =
  (scopeOf: ScopeOf, format: Format): EdgeHandler =>
  (c) => {
    const scope = scopeOf(c);
    if (!scope) return notFound(c);
    const { headers } = c.req.raw;
    if (headers.get('Sec-Fetch-Dest') === 'document')
      return fallback().then(({ preview }) => preview(c, scope, format));
    const render = async (held: CachedValue) => (await fallback()).feed(c, scope, format, held);
    const response = headers.has('A-IM')
      ? import('./rendered/feed.ts').then(({ serveFeed }) => serveFeed(c, scope, format, render))
      : answer(c, editionKey(scope), format, render);
    return c.env.METRICS ? noted(c.env.METRICS, c.req.raw, response, { scope, format }) : response;
  };

/** The same answer, of which the metrics are told. */
async function noted(
  metrics: AnalyticsEngineDataset,
  request: Request,
  answered: Response | Promise<Response>,
  feed: { scope: Scope; format: Format },
): Promise<Response> {
  const [response, { notePoll }] = await Promise.all([answered, import('./metrics.ts')]);
  if (response.status !== 404) notePoll(metrics, request, { status: response.status, ...feed });
  return response;
}

/** Whether `Accept` may prefer Markdown: a cheap test, so that `prefersMarkdown` is loaded only where it decides. */
const namesMarkdown = (accept: string | null) => accept !== null && /markdown|html\s*;/i.test(accept);

/** A story's page. Its Markdown and its file for programs, at `/stories/a-story.md`, are rendered. */
export const story: EdgeHandler = (c) => {
  const slug = c.req.param('file') ?? '';
  if (!isStorySlug(slug) || namesMarkdown(c.req.raw.headers.get('Accept')))
    return import('./rendered/stories.ts').then((stories) => stories.story(c));
  return answer(c, storyKey(slug), 'page', async (held) => (await fallback()).story(c, slug, held));
};
