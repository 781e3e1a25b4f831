import { readAccess, readSettings } from '../../../settings/settings.ts';
import { readJson } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import type { Handlers } from '../../api/operation.ts';
import { idSchema } from '../../api/parameters.ts';
import { refusalProblem } from '../../api/problem.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import { invitationLink, newsroomUrl } from '../desk/invitation-link.ts';
import type { peopleOperations } from './operations.ts';
import { invitationRequestSchema } from './schemas.ts';

const nobody = () =>
  refusalProblem({ why: 'missing', detail: 'There is no such person. GET /api/people lists them.' });

/** Returns the id of a person in the address. Throws 404 for what is none. */
function readId(c: ApiContext): string {
  const id = idSchema.safeParse(c.req.param('id'));
  if (!id.success) throw nobody();
  return id.data;
}

export const peopleHandlers: Handlers<typeof peopleOperations> = {
  async listPeople(c, send) {
    const whyNot = await deskOf(c.env).people.whyNot(c.get('actor'), 'administer');
    if (whyNot !== undefined) throw refusalProblem({ why: 'role', ...whyNot });
    return send(200, { people: await deskOf(c.env).people.listWithSignIns(Date.now()) });
  },

  /** Makes a link that signs a person in once. */
  async invite(c, send) {
    const asked = await readJson(c, invitationRequestSchema);
    const access = readAccess(c.env);
    const made = await deskOf(c.env).invitations.invite({ ...asked, actor: c.get('actor'), now: Date.now() });
    if (!made.ok) throw refusalProblem(made);
    const { person, expires, isNew, token } = made;
    const { url: siteUrl } = readSettings(c.env).site;
    // Behind Cloudflare Access, which tells people by their e-mail address, no link signs in.
    const url = access ? newsroomUrl(siteUrl) : invitationLink(siteUrl, token);
    return send(201, { person, isNew, url, expires });
  },

  async revokeInvitation(c, send) {
    const id = readId(c);
    const done = await deskOf(c.env).invitations.revoke(id, { actor: c.get('actor'), now: Date.now() });
    if (!done.ok) throw refusalProblem(done);
    return send(200, { id, revoked: done.revoked });
  },

  async signOut(c, send) {
    const id = readId(c);
    if (!(await deskOf(c.env).people.find(id))) throw nobody();
    const keep = c.req.query('passkeys') === 'true' ? { keep: [] } : {};
    const options = { actor: c.get('actor'), now: Date.now(), ...keep };
    const done = await deskOf(c.env).sessions.endAll(id, options);
    if (!done.ok) throw refusalProblem(done);
    const { sessions, links, passkeys } = done;
    return send(200, { id, sessions, links, passkeys });
  },

  async removePerson(c, send) {
    const id = readId(c);
    const done = await deskOf(c.env).people.remove(id, { actor: c.get('actor'), now: Date.now() });
    if (!done.ok) throw refusalProblem(done);
    return send(200, { id });
  },
};
