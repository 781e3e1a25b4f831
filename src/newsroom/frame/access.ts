import { deskOf } from '../desk/desk-stub.ts';
import { type Capability, may, whyNotRole } from '../people/desk/roles.ts';
import { type CurrentSettings, currentSettings } from '../settings/desk/current-settings.ts';
import { accessOf, findPersonByAccess } from '../sign-in/behind-access.tsx';
import { asksForSocket, type NewsroomContext, NewsroomError, newsroomOrigin } from './context.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Throws 403 for a change, or a WebSocket, for which a page of another site may have asked. */
export function checkOrigin(c: NewsroomContext): void {
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (isRead && !asksForSocket(c)) return;
  if (c.req.header('Origin') === newsroomOrigin(c)) return;
  throw new NewsroomError(
    403,
    'From another site',
    'This change did not come from a page of the newsroom at {address}, so nothing was changed. Open the newsroom there and do it again.',
    { address: newsroomOrigin(c) },
  );
}

/**
 * Returns where a request for another host leads: pages to the newsroom's own, where its cookie and its passkeys work. Throws 403
 * for a change, which would be lost.
 */
export function findOtherHost(c: NewsroomContext): string | undefined {
  const asked = new URL(c.req.url);
  const origin = newsroomOrigin(c);
  if (asked.origin === origin) return undefined;
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return origin + asked.pathname + asked.search;
  throw new NewsroomError(
    403,
    'At another address',
    'The newsroom is at {address}, so nothing was changed here. Open it there.',
    { address: origin },
  );
}

/** Has the rest of the request use these settings. */
export function useSettings(c: NewsroomContext, settings: CurrentSettings): void {
  c.set('settings', settings);
  c.set('site', settings.site);
}

/** Finds who is signed in, and the settings that are in force. Returns false if nobody is. */
export async function findPerson(c: NewsroomContext): Promise<boolean> {
  const access = accessOf(c);
  if (access) {
    const [settings] = await Promise.all([currentSettings(c.env), findPersonByAccess(c, access)]);
    useSettings(c, settings);
    return true;
  }
  const token = readSessionCookie(c);
  if (token === undefined) return false;
  const [settings, found] = await Promise.all([
    currentSettings(c.env),
    deskOf(c.env).sessions.find(token, Date.now()),
  ]);
  useSettings(c, settings);
  if (!found) return false;
  const { person, id, isFresh } = found;
  c.set('person', person);
  c.set('actor', { name: person.name, role: person.role, person: person.id });
  c.set('session', id);
  c.set('isFresh', isFresh);
  return true;
}

/** Throws 403 if the role of who is signed in is not enough for a page. The Desk checks each change itself. */
export function requireCapability(c: NewsroomContext, capability: Capability): void {
  const actor = c.get('actor');
  if (may(actor.role, capability)) return;
  throw new NewsroomError(403, 'Not allowed', whyNotRole(actor, capability));
}
