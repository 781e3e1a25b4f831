import { HonoBase } from 'hono/hono-base';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { deskOf } from '../desk/desk-stub.ts';
import { makeStorableArticle } from '../edition/storable-article.ts';
import type { Env } from '../env.ts';
import { isCompressed } from '../lib/body.ts';
import { loggerOf, REQUEST_ID_HEADER, requestId } from '../lib/log.ts';
import { readSettings, settingsFault } from '../settings.ts';
import { authenticate, limitRate } from './auth.ts';
import { listKeptBackups, openKeptBackup } from './backups.ts';
import { openApi } from './openapi.ts';
import { showPreview, startPreview, updatePreview } from './previews.ts';
import { ProblemError, problemResponse, RETRY_AFTER_SECONDS } from './problem.ts';
import {
  type ApiContext,
  invalidStory,
  readDraft,
  readMergeTarget,
  readPrecondition,
  readReason,
  readSlug,
  readStory,
} from './request.ts';
import { jsonResponse, problemOfRefusal, respondWithChange, summarize } from './responses.ts';
import { exportStories, importStories } from './transfer.ts';

const unknown = (slug: string) => new ProblemError(404, `There is no story "${slug}".`);

/** The story at the request's address; one that was renamed is said to be elsewhere. */
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

/** Notes in the log who asked for what, and what came of it. The query is left out, as it is for readers' eyes alone. */
function logRequest(c: ApiContext, event: string, status: number) {
  const { method, path } = c.req;
  const who = c.get('who') ?? null;
  const agent = c.req.header('User-Agent')?.slice(0, 200) ?? null;
  loggerOf(c.req.raw)({ event, method, path, status, who, agent }, 'info');
}

/** Publishing: every address under /api but the schema. */
export const api = new HonoBase<{ Bindings: Env; Variables: { who: string } }>({
  router: new RegExpRouter(),
});

api.get('/openapi.json', (c) =>
  jsonResponse(c, openApi(readSettings(c.env).site), 200, {
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  }),
);

// Whoever knows the id may look: a browser has no token to send.
api.get('/previews/:id', async (c) => {
  await limitRate(c.req.raw, c.env);
  return showPreview(c, deskOf(c.env));
});

api.use(async (c, next) => {
  await limitRate(c.req.raw, c.env);
  c.set('who', await authenticate(c.req.raw, c.env));
  // The Desk could only say that it cannot begin.
  readSettings(c.env);
  if (isCompressed(c.req.raw.headers)) {
    const headers = { 'Accept-Encoding': 'identity' };
    throw new ProblemError(415, 'The body is compressed. Send it as it is.', {}, headers);
  }
  await next();
  c.header('Cache-Control', 'no-store');
  c.header('X-Content-Type-Options', 'nosniff');
  c.header(REQUEST_ID_HEADER, requestId(c.req.raw));
  if (c.req.method !== 'GET') logRequest(c, 'write', c.res.status);
});

api.put('/stories/:slug', async (c) => {
  const slug = readSlug(c);
  const expected = readPrecondition(c);
  const story = await readStory(c, slug);
  // Rendered here, so that the Desk, of which there is one, has little to do.
  const made = makeStorableArticle(story, '');
  if (!made.ok) throw invalidStory(made.faults);
  const { rendering } = made.value;
  const done = await deskOf(c.env).save(story, rendering, { expected, who: c.get('who'), now: Date.now() });
  if (!done.ok) throw problemOfRefusal(done, expected);
  return respondWithChange(c, done, done.changed && done.revision === 1);
});

api.post('/stories', async (c) => {
  if (!c.req.raw.body)
    throw new ProblemError(400, 'The body must be stories, one JSON record a line (NDJSON).');
  const isReplacing = c.req.query('replace') === 'true';
  const results = importStories(c.req.raw.body, deskOf(c.env), {
    who: c.get('who'),
    isReplacing,
    log: loggerOf(c.req.raw),
  });
  return c.newResponse(results, { headers: { 'Content-Type': 'application/x-ndjson' } });
});

api.get('/stories', async (c) => {
  const after = Number(c.req.query('after') ?? 0);
  const limit = Number(c.req.query('limit') ?? 100);
  if (!Number.isSafeInteger(after) || after < 0)
    throw new ProblemError(400, 'after must be the "next" of the page before.');
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
    throw new ProblemError(400, 'limit must be from 1 to 1,000.');
  const stories = await deskOf(c.env).listStories(after, limit);
  const next = stories.length === limit ? stories.at(-1)?.id : undefined;
  return jsonResponse(c, { stories: stories.map((held) => summarize(c, held)), ...(next ? { next } : {}) });
});

api.get('/stories/:slug', async (c) => {
  const { held, record } = await findStory(c);
  return jsonResponse(c, { ...summarize(c, held), record }, 200, { ETag: `"${held.revision}"` });
});

