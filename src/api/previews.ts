import type { Desk } from '../desk/desk.ts';
import { renderDraftPage } from '../page/draft.tsx';
import { securityHeaders } from '../page/security.ts';
import { readSettings } from '../settings.ts';
import { pictureUrls } from '../site.ts';
import { mintIdentifier } from '../story/identifier.ts';
import { makeArticle } from '../story/make-article.ts';
import { ProblemError } from './problem.ts';
import { type ApiContext, readDraft } from './request.ts';
import { jsonResponse } from './responses.ts';

// Drafts as they will look, for an hour.

type Stub = DurableObjectStub<Desk>;

const missing = () =>
  new ProblemError(
    404,
    'There is no such preview. A preview expires after an hour; POST /api/previews starts a new one.',
  );

/** Returns the id in the request's path; throws 404 unless the server could have made it. */
function readId(c: ApiContext): string {
  const id = c.req.param('id') ?? '';
  if (/^[0-9a-f]{32}$/.test(id)) return id;
  throw missing();
}

function answer(c: ApiContext, id: string, status: 200 | 201): Response {
  const url = `${readSettings(c.env).site.url}/api/previews/${id}`;
  return jsonResponse(c, { id, url }, status, status === 201 ? { Location: url } : {});
}

/** Keeps the draft in the request's body under an id that the server chooses. */
export async function startPreview(c: ApiContext, desk: Stub): Promise<Response> {
  const { story } = await readDraft(c);
  return answer(c, await desk.addPreview(story, Date.now()), 201);
}

/** Replaces a kept draft with the one in the request's body. */
export async function updatePreview(c: ApiContext, desk: Stub): Promise<Response> {
  const id = readId(c);
  const { story } = await readDraft(c);
  if (!(await desk.replacePreview(id, story, Date.now()))) throw missing();
  return answer(c, id, 200);
}

/** The draft as a page, for whoever knows its id: a browser has no token to send. */
export async function showPreview(c: ApiContext, desk: Stub): Promise<Response> {
  const { site } = readSettings(c.env);
  const story = await desk.preview(readId(c), Date.now());
  if (!story) throw missing();
  const article = makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug));
  return c.newResponse(renderDraftPage(article, site), {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      ...(await securityHeaders(pictureUrls([article], site))),
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
      // The page asks again by itself, as nothing on it may run.
      Refresh: '2',
    },
  });
}
