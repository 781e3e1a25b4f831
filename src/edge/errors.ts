import { ALLOWED } from '../document/headers.ts';
import { CORS } from '../document/policy.ts';
import { type ErrorText, fill } from '../language/messages.ts';
import { wordsOf } from '../language/words.ts';
import { REQUEST_ID_HEADER } from '../lib/log.ts';
import { renderErrorPage } from '../page/error.tsx';
import { securityHeaders } from '../page/security.ts';
import type { Site } from '../site.ts';

/** Seconds after which a reader may ask again when KV has failed. */
const RETRY_SECONDS = 30;

type TroubleName = 'notFound' | 'methodNotAllowed' | 'unavailable' | 'serverError';

/** A trouble in the site's language. */
function say(name: TroubleName, values: Record<string, string | number>, site: Site): ErrorText {
  const { title, reason, next } = wordsOf(site.language, site.language).messages[name];
  return { title, reason: fill(reason, values), next: fill(next, values) };
}

async function errorResponse(
  status: number,
  trouble: ErrorText,
  site: Site,
  headers: Record<string, string>,
) {
  return new Response(renderErrorPage(trouble, site), {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      ...(await securityHeaders()),
      ...CORS,
      ...headers,
    },
  });
}

export const notFound = (site: Site) =>
  // Short, as a story may be published under an address that somebody has tried before.
  errorResponse(404, say('notFound', {}, site), site, {
    'Cache-Control': 'public, max-age=30',
    'Cloudflare-CDN-Cache-Control': 'max-age=30',
  });

/** A parameter of the address has a value that nothing can be answered to. */
export const badParameter = (name: string, value: string, rule: string, site: Site) =>
  errorResponse(
    400,
    {
      title: 'The address cannot be read',
      reason: `Its parameter "${name}" ${rule}, and is "${value.slice(0, 200)}".`,
      next: 'Change it, or leave it out.',
    },
    site,
    { 'Cache-Control': 'no-store' },
  );

/** oEmbed is asked for what is no page of a story here (https://oembed.com section 2.3.4.2). */
export const nothingToEmbed = (url: string, site: Site) =>
  errorResponse(
    404,
    {
      title: 'Not found',
      reason: url
        ? `There is no story to be embedded at "${url.slice(0, 200)}".`
        : 'The parameter "url", which says what is to be embedded, is missing.',
      next: `Give the address of a story, like ${site.url}/stories/a-story.`,
    },
    site,
    { 'Cache-Control': 'public, max-age=30', 'Cloudflare-CDN-Cache-Control': 'max-age=30' },
  );

/** oEmbed is asked for in a format that is neither of its two. */
export const noSuchFormat = (format: string, site: Site) =>
  errorResponse(
    501,
    {
      title: 'Not implemented',
      reason: `oEmbed is given as json or xml, and not as "${format.slice(0, 200)}".`,
      next: 'Set the parameter "format" to json or xml, or leave it out.',
    },
    site,
    { 'Cache-Control': 'no-store' },
  );

export const methodNotAllowed = (method: string, site: Site) =>
  errorResponse(405, say('methodNotAllowed', { method, allowed: ALLOWED }, site), site, {
    Allow: ALLOWED,
    'Cache-Control': 'no-store',
  });

export const unavailable = (site: Site, request: string) =>
  errorResponse(503, say('unavailable', { seconds: RETRY_SECONDS }, site), site, {
    'Retry-After': String(RETRY_SECONDS),
    'Cache-Control': 'no-store',
    [REQUEST_ID_HEADER]: request,
  });

export const serverError = (site: Site, request: string) =>
  errorResponse(500, say('serverError', {}, site), site, {
    'Cache-Control': 'no-store',
    [REQUEST_ID_HEADER]: request,
  });

/** For whoever deploys: without a valid setting there is no site whose page could be shown. */
export const misconfigured = (fault: string, request: string) =>
  new Response(
    `Edgewire cannot start, because a setting is wrong.\n\n${fault}\n\nChange it in wrangler.toml or data/site.json and deploy again.\n`,
    {
      status: 500,
      headers: {
        'Content-Type': 'text/plain; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        [REQUEST_ID_HEADER]: request,
      },
    },
  );
