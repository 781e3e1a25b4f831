import { type Command, Option } from 'commander';
import { foldName, type PersonSummary } from '../../desk/people/person.ts';
import { ROLES, type Role } from '../../desk/people/roles.ts';
import { escapeInvisible } from '../../story/parse/fault.ts';
import type { CreateClient } from '../client/api-client.ts';
import { type Invitation, invite, listPeople } from '../client/people.ts';
import { CommandError } from '../command-error.ts';
import { formatCount, formatLocalTime } from '../format.ts';

/** Says whom a link is for, how long it is good, and what to do with it. */
function describeInvitation({ person, isNew, url, expires }: Invitation): string {
  const name = escapeInvisible(person.name);
  const role = `${person.role === 'writer' ? 'a' : 'an'} ${person.role}`;
  const result = isNew ? `Added ${name} as ${role}.` : `${name} is ${role} of the newsroom already.`;
  if (!url.includes('token='))
    return person.email === null
      ? `${result}\n\nCloudflare Access signs people in at ${url}, and tells them by their e-mail address. Give it with --email.`
      : `${result}\n\nCloudflare Access signs ${name} in, as ${escapeInvisible(person.email)}, at ${url}. Access has to let this address in, too.`;
  return `${result}

This link signs ${name} in once, until ${formatLocalTime(expires)}:

  ${url}

Whoever opens it first is signed in, so send it to nobody else. It is stored nowhere: if it is lost, run the command again.`;
}

function describePerson({ name, role, email, passkeys, sessions, seen, removed }: PersonSummary): string {
  const facts =
    removed === null
      ? [
          role,
          ...(email === null ? [] : [email]),
          formatCount(passkeys, 'passkey'),
          formatCount(sessions, 'open session'),
          seen === null ? 'not signed in' : `last seen ${formatLocalTime(seen)}`,
        ]
      : [`removed ${formatLocalTime(removed)}`];
  return escapeInvisible(`${name}: ${facts.join(', ')}`);
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

  const people = program.command('people').description('list and remove the people of the newsroom');
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
    .command('remove')
    .argument('<name>', 'name of the person')
    .description(
      'remove a person: ends their sessions and deletes their passkeys; what they did stays theirs',
    )
    .action(async (name: string) => {
      const api = await createClient();
      const person = (await listPeople(api)).find(
        (each) => each.removed === null && foldName(each.name) === foldName(name),
      );
      if (!person)
        throw new CommandError(
          `Nobody called ${escapeInvisible(name)} is in the newsroom. To see who is: npm run story -- people`,
        );
      await api.request('DELETE', `/people/${person.id}`);
      console.log(`Removed ${escapeInvisible(person.name)}, who is signed out everywhere.`);
    });
}
