import { type Command, Option } from 'commander';
import type { ApiClient, CreateClient } from '../../../cli/client/api-client.ts';
import { CommandError } from '../../../cli/command-error.ts';
import { formatCount, formatLocalTime } from '../../../cli/format.ts';
import { escapeInvisible } from '../../../site/story/parse/fault.ts';
import type { Invitation, Revoked, SignedOut } from '../api/schemas.ts';
import { foldName, type PersonSummary } from '../desk/person.ts';
import { aRole, ROLES, type Role } from '../desk/roles.ts';
import { invite, listPeople } from './people.ts';

/** Says whom a link is for, how long it is good, and what to do with it. */
function describeInvitation({ person, isNew, url, expires }: Invitation): string {
  const name = escapeInvisible(person.name);
  const role = aRole(person.role);
  const result = isNew ? `Added ${name} as ${role}.` : `${name} is ${role} of the newsroom already.`;
  if (!url.includes('token='))
    return person.email === null
      ? `${result}\n\nCloudflare Access signs people in at ${url}, and tells them by their e-mail address. Give it with --email.`
      : `${result}\n\nCloudflare Access signs ${name} in, as ${escapeInvisible(person.email)}, at ${url}. Access has to let this address in, too.`;
  return `${result}

This link signs ${name} in once, until ${formatLocalTime(expires)}:

  ${url}

Whoever opens it first is signed in, so send it to nobody else. It is stored nowhere: if it is lost, run the command again, which ends this link.`;
}

function describePerson({
  name,
  role,
  email,
  passkeys,
  sessions,
  seen,
  link,
  removed,
}: PersonSummary): string {
  const facts =
    removed === null
      ? [
          role,
          ...(email === null ? [] : [email]),
          formatCount(passkeys, 'passkey'),
          formatCount(sessions, 'open session'),
          seen === null ? 'not signed in' : `last seen ${formatLocalTime(seen)}`,
          ...(link === null ? [] : [`link by ${link.by} until ${formatLocalTime(link.expires)}`]),
        ]
      : [`removed ${formatLocalTime(removed)}`];
  return escapeInvisible(`${name}: ${facts.join(', ')}`);
}

/** Finds somebody of the newsroom by their name. Throws if nobody has it. */
async function findPerson(api: ApiClient, name: string): Promise<PersonSummary> {
  const person = (await listPeople(api)).find(
    (each) => each.removed === null && foldName(each.name) === foldName(name),
  );
  if (person) return person;
  throw new CommandError(
    `Nobody called ${escapeInvisible(name)} is in the newsroom. To see who is: npm run story -- people`,
  );
}

/** `invite` and `people`: who belongs to the newsroom. */
export function addInvite(program: Command, createClient: CreateClient): void {
  program
    .command('invite')
    .argument('<name>', 'name of the person; in quotes, if it has spaces')
    .addOption(
      new Option('--role <role>', 'what the person may do (default: writer, or the role they have)').choices(
        ROLES,
      ),
    )
    .option('--email <address>', 'e-mail address, by which Cloudflare Access tells people')
    .description(
      'make a link that signs a person in to the newsroom: somebody new, or who has lost their passkey',
    )
    .action(async (name: string, options: { role?: Role; email?: string }) => {
      console.log(describeInvitation(await invite(await createClient(), { name, ...options })));
    });

  const people = program
    .command('people')
    .description('list, sign out and remove the people of the newsroom');
  people
    .command('list', { isDefault: true })
    .option('--json', 'print them as JSON')
    .description('list the people, and how they sign in')
    .action(async ({ json = false }: { json?: boolean }) => {
      const list = await listPeople(await createClient());
      if (json) console.log(JSON.stringify(list, null, 2));
      else if (list.length === 0)
        console.log('Nobody yet. Invite somebody: npm run story -- invite "Ann Lee" --role admin');
      else console.log(list.map(describePerson).join('\n'));
    });
  people
    .command('revoke')
    .argument('<name>', 'name of the person')
    .description('end the link of a person that nobody has used yet')
    .action(async (name: string) => {
      const api = await createClient();
      const person = await findPerson(api, name);
      const { revoked } = await api.json<Revoked>('DELETE', `/people/${person.id}/invitation`);
      const known = escapeInvisible(person.name);
      console.log(
        revoked ? `The link signs nobody in as ${known} any more.` : `No link of ${known} was pending.`,
      );
    });
  people
    .command('sign-out')
    .argument('<name>', 'name of the person')
    .option('--passkeys', 'remove their passkeys too, after a theft')
    .description(
      'sign a person out everywhere: ends their sessions, pending links and the address of their feed',
    )
    .action(async (name: string, { passkeys = false }: { passkeys?: boolean }) => {
      const api = await createClient();
      const person = await findPerson(api, name);
      const path = `/people/${person.id}/sessions${passkeys ? '?passkeys=true' : ''}`;
      const ended = await api.json<SignedOut>('DELETE', path);
      const counts = [
        formatCount(ended.sessions, 'session'),
        formatCount(ended.links, 'link'),
        formatCount(ended.passkeys, 'passkey'),
      ];
      console.log(`Signed ${escapeInvisible(person.name)} out everywhere: ${counts.join(', ')} ended.`);
    });
  people
    .command('remove')
    .argument('<name>', 'name of the person')
    .description(
      'remove a person: ends their sessions and deletes their passkeys; what they did stays theirs',
    )
    .action(async (name: string) => {
      const api = await createClient();
      const person = await findPerson(api, name);
      await api.request('DELETE', `/people/${person.id}`);
      console.log(`Removed ${escapeInvisible(person.name)}, who is signed out everywhere.`);
    });
}
