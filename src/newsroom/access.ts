import { sessionsOf } from '../desk/desk-stub.ts';
import { hasRole, type Role, roleDetail } from '../desk/people/roles.ts';
import { type NewsroomContext, NewsroomError, newsroomOrigin } from './context.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Throws 403 for a change that another site's page may have sent. */
export function checkOrigin(c: NewsroomContext): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
  if (c.req.header('Origin') === newsroomOrigin(c)) return;
  throw new NewsroomError(
    403,
    'From another site',
    `This change did not come from a page of the newsroom at ${newsroomOrigin(c)}, so nothing was changed. Open the newsroom there and do it again.`,
  );
}

/** Finds who is signed in. Returns false if nobody is. */
export async function findPerson(c: NewsroomContext): Promise<boolean> {
  const token = readSessionCookie(c);
  const found = token === undefined ? undefined : await sessionsOf(c.env).find(token, Date.now());
  if (!found) return false;
  const { person, id } = found;
  c.set('person', person);
  c.set('actor', { name: person.name, role: person.role, person: person.id });
  c.set('session', id);
  return true;
}

/** Throws 403 if the role of who is signed in is not enough for a page. The Desk checks each change itself. */
export function requireRole(c: NewsroomContext, least: Role): void {
  const actor = c.get('actor');
  if (!hasRole(actor.role, least)) throw new NewsroomError(403, 'Not allowed', roleDetail(actor, least));
}