api.delete('/stories/:slug', async (c) => {
  const slug = readSlug(c);
  const expected = readPrecondition(c);
  const reason = readReason(c);
  const done = await deskOf(c.env).withdraw(slug, {
    expected,
    who: c.get('who'),
    now: Date.now(),
    reason,
  });
  if (!done.ok) throw problemOfRefusal(done, expected);
  return respondWithChange(c, done, false);
});

api.post('/stories/:slug/restore', async (c) => {
  const expected = readPrecondition(c);
  const done = await deskOf(c.env).restore(readSlug(c), { expected, who: c.get('who'), now: Date.now() });
  if (!done.ok) throw problemOfRefusal(done, expected);
  return respondWithChange(c, done, false);
});

api.post('/stories/:slug/merge', async (c) => {
  const expected = readPrecondition(c);
  const done = await deskOf(c.env).merge(readSlug(c), {
    into: readMergeTarget(c),
    expected,
    who: c.get('who'),
    now: Date.now(),
    reason: new URL(c.req.url).searchParams.has('reason') ? readReason(c) : null,
  });
  if (!done.ok) throw problemOfRefusal(done, expected);
  return respondWithChange(c, done, false);
});

api.post('/similar', async (c) => {
  const { story, sources } = await readDraft(c);
  return jsonResponse(c, { similar: await deskOf(c.env).findSimilar(story, sources) });
});

api.get('/stories/:slug/revisions', async (c) => {
  await findStory(c);
  return jsonResponse(c, { revisions: await deskOf(c.env).revisions(readSlug(c)) });
});

api.get('/stories/:slug/revisions/:revision', async (c) => {
  await findStory(c);
  const revision = Number(c.req.param('revision'));
  const found = Number.isInteger(revision) ? await deskOf(c.env).revision(readSlug(c), revision) : undefined;
  if (!found)
    throw new ProblemError(
      404,
      `"${readSlug(c)}" has no revision ${JSON.stringify(c.req.param('revision').slice(0, 20))}.`,
    );
  return jsonResponse(c, found);
});

api.post('/previews', (c) => startPreview(c, deskOf(c.env)));

api.put('/previews/:id', (c) => updatePreview(c, deskOf(c.env)));

api.get('/export', (c) =>
  c.newResponse(exportStories(deskOf(c.env)), { headers: { 'Content-Type': 'application/x-ndjson' } }),
);

api.get('/status', async (c) => jsonResponse(c, await deskOf(c.env).status(Date.now())));

api.get('/backups', async (c) => jsonResponse(c, { backups: await listKeptBackups(c) }));

api.get('/backups/:name', async (c) =>
  c.newResponse(await openKeptBackup(c, c.req.param('name').slice(0, 100)), {
    headers: { 'Content-Type': 'application/x-ndjson' },
  }),
);

api.post('/rebuild', async (c) => jsonResponse(c, await deskOf(c.env).rebuild(Date.now(), true), 202));

for (const [path, methods] of Map.groupBy(
  api.routes.filter(({ method }) => method !== 'ALL'),
  ({ path }) => path,
)) {
  const allowed = [...new Set(methods.map(({ method }) => method))].join(', ');
  api.all(path, (c) => {
    throw new ProblemError(
      405,
      `This address takes ${allowed}, not ${c.req.method}.`,
      {},
      { Allow: allowed },
    );
  });
}

api.all('*', () => {
  throw new ProblemError(404, 'The API has no such address; /api/openapi.json lists those that it has.');
});

/**
 * Whether the runtime says that the Desk could not answer just now: it is overloaded, was moved or ended, or the connection
 * to it was lost (https://developers.cloudflare.com/durable-objects/best-practices/error-handling/).
 */
const isPassing = (error: object) =>
  ['overloaded', 'retryable', 'durableObjectReset'].some((name) => Reflect.get(error, name) === true);

api.onError((error, c) => {
  const id = requestId(c.req.raw);
  if (error instanceof ProblemError) {
    if (error.problem.status === 401) logRequest(c, 'unauthorised', 401);
    return problemResponse(error, id);
  }
  const fault = settingsFault(c.env);
  if (fault !== undefined) {
    loggerOf(c.req.raw)({ event: 'misconfigured', error: fault });
    const detail = `A setting is wrong, so that nothing works: ${fault}\nChange it in wrangler.toml or data/site.json and deploy again.`;
    return problemResponse(new ProblemError(500, detail), id);
  }
  const { method, path } = c.req;
  loggerOf(c.req.raw)({ event: 'api-failed', method, path, error: error.stack ?? String(error) });
  if (isPassing(error)) {
    return problemResponse(
      new ProblemError(
        503,
        'The Desk could not answer just now. Nothing was acknowledged, though it may have been done; the same request again does nothing twice.',
        {},
        { 'Retry-After': String(RETRY_AFTER_SECONDS) },
      ),
      id,
    );
  }
  return problemResponse(
    new ProblemError(
      500,
      'The fault is on this side and has been logged. Nothing was acknowledged; try again.',
    ),
    id,
  );
});
