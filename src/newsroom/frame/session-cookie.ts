import { getCookie, setCookie } from 'hono/cookie';
import type { NewSession } from '../people/desk/sessions.ts';
import { type NewsroomContext, newsroomOrigin } from './context.ts';

/** The cookie's name. Over plain HTTP, which is allowed on loopback only, browsers refuse `__Host-` and `Secure`. */
const nameFor = (origin: string) => (origin.startsWith('https:') ? '__Host-newsroom' : 'newsroom');

/** Returns the token of the request's session. */
export const readSessionCookie = (c: NewsroomContext): string | undefined =>
  getCookie(c, nameFor(newsroomOrigin(c)));

/** Gives the browser the token of a session. It stays when the session has ended: it signs nobody in then. */
export function writeSessionCookie(c: NewsroomContext, { token, forgotten }: NewSession): void {
  const origin = newsroomOrigin(c);
  setCookie(c, nameFor(origin), token, {
    path: '/',
    httpOnly: true,
    secure: origin.startsWith('https:'),
    sameSite: 'Strict',
    expires: new Date(forgotten),
  });
}
