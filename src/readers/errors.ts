import { type ErrorText, fillMessage } from '../language/messages.ts';
import { formatNumber, type Words, wordsOf } from '../language/words.ts';
import { gzip } from '../lib/gzip.ts';
import { loggerOf, REQUEST_ID_HEADER, requestId } from '../lib/log.ts';
import { Unavailable } from '../platform/kv.ts';
import { settingsFault } from '../settings/settings.ts';
import type { Site } from '../settings/site.ts';
import { CORS } from '../site/document/caching.ts';
import { ALLOWED_METHODS, preflightHeaders } from '../site/document/headers.ts';
import { renderErrorPage, renderNotFoundPage } from '../site/page/error.tsx';
import { securityHeaders } from '../site/page/security.ts';
import type { EdgeContext } from './context.ts';
import { makeResponse, type PreparedResponse } from './response.ts';
import { knownSite, siteOf } from './site.ts';

// The handlers of requests that fail, and the error responses that these and other handlers send.

let notFoundPage: { site: Site; page: PreparedResponse } | undefined;

/** Handles an address that has no document. Each isolate makes the page once, because crawlers ask for much that is not there. */
export async function handleNotFound(c: EdgeContext): Promise<Response> {
  const site = await siteOf(c);
  if (notFoundPage?.site !== site) notFoundPage = { site, page: await prepareNotFoundPage(site) };
  return makeResponse(c.req.raw, notFoundPage.page);
}

/** Handles a method that the address does not support. */
export const handleMethodNotAllowed = async (c: EdgeContext) =>
  methodNotAllowedResponse(c.req.method, await siteOf(c));

/** Handles OPTIONS. A browser sends it before it lets a script of another site send a validator (a CORS preflight). */
export const handleOptions = () => new Response(null, { status: 204, headers: preflightHeaders() });

/** Handles an error that a handler threw: 503 if KV failed, 500 if a setting is wrong or this program has a bug. */
export async function handleError(error: Error, c: EdgeContext): Promise<Response> {
  const log = loggerOf(c.req.raw);
  const id = requestId(c.req.raw);
  const fault = settingsFault(c.env);
  if (fault !== undefined) {
    log({ event: 'misconfigured', error: fault });
    return misconfiguredResponse(fault, id);
  }
  const site = knownSite(c);
  if (error instanceof Unavailable) return unavailableResponse(site, id);
  log({ event: 'failed', path: c.req.path, error: error.stack ?? String(error) });
  return serverErrorResponse(site, id);
}

/** Seconds after which a client may try again when KV has failed. */
const RETRY_SECONDS = 30;

const NO_STORE = { 'Cache-Control': 'no-store' };

/** Short, because a story may be published at this address soon. */
const NOT_FOUND_CACHING = {
  'Cache-Control': 'public, max-age=30',
  'Cloudflare-CDN-Cache-Control': 'max-age=30',
};

/** Fills the texts of an error page. Numbers are in the digits of the language. */
function fillTexts(
  { title, reason, next }: ErrorText,
  values: Record<string, string | number>,
  words: Words,
): ErrorText {
  const written = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatNumber(words, value) : value,
    ]),
  );
  return { title, reason: fillMessage(reason, written), next: fillMessage(next, written) };
}

/** Returns a page's texts in the site's language. */
function textsOf(
  name: 'notFound' | 'noHistory' | 'methodNotAllowed' | 'unavailable' | 'serverError',
  values: Record<string, string | number>,
  site: Site,
): ErrorText {
  const words = wordsOf(site.language, site.language);
  return fillTexts(words.messages[name], values, words);
}

async function errorResponse(
  status: number,
  texts: ErrorText,
  site: Site,
  headers: Record<string, string>,
  render = renderErrorPage,
) {
  return new Response(render(texts, site), {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      ...(await securityHeaders(site)),
      ...CORS,
      ...headers,
    },
  });
}

