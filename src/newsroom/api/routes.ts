import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { isCompressed } from '../../lib/body.ts';
import { loggerOf, REQUEST_ID_HEADER, requestId } from '../../lib/log.ts';
import { readSettings, settingsFault } from '../../settings/settings.ts';
import { draftingHandlers } from '../drafting/api/handlers.ts';
import { draftHandlers } from '../drafts/api/handlers.ts';
import { eventHandlers } from '../events/api/handlers.ts';
import { feedHandlers } from '../feeds/api/handlers.ts';
import { frontHandlers } from '../front/api/handlers.ts';
import { pageHandlers } from '../pages/api/handlers.ts';
import { peopleHandlers } from '../people/api/handlers.ts';
import { mediaHandlers } from '../pictures/api/handlers.ts';
import { previewHandlers } from '../previews/api/handlers.ts';
import { redirectHandlers } from '../redirects/api/handlers.ts';
import { reportHandlers } from '../reports/api/handlers.ts';
import { reviewHandlers } from '../reviews/api/handlers.ts';
import { settingsHandlers } from '../settings/api/handlers.ts';
import { deskHandlers } from '../status/api/handlers.ts';
import { storyHandlers } from '../stories/api/handlers.ts';
import { transferHandlers } from '../transfer/api/handlers.ts';
import { watchHandlers } from '../watch/api/handlers.ts';
import { authenticate, limitRate, requireCapability } from './auth.ts';
import type { ApiContext, ApiEnv } from './context.ts';
import { openApi } from './description/openapi.ts';
import type { descriptionOperations } from './description/operations.ts';
import { type Handlers, type Operations, senderOf } from './operation.ts';
import { SUBJECTS } from './operations.ts';
import { ProblemError, problemResponse, unavailable } from './problem.ts';

const descriptionHandlers: Handlers<typeof descriptionOperations> = {
  getOpenApi: (c, send) =>
    send(200, openApi(readSettings(c.env).site), {
      'Access-Control-Allow-Origin': '*',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    }),
};

/** Logs a request with the name of its token. Omits the query, which may contain the reason for a withdrawal. */
function logRequest(c: ApiContext, event: string, status: number) {
  const { method, path } = c.req;
  const who = c.get('actor')?.name ?? null;
  const agent = c.req.header('User-Agent')?.slice(0, 200) ?? null;
  loggerOf(c.req.raw)({ event, method, path, status, who, agent }, 'info');
}

/** The API, under /api. One part of it, the JSON Schema of a story, is served by `readers/` instead. */
export const api = new HonoBase<ApiEnv>({
  router: new RegExpRouter(),
});

type Subjects = typeof SUBJECTS;

const HANDLERS: { [Subject in keyof Subjects]: Handlers<Subjects[Subject]> } = {
  stories: storyHandlers,
  front: frontHandlers,
  pages: pageHandlers,
  redirects: redirectHandlers,
  transfer: transferHandlers,
  previews: previewHandlers,
  drafts: draftHandlers,
  drafting: draftingHandlers,
  reviews: reviewHandlers,
  pictures: mediaHandlers,
  feeds: feedHandlers,
  events: eventHandlers,
  people: peopleHandlers,
  settings: settingsHandlers,
  watch: watchHandlers,
  reports: reportHandlers,
  status: deskHandlers,
  description: descriptionHandlers,
};

/** Serves those operations of a subject that need a token, or those that need none. */
function serve<All extends Operations>(all: All, handlers: Handlers<All>, isPublic: boolean) {
  for (const name in all) {
    const operation = all[name] as All[typeof name];
    if ((operation.isPublic ?? false) !== isPublic) continue;
    const [method = '', path = ''] = operation.route.split(' ');
    api.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => {
      c.set('isRepeatable', !operation.adds);
      if (operation.needs) requireCapability(c.get('actor'), operation.needs);
      return handlers[name](c, senderOf(c, operation));
    });
  }
}

function serveAll({ isPublic }: { isPublic: boolean }) {
  const serveSubject = <Subject extends keyof Subjects>(subject: Subject) =>
    serve<Subjects[Subject]>(SUBJECTS[subject], HANDLERS[subject], isPublic);
  for (const subject of Object.keys(SUBJECTS) as (keyof Subjects)[]) serveSubject(subject);
}

serveAll({ isPublic: true });

api.use(async (c, next) => {
  await limitRate(c.req.raw, c.env);
  c.set('actor', await authenticate(c.req.raw, c.env));
  // Throws if a setting is wrong, because the Desk could not start.
  readSettings(c.env);
  if (isCompressed(c.req.raw.headers)) {
    const headers = { 'Accept-Encoding': 'identity' };
    throw new ProblemError(415, 'The body is compressed. Send it uncompressed.', {}, headers);
  }
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header(REQUEST_ID_HEADER, requestId(c.req.raw));
  if (c.req.method !== 'GET') logRequest(c, 'write', c.res.status);
});

serveAll({ isPublic: false });

for (const [path, methods] of Map.groupBy(
  api.routes.filter(({ method }) => method !== 'ALL'),
  ({ path }) => path,
)) {
  const allowed = [...new Set(methods.map(({ method }) => method))].join(', ');
  api.all(path, (c) => {
    throw new ProblemError(
      405,
      `This address accepts ${allowed}, not ${c.req.method}.`,
      {},
      { Allow: allowed },
    );
  });
}

api.all('*', () => {
  throw new ProblemError(404, 'The API has no such address. /api/openapi.json lists all of its addresses.');
});

/**
 * Whether an error is temporary: the Desk is overloaded, moved or restarted, or the connection to it broke
 * (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/).
 */
const isTransient = (error: object) =>
  ['overloaded', 'retryable', 'durableObjectReset'].some((name) => Reflect.get(error, name) === true);

/** Logs an error, and returns the problem to respond with. */
function problemOf(error: Error, c: ApiContext): ProblemError {
  const log = loggerOf(c.req.raw);
  if (error instanceof ProblemError) {
    if (error.problem.status === 401) logRequest(c, 'unauthorised', 401);
    return error;
  }
  const fault = settingsFault(c.env);
  if (fault !== undefined) {
    log({ event: 'misconfigured', error: fault });
    return new ProblemError(
      500,
      `A setting is wrong: ${fault}\nFix it in wrangler.toml or data/site.json, and deploy again.`,
    );
  }
  const { method, path } = c.req;
  log({ event: 'api-failed', method, path, error: error.stack ?? String(error) });
  return isTransient(error)
    ? unavailable(
        `The Desk did not answer, so the change may or may not have been made. ${
          c.get('isRepeatable') === false
            ? 'See whether it was before you send the request again.'
            : 'Send the request again: nothing is done twice.'
        }`,
      )
    : new ProblemError(500, 'The server failed and has logged the error. Try again.');
}

api.onError((error, c) => problemResponse(problemOf(error, c), requestId(c.req.raw)));
