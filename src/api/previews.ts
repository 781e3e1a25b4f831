import { previewsOf } from '../desk/desk-stub.ts';
import { renderDraftPage } from '../page/draft-preview.tsx';
import { securityHeaders } from '../page/security.ts';
import { readSettings } from '../settings.ts';
import { pictureUrls } from '../site.ts';
import { mintIdentifier } from '../story/identifier.ts';
import { makeArticle } from '../story/make-article.ts';
import { previewIdSchema } from './operations.ts';
import { ProblemError } from './problem.ts';
import { type ApiContext, readDraft } from './request.ts';
import { groundingOf, type Handler } from './responses.ts';

// Previews: drafts as their pages will look, kept for an hour.

const missing = () =>
  new ProblemError(
    404,
    'There is no such preview. A preview expires after an hour; POST /api/previews starts a new one.',
  );

/** Returns the id in the request's path. Throws 404 if it does not have the form of an id. */
function readId(c: ApiContext): string {
  const parsed = previewIdSchema.safeParse(c.req.param('id'));
  if (parsed.success) return parsed.data;
  throw missing();
}

const previewOf = (c: ApiContext, id: string) => ({
  id,
  url: `${readSettings(c.env).site.url}/api/previews/${id}`,
});

/** Stores the draft in the request's body under an id that the server chooses. */
export const startPreview: Handler<'startPreview'> = async (c, send) => {
  const { story, evidence } = await readDraft(c);
  const preview = previewOf(c, await previewsOf(c.env).add(story, Date.now()));
  return send(201, { ...preview, ...groundingOf(story, evidence) }, { Location: preview.url });
};

/** Replaces a stored draft with the one in the request's body. */
export const updatePreview: Handler<'updatePreview'> = async (c, send) => {
  const id = readId(c);
  const { story, evidence } = await readDraft(c);
  if (!(await previewsOf(c.env).replace(id, story, Date.now()))) throw missing();
  return send(200, { ...previewOf(c, id), ...groundingOf(story, evidence) });
};

/** Sends a draft as a page. It needs no token, because a browser has none to send: the secret id protects the draft. */
export const showPreview: Handler<'showPreview'> = async (c, send) => {
  const { site } = readSettings(c.env);
  const story = await previewsOf(c.env).find(readId(c), Date.now());
  if (!story) throw missing();
  const article = makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug));
  return send(200, renderDraftPage(article, site), {
    'Content-Type': 'text/html; charset=utf-8',
    ...(await securityHeaders(pictureUrls([article], site))),
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex',
    // The browser reloads the page, because the page may not run a script.
    Refresh: '2',
  });
};
