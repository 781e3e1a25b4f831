import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { isCompressed } from '../../lib/body.ts';
import { loggerOf, REQUEST_ID_HEADER, requestId } from '../../lib/log.ts';
import { siteOf } from '../../readers/site.ts';
import { readSettings } from '../../settings/settings.ts';
import { readWireSettings } from '../../settings/wire-settings.ts';
import { addDraftingRoutes } from '../drafting/views/routes.ts';
import { addSourcesRoutes } from '../drafting/views/sources/page.tsx';
import { addEditorRoutes } from '../drafts/views/editor/routes.tsx';
import { addDraftRoutes } from '../drafts/views/routes.tsx';
import { addEventRoutes } from '../events/views/routes.tsx';
import { addFeedRoutes } from '../feeds/views/routes.tsx';
import { addFrontRoutes } from '../front/views/routes.tsx';
import { addNoticeRoutes } from '../notices/views/account.tsx';
import { addNoticesFeed, NOTICES_FEED } from '../notices/views/feed.ts';
import { addOpinionRoutes } from '../opinions/views/routes.ts';
import { addPageRoutes } from '../pages/views/routes.tsx';
import { addAccountRoutes } from '../people/views/account.tsx';
import { addPeopleRoutes } from '../people/views/people.tsx';
import { addPictureRoutes } from '../pictures/views/routes.tsx';
import { addRedirectRoutes } from '../redirects/views/routes.tsx';
import { addReportRoutes } from '../reports/views/routes.tsx';
import { addReviewRoutes } from '../reviews/views/routes.tsx';
import { addSearchRoutes } from '../search/views/search.tsx';
import { addSettingsRoutes } from '../settings/views/routes.tsx';
import { answerBehindAccess } from '../sign-in/behind-access.tsx';
import { addInvitationRoutes } from '../sign-in/invitation.tsx';
import { addPasskeyRoutes } from '../sign-in/passkeys.ts';
import { addSignInRoutes } from '../sign-in/sign-in.tsx';
import { addAttentionRoutes } from '../status/views/attention/attention.tsx';
import { addTodayRoutes } from '../status/views/today/page.tsx';
import { addStoryRoutes } from '../stories/views/routes.ts';
import { addScheduleRoutes } from '../stories/views/schedule/schedule.tsx';
import { addWatchRoutes } from '../watch/views/routes.tsx';
import { languageFor } from '../words/catalogs.ts';
import { inEnglish, translatorOf } from '../words/words.ts';
import { checkOrigin, findOtherHost, findPerson, useSettings } from './access.ts';
import { isForm, type Newsroom, type NewsroomContext, NewsroomError, wantsJson } from './context.ts';
import { renderNewsroom } from './layout.tsx';
import { newsroomHeaders } from './security.ts';
import { renderSignedOut, wasSignedIn } from './signed-out.tsx';

/** The paths that nobody has to be signed in for. */
const PUBLIC = /^\/newsroom\/(sign-in|sign-out|invitation)(\/|$)/;

/** The paths that are of no use behind Cloudflare Access. */
const SIGNS_IN =
  /^\/newsroom\/(sign-in|sign-out|invitation|account\/(passkeys|passkey-options|sessions|sign-out)(\/.*)?)(\/|$)/;

/** The pages that editors work in, under `/newsroom`. */
export const newsroom: Newsroom = new HonoBase({ router: new RegExpRouter() });

newsroom.use(async (c, next) => {
  c.set('t', inEnglish);
  useSettings(c, { ...readSettings(c.env), ...readWireSettings() });
  // Until it is known who asks, and which settings are in force.
  await speak(c);
  c.set('nonce', crypto.randomUUID());
  for (const [name, value] of Object.entries(await newsroomHeaders(c.get('nonce')))) c.header(name, value);
  c.header(REQUEST_ID_HEADER, requestId(c.req.raw));
  const elsewhere = findOtherHost(c);
  if (elsewhere !== undefined) return c.redirect(elsewhere, 307);
  checkOrigin(c);
  if (isCompressed(c.req.raw.headers)) {
    c.header('Accept-Encoding', 'identity');
    throw new NewsroomError(
      415,
      'Compressed',
      'The body is compressed, so nothing was changed. Send it uncompressed.',
    );
  }
  const isSignedIn = c.req.path !== NOTICES_FEED && (await findPerson(c));
  // Whoever is not signed in wakes no Desk.
  if (!isSignedIn) c.set('site', await siteOf(c));
  await speak(c);
  if (c.req.path === NOTICES_FEED) return next();
  if (c.get('access') && SIGNS_IN.test(c.req.path)) return answerBehindAccess(c);
  if (!isSignedIn && !PUBLIC.test(c.req.path)) return askToSignIn(c);
  return next();
});