async function prepareNotFoundPage(site: Site): Promise<PreparedResponse> {
  const headers = { ...NOT_FOUND_CACHING, Vary: 'Accept-Encoding' };
  const page = await errorResponse(404, textsOf('notFound', {}, site), site, headers, renderNotFoundPage);
  const plain = new Uint8Array(await page.arrayBuffer());
  return {
    status: page.status,
    headers: new Headers([...page.headers, ['Content-Encoding', 'gzip']]),
    body: await gzip(plain),
    isCompressed: true,
    size: plain.byteLength,
  };
}

/** Responds that a story has no history, because the Desk does not have the story. */
export const noHistoryResponse = (site: Site) =>
  errorResponse(404, textsOf('noHistory', {}, site), site, NOT_FOUND_CACHING);

/** Responds that a query parameter is wrong. `rule` is the predicate of the sentence, as in "must be story or sources". */
export const badParameterResponse = (name: string, value: string, rule: string, site: Site) =>
  errorResponse(
    400,
    {
      title: 'Invalid address',
      reason: `The parameter "${name}" ${rule}, but is "${value.slice(0, 200)}".`,
      next: 'Change it or leave it out.',
    },
    site,
    NO_STORE,
  );

/** Responds that a search is not answered: it is too long, the network has sent too many, or the index does not answer. */
export function searchErrorResponse(
  name: 'queryTooLong' | 'tooManyRequests' | 'unavailable',
  values: Record<string, string | number>,
  site: Site,
  retrySeconds?: number,
): Promise<Response> {
  const words = wordsOf(site.language, site.language);
  const texts = fillTexts(words.messages.search[name], values, words);
  const status = { queryTooLong: 400, tooManyRequests: 429, unavailable: 503 }[name];
  const retry: Record<string, string> = retrySeconds ? { 'Retry-After': String(retrySeconds) } : {};
  return errorResponse(status, texts, site, { ...retry, ...NO_STORE });
}

/** Responds that the parameter `url` is missing or is not the address of a story on this site (https://oembed.com section 2.3.4.2). */
export const nothingToEmbedResponse = (url: string, site: Site) =>
  errorResponse(
    404,
    {
      title: 'Not found',
      reason: url
        ? `There is no story to embed at "${url.slice(0, 200)}".`
        : 'The parameter "url", which names the story to embed, is missing.',
      next: `Give the address of a story, such as ${site.url}/stories/a-story.`,
    },
    site,
    NOT_FOUND_CACHING,
  );

/** Responds that oEmbed has no such format (https://oembed.com section 2.3.4.2). */
export const noSuchFormatResponse = (format: string, site: Site) =>
  errorResponse(
    501,
    {
      title: 'Not implemented',
      reason: `oEmbed responses are json or xml, not "${format.slice(0, 200)}".`,
      next: 'Set the parameter "format" to json or xml, or leave it out.',
    },
    site,
    NO_STORE,
  );

const methodNotAllowedResponse = (method: string, site: Site) =>
  errorResponse(405, textsOf('methodNotAllowed', { method, allowed: ALLOWED_METHODS }, site), site, {
    Allow: ALLOWED_METHODS,
    ...NO_STORE,
  });

const unavailableResponse = (site: Site, request: string) =>
  errorResponse(503, textsOf('unavailable', { seconds: RETRY_SECONDS }, site), site, {
    'Retry-After': String(RETRY_SECONDS),
    ...NO_STORE,
    [REQUEST_ID_HEADER]: request,
  });

const serverErrorResponse = (site: Site, request: string) =>
  errorResponse(500, textsOf('serverError', {}, site), site, { ...NO_STORE, [REQUEST_ID_HEADER]: request });

/** Responds with plain text for the operator: a page needs the site's settings. */
const misconfiguredResponse = (fault: string, request: string) =>
  new Response(
    `Edgewire cannot start: a setting is wrong.\n\n${fault}\n\nFix it in wrangler.toml or data/site.json, and deploy again.\n`,
    {
      status: 500,
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        ...NO_STORE,
        'X-Content-Type-Options': 'nosniff',
        [REQUEST_ID_HEADER]: request,
      },
    },
  );
