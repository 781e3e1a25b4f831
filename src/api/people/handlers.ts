import { invitationsOf, peopleOf } from '../../desk/desk-stub.ts';
import { invitationLink, newsroomUrl } from '../../desk/people/invitation-link.ts';
import { readAccess, readSettings } from '../../settings.ts';
import { readJson } from '../body.ts';
import type { Handlers } from '../operation.ts';
import { idSchema } from '../parameters.ts';
import { refusalProblem } from '../problem.ts';
import type { peopleOperations } from './operations.ts';
import { invitationRequestSchema } from './schemas.ts';

export const peopleHandlers: Handlers<typeof peopleOperations> = {
  async listPeople(c, send) {
    const whyNot = await peopleOf(c.env).whyNot(c.get('actor'), 'admin');
    if (whyNot !== undefined) throw refusalProblem({ why: 'role', detail: whyNot });
    return send(200, { people: await peopleOf(c.env).listWithSignIns(Date.now()) });
  },

  /** Makes a link that signs a person in once. */
  async invite(c, send) {
    const asked = await readJson(c, invitationRequestSchema);
    const access = readAccess(c.env);
    const made = await invitationsOf(c.env).invite({ ...asked, actor: c.get('actor'), now: Date.now() });
    if (!made.ok) throw refusalProblem(made);
    const { person, expires, isNew, token } = made;
    const { url: siteUrl } = readSettings(c.env).site;
    // Behind Cloudflare Access, which tells people by their e-mail address, no link signs in.
    const url = access ? newsroomUrl(siteUrl) : invitationLink(siteUrl, token);
    return send(201, { person, isNew, url, expires });
  },

  async removePerson(c, send) {
    const id = idSchema.safeParse(c.req.param('id'));
    if (!id.success)
      throw refusalProblem({
        why: 'missing',
        detail: 'There is no such person. GET /api/people lists them.',
      });
    const options = { actor: c.get('actor'), now: Date.now() };
    const done = await peopleOf(c.env).remove(id.data, options);
    if (!done.ok) throw refusalProblem(done);
    return send(200, { id: id.data });
  },
};
