import { env, exports } from 'cloudflare:workers';
import { deskOf } from '../../../src/newsroom/desk/desk-stub.ts';
import type { Role } from '../../../src/newsroom/people/desk/roles.ts';

/** A person at a browser that runs no scripts: what it sends has the session's cookie and the newsroom's origin. */
export interface Browser {
  person: string;
  get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  post: (
    path: string,
    fields: Record<string, string | string[]>,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  /** Sends JSON, or a text in its place, as a script of the newsroom does. */
  send: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>;
  /** Sends a form with files, or any other body. */
  upload: (path: string, body: BodyInit, headers?: Record<string, string>) => Promise<Response>;
}

const ORIGIN = 'https://news.example';

const send = (path: string, init: RequestInit) =>
  exports.default.fetch(new Request(`${ORIGIN}${path}`, { redirect: 'manual', ...init }));

/** Returns a browser with this cookie; without one, nobody is signed in. */
export function browserWith(cookie: string | undefined, person = ''): Browser {
  const own = cookie === undefined ? {} : { Cookie: `__Host-newsroom=${cookie}` };
  return {
    person,
    get: (path, headers = {}) => send(path, { headers: { ...own, ...headers } }),
    post: (path, fields, headers = {}) => {
      const body = new URLSearchParams();
      for (const [name, values] of Object.entries(fields))
        for (const value of [values].flat()) body.append(name, value);
      return send(path, { method: 'POST', body, headers: { ...own, Origin: ORIGIN, ...headers } });
    },
    send: (path, body, headers = {}) =>
      send(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: {
          ...own,
          Origin: ORIGIN,
          Accept: 'application/json',
          'Content-Type': 'application/json',
          ...headers,
        },
      }),
    upload: (path, body, headers = {}) =>
      send(path, { method: 'POST', body, headers: { ...own, Origin: ORIGIN, ...headers } }),
  };
}

/** Adds a person to the newsroom and signs them in. */
export async function signIn(name: string, role: Role): Promise<Browser> {
  const { id } = await deskOf(env).people.add({ name, role }, Date.now());
  const { token } = await deskOf(env).sessions.start(id, { agent: 'Test', now: Date.now() });
  return browserWith(token, id);
}

/** Returns the session's token in the cookie that a response sets. */
export const cookieOf = (response: Response): string | undefined =>
  /^__Host-newsroom=([^;]+)/.exec(response.headers.get('Set-Cookie') ?? '')?.[1];
