import { type ApiClient, jsonBody } from '../../../cli/client/api-client.ts';
import type { Invitation, InvitationRequest } from '../api/schemas.ts';
import type { PersonSummary } from '../desk/person.ts';
import { may } from '../desk/roles.ts';

export const listPeople = async (api: ApiClient): Promise<PersonSummary[]> =>
  (await api.json<{ people: PersonSummary[] }>('GET', '/people')).people;

export const invite = (api: ApiClient, asked: InvitationRequest): Promise<Invitation> =>
  api.json('POST', '/invitations', jsonBody(asked));

/** Invites the first admin, or the same one again, while nobody has signed in. Returns undefined once somebody has. */
export async function inviteFirstAdmin(api: ApiClient, name: string): Promise<Invitation | undefined> {
  const people = (await listPeople(api)).filter(({ removed }) => removed === null);
  if (people.some(({ passkeys, sessions }) => passkeys + sessions > 0)) return undefined;
  const admin = people.find(({ role }) => may(role, 'administer'));
  return invite(api, { name: admin?.name ?? name, role: 'admin' });
}
