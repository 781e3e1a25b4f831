import { preflightHeaders } from '../document/headers.ts';
import { Unavailable } from '../document/unavailable.ts';
import { loggerOf, requestId } from '../lib/log.ts';
import { readSettings, settingsFault } from '../settings.ts';
import * as errors from './errors.ts';
import type { EdgeContext } from './scopes.ts';

// Answers to requests that no other handler answers, or that have failed.

/** There is nothing at the address. */
export const notFound = (c: EdgeContext) => errors.notFound(readSettings(c.env).site);

/** The address takes no such method. */
export const refuseMethod = (c: EdgeContext) =>
  errors.methodNotAllowed(c.req.method, readSettings(c.env).site);

/** OPTIONS, for whoever wants to know what an address takes, or to send a validator from another site. */
export const preflight = () => new Response(null, { status: 204, headers: preflightHeaders() });

/** There is nothing at the address; but one with a slash too many leads to the one without. */
export async function missing(c: EdgeContext): Promise<Response> {
  const { site } = readSettings(c.env);
  const { pathname } = new URL(c.req.url);
  const trimmed = pathname.replace(/(?<!\/)\/+$/, '');
  if (trimmed === pathname || trimmed === '') return errors.notFound(site);
  // To the site's own address, whatever host was asked and whatever the path begins with.
  return new Response(null, {
    status: 301,
    headers: { Location: `${site.url}${trimmed}`, 'Cache-Control': 'public, max-age=3600' },
  });
}

/** What could not be answered: 503 where KV failed, 500 where we did. */
export async function failed(error: Error, c: EdgeContext): Promise<Response> {
  const log = loggerOf(c.req.raw);
  const id = requestId(c.req.raw);
  const fault = settingsFault(c.env);
  if (fault !== undefined) {
    log({ event: 'misconfigured', error: fault });
    return errors.misconfigured(fault, id);
  }
  const { site } = readSettings(c.env);
  if (error instanceof Unavailable) return errors.unavailable(site, id);
  log({ event: 'failed', path: c.req.path, error: error.stack ?? String(error) });
  return errors.serverError(site, id);
}