/** Has the rest of the request say its sentences in the language of who asks, or else in the site's. */
async function speak(c: NewsroomContext): Promise<void> {
  c.set('t', translatorOf(await languageFor(c.env, c.get('person'), c.get('site'))));
}

/** Leads a page to sign-in, and back afterwards. Tells a script, and a form that would be lost, that the session has ended. */
async function askToSignIn(c: NewsroomContext): Promise<Response> {
  if (c.req.method === 'GET' && !wantsJson(c)) {
    const { pathname, search } = new URL(c.req.url);
    const signIn = `/newsroom/sign-in?then=${encodeURIComponent(pathname + search)}`;
    // With a link from another site, the browser sends no `SameSite=Strict` cookie. It does with what our own page opens.
    if (c.req.header('Sec-Fetch-Site') === 'cross-site') return leadOn(c, signIn);
    return c.redirect(signIn, 303);
  }
  if (!wantsJson(c) && isForm(c) && (await wasSignedIn(c))) return renderSignedOut(c);
  throw new NewsroomError(
    401,
    'Signed out',
    'Your session has ended, so nothing was changed. Sign in again in another tab, come back to this one, and send it again.',
  );
}

/** Makes a page that opens another one at once. */
function leadOn(c: NewsroomContext, path: string): Response | Promise<Response> {
  c.header('Refresh', `0;url=${path}`);
  return renderNewsroom(c, {
    title: c.get('t')('One moment'),
    children: (
      <p>
        <a href={path}>{c.get('t')('Go on to the newsroom')}</a>
      </p>
    ),
  });
}

addDraftRoutes(newsroom);
addDraftingRoutes(newsroom);
addEditorRoutes(newsroom);
addReviewRoutes(newsroom);
addOpinionRoutes(newsroom);
addSourcesRoutes(newsroom);
addPictureRoutes(newsroom);
addPageRoutes(newsroom);
addFrontRoutes(newsroom);
addRedirectRoutes(newsroom);
addFeedRoutes(newsroom);
addInvitationRoutes(newsroom);
addSignInRoutes(newsroom);
addPasskeyRoutes(newsroom);
addAccountRoutes(newsroom);
addPeopleRoutes(newsroom);
addNoticeRoutes(newsroom);
addNoticesFeed(newsroom);

addTodayRoutes(newsroom);
addSearchRoutes(newsroom);
addEventRoutes(newsroom);
addWatchRoutes(newsroom);
addReportRoutes(newsroom);
addStoryRoutes(newsroom);
addScheduleRoutes(newsroom);
addAttentionRoutes(newsroom);
addSettingsRoutes(newsroom);

/** Makes the response to a request that failed. */
function failed(c: NewsroomContext, error: NewsroomError): Response | Promise<Response> {
  const { status } = error;
  const t = c.get('t');
  const [title, detail] = [t(error.title), t(error.detail)];
  if (wantsJson(c)) {
    const problem = { type: 'about:blank', title, status, detail, request: requestId(c.req.raw) };
    return c.body(JSON.stringify(problem), status, { 'Content-Type': 'application/problem+json' });
  }
  return renderNewsroom(c, { title, status, children: <p>{detail}</p> });
}

newsroom.notFound((c) =>
  failed(c, new NewsroomError(404, 'Not found', 'The newsroom has no such page. Begin at Today.')),
);

newsroom.onError((error, c) => {
  if (error instanceof NewsroomError) return failed(c, error);
  loggerOf(c.req.raw)({ event: 'newsroom-failed', path: c.req.path, error: error.stack ?? String(error) });
  return failed(
    c,
    new NewsroomError(
      503,
      'That did not work',
      'Something failed on the server. Nothing that was saved is lost. Try again. If it stays so, tell whoever runs the site this number, by which they find it: {number}',
      { number: requestId(c.req.raw) },
    ),
  );
});
