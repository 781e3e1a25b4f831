import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { deskOf } from '../desk/desk-stub.ts';
import type { Actor } from '../desk/people/roles.ts';
import { submitStory } from '../desk/submit-story.ts';
import type { Env } from '../env.ts';
import { isCompressed } from '../lib/body.ts';
import { loggerOf, REQUEST_ID_HEADER, requestId } from '../lib/log.ts';
import { readSettings, settingsFault } from '../settings.ts';
import { authenticate, limitRate } from './auth.ts';
import { listKeptBackups, openKeptBackup } from './backups.ts';
import { openApi } from './openapi.ts';
import { listQuerySchema, operations } from './operations.ts';
import { showPreview, startPreview, updatePreview } from './previews.ts';
import { ProblemError, problemResponse, unavailable } from './problem.ts';
import {
  type ApiContext,
  readDraft,
  readMergeTarget,
  readPrecondition,
  readQuery,
  readReason,
  readSlug,
  readStory,
} from './request.ts';
import {
  changeOf,
  etagHeader,
  groundingOf,
  groundingOfStored,
  type Handler,
  type OperationName,
  problemOfRefusal,
  problemOfSubmission,
  senderOf,
  summaryOf,
} from './responses.ts';
import { exportStories, importStories } from './transfer.ts';

const unknown = (slug: string) => new ProblemError(404, `There is no story "${slug}".`);

/** Finds the story at the request's address. Throws 404 if there is none; if it was renamed, the problem has its current slug. */
async function findStory(c: ApiContext) {
  const slug = readSlug(c);
  const found = await deskOf(c.env).findStory(slug);
  if (!found) throw unknown(slug);
  if ('movedTo' in found) {
    const { movedTo } = found;
    throw new ProblemError(404, `"${slug}" was renamed; the story is "${movedTo}" now.`, { movedTo });
  }
  return found;
}

/** Logs a request with the name of its token. Omits the query, which may contain the reason for a withdrawal. */
function logRequest(c: ApiContext, event: string, status: number) {
  const { method, path } = c.req;
  const who = c.get('actor')?.name ?? null;
  const agent = c.req.header('User-Agent')?.slice(0, 200) ?? null;
  loggerOf(c.req.raw)({ event, method, path, status, who, agent }, 'info');
}

/** The API, under /api. One part of it, the JSON Schema of a story, is served by `edge/` instead. */
export const api = new HonoBase<{ Bindings: Env; Variables: { actor: Actor } }>({
  router: new RegExpRouter(),
});

function serve<N extends OperationName>(name: N, handle: Handler<N>) {
  const [method = '', path = ''] = operations[name].route.split(' ');
  api.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), (c) => handle(c, senderOf(c, name)));
}

serve('getOpenApi', (c, send) =>
  send(200, openApi(readSettings(c.env).site), {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }),
);

serve('showPreview', async (c, send) => {
  await limitRate(c.req.raw, c.env);
  return showPreview(c, send);
});

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

serve('putStory', async (c, send) => {
  const slug = readSlug(c);
  const expected = readPrecondition(c);
  const { story, evidence } = await readStory(c, slug);
  const options = { expected, actor: c.get('actor'), now: Date.now(), evidence };
  const done = await submitStory(c.env, story, options);
  if (!done.ok) throw problemOfSubmission(done, expected);
  const isNew = done.changed && done.revision === 1;
  const saved = { ...changeOf(c, done), ...groundingOf(story, evidence) };
  return send(isNew ? 201 : 200, saved, etagHeader(done.revision));
});

serve('importStories', (c, send) => {
  const { body } = c.req.raw;
  if (!body) throw new ProblemError(400, 'The body must be NDJSON: a story record on each line.');
  const isReplacing = c.req.query('replace') === 'true';
  const policy = readSettings(c.env).site.evidence;
  const options = { actor: c.get('actor'), isReplacing, policy, log: loggerOf(c.req.raw) };
  return send(200, importStories(body, deskOf(c.env), options));
});

serve('listStories', async (c, send) => {
  const { after, limit } = readQuery(c, listQuerySchema);
  const rows = await deskOf(c.env).listStories(after, limit);
  const next = rows.length === limit ? rows.at(-1)?.id : undefined;
  return send(200, { stories: rows.map((row) => summaryOf(c, row)), ...(next ? { next } : {}) });
});

serve('getStory', async (c, send) => {
  const { row, record } = await findStory(c);
  const grounding = groundingOfStored(record, readSettings(c.env).site.evidence);
  return send(200, { ...summaryOf(c, row), record, ...grounding }, etagHeader(row.revision));
});

serve('withdrawStory', async (c, send) => {
  const slug = readSlug(c);
  const expected = readPrecondition(c);
  const options = { expected, actor: c.get('actor'), now: Date.now(), reason: readReason(c) };
  const done = await deskOf(c.env).withdraw(slug, options);
  if (!done.ok) throw problemOfRefusal(done, expected);
  return send(200, changeOf(c, done), etagHeader(done.revision));
});

serve('restoreStory', async (c, send) => {
  const expected = readPrecondition(c);
  const done = await deskOf(c.env).restore(readSlug(c), { expected, actor: c.get('actor'), now: Date.now() });
  if (!done.ok) throw problemOfRefusal(done, expected);
  return send(200, changeOf(c, done), etagHeader(done.revision));
});

serve('mergeStory', async (c, send) => {
  const expected = readPrecondition(c);
  const done = await deskOf(c.env).merge(readSlug(c), {
    into: readMergeTarget(c),
    expected,
    actor: c.get('actor'),
    now: Date.now(),
    reason: new URL(c.req.url).searchParams.has('reason') ? readReason(c) : null,
  });
  if (!done.ok) throw problemOfRefusal(done, expected);
  return send(200, changeOf(c, done), etagHeader(done.revision));
});

serve('findSimilar', async (c, send) => {
  const { story, sources } = await readDraft(c);
  return send(200, { similar: await deskOf(c.env).findSimilar(story, sources) });
});

serve('listRevisions', async (c, send) => {
  const { slug } = (await findStory(c)).row;
  return send(200, { revisions: (await deskOf(c.env).revisions(slug)) ?? [] });
});

serve('getRevision', async (c, send) => {
  const { slug } = (await findStory(c)).row;
  const revision = c.req.param('revision') ?? '';
  const found = Number.isInteger(Number(revision))
    ? await deskOf(c.env).revision(slug, Number(revision))
    : undefined;
  if (found) return send(200, found);
  throw new ProblemError(404, `"${slug}" has no revision ${JSON.stringify(revision.slice(0, 20))}.`);
});

serve('startPreview', startPreview);
serve('updatePreview', updatePreview);

serve('exportStories', (c, send) => send(200, exportStories(deskOf(c.env))));

serve('getStatus', async (c, send) => send(200, await deskOf(c.env).status(Date.now())));

serve('listBackups', async (c, send) => send(200, { backups: await listKeptBackups(c) }));

serve('getBackup', async (c, send) =>
  send(200, await openKeptBackup(c, (c.req.param('name') ?? '').slice(0, 100))),
);

serve('rebuild', async (c, send) => send(202, await deskOf(c.env).rebuild(Date.now(), true)));

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
        'The Desk did not answer, so the change may or may not have been made. Send the request again: nothing is done twice.',
      )
    : new ProblemError(500, 'The server failed and has logged the error. Try again.');
}

api.onError((error, c) => problemResponse(problemOf(error, c), requestId(c.req.raw)));
