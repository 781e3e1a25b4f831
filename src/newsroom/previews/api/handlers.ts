import { readSettings } from '../../../settings/settings.ts';
import { pictureUrls } from '../../../settings/site.ts';
import { renderDraftPage } from '../../../site/page/draft-preview.tsx';
import { securityHeaders } from '../../../site/page/security.ts';
import { mintIdentifier } from '../../../site/story/identifier.ts';
import { makeArticle } from '../../../site/story/make-article.ts';
import { withDate } from '../../../site/story/story.ts';
import { limitRate } from '../../api/auth.ts';
import type { ApiContext } from '../../api/context.ts';
import { groundingOf } from '../../api/grounding.ts';
import type { Handlers } from '../../api/operation.ts';
import { idSchema } from '../../api/parameters.ts';
import { ProblemError } from '../../api/problem.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { withKnownPictures } from '../../pictures/desk/picture-source.ts';
import { currentSettings } from '../../settings/desk/current-settings.ts';
import { readDraft } from '../../stories/api/request.ts';
import type { previewOperations } from './operations.ts';

const missing = () =>
  new ProblemError(
    404,
    'There is no such preview. A preview expires after an hour; POST /api/previews starts a new one.',
  );

/** Returns the id in the request's path. Throws 404 if it does not have the form of an id. */
function readId(c: ApiContext): string {
  const parsed = idSchema.safeParse(c.req.param('id'));
  if (parsed.success) return parsed.data;
  throw missing();
}

const previewOf = (c: ApiContext, id: string) => ({
  id,
  url: `${readSettings(c.env).site.url}/api/previews/${id}`,
});

export const previewHandlers: Handlers<typeof previewOperations> = {
  /** Stores the draft in the request's body under an id that the server chooses. */
  async startPreview(c, send) {
    const { story, evidence } = await readDraft(c);
    const preview = previewOf(c, await deskOf(c.env).previews.add(story, Date.now()));
    return send(201, { ...preview, ...groundingOf(story, evidence) }, { Location: preview.url });
  },

  /** Replaces a stored draft with the one in the request's body. */
  async updatePreview(c, send) {
    const id = readId(c);
    const { story, evidence } = await readDraft(c);
    if (!(await deskOf(c.env).previews.replace(id, story, Date.now()))) throw missing();
    return send(200, { ...previewOf(c, id), ...groundingOf(story, evidence) });
  },

  /** Sends a draft as a page. It needs no token, because a browser has none to send: the secret id protects the draft. */
  async showPreview(c, send) {
    await limitRate(c.req.raw, c.env);
    const { site } = await currentSettings(c.env);
    const now = Date.now();
    const written = await deskOf(c.env).previews.find(readId(c), now);
    if (!written) throw missing();
    const story = withDate(written, now);
    const made = makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug));
    const article = await withKnownPictures(c.env, made);
    return send(200, renderDraftPage(article, site), {
      'Content-Type': 'text/html; charset=utf-8',
      ...(await securityHeaders(site, pictureUrls([article], site))),
      'Cache-Control': 'no-store',
      'X-Robots-Tag': 'noindex',
      // The browser reloads the page, because the page may not run a script.
      Refresh: '2',
    });
  },
};
