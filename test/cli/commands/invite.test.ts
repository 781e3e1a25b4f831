import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runStory } from '../run.ts';
import { startServer, temporaryFolder } from '../server.ts';

const LINK = /http:\/\/localhost:\d+\/newsroom\/invitation\?token=[\w-]+/;
const linkIn = (text: string): string => LINK.exec(text)?.[0] ?? '';

/** Sends the form of an invitation's page, as a browser without scripts does. */
function useLink(link: string): Promise<Response> {
  const { origin, searchParams } = new URL(link);
  return fetch(`${origin}/newsroom/invitation`, {
    method: 'POST',
    body: new URLSearchParams({ token: searchParams.get('token') ?? '' }),
    headers: { Origin: origin },
    redirect: 'manual',
  });
}

test('start prints a link for the first admin until somebody is signed in, and invite makes more', async () => {
  const state = temporaryFolder();
  const first = await startServer({ state, flags: ['--empty'] });
  const link = linkIn(first.printed());
  assert.match(first.printed(), /\(signs you in once, until tomorrow, as .+\)/);
  await first.stop();

  const second = await startServer({ state, flags: ['--empty'] });
  const newLink = linkIn(second.printed());
  assert.notEqual(newLink, link);
  const signedIn = await useLink(newLink);
  assert.equal(signedIn.status, 303);
  // Over plain HTTP, browsers refuse `__Host-` and `Secure`.
  const cookie = signedIn.headers.get('Set-Cookie') ?? '';
  assert.match(cookie, /^newsroom=[\w-]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/);
  const { origin } = new URL(newLink);
  const account = await fetch(`${origin}/newsroom/account`, { headers: { Cookie: cookie } });
  assert.equal(account.status, 200);
  assert.equal((await useLink(newLink)).status, 409);
  await second.stop();

  const third = await startServer({ state, flags: ['--empty'] });
  assert.match(third.printed(), /Newsroom +http:\/\/localhost:\d+\/newsroom\n/);
  const story = (...args: string[]) => runStory(args, { url: third.url });
  const invited = await story('invite', 'Ann Lee', '--role', 'editor', '--email', 'ann@news.example');
  assert.match(
    invited.output,
    /^Added Ann Lee as an editor\.\n\nThis link signs Ann Lee in once, until .+:\n/,
  );
  assert.equal((await useLink(linkIn(invited.output))).status, 303);
  assert.match((await story('invite', 'ann lee')).output, /^Ann Lee is an editor of the newsroom already\./);
  const wrong = await story('invite', 'Bea', '--email', 'nowhere');
  assert.equal(wrong.code, 1);
  assert.match(wrong.output, /email: must be an address like ann@news\.example/);
  assert.match(
    (await story('invite', 'Bea', '--role', 'chief')).output,
    /Allowed choices are writer, editor, admin/,
  );

  assert.match(
    (await story('people')).output,
    /^Ann Lee: editor, ann@news\.example, 0 passkeys, 1 open session, last seen /m,
  );
  assert.match((await story('people')).output, /^Ann Lee: .*, link by tester until .+$/m);
  const again = await story('invite', 'Ann Lee');
  assert.equal(
    (await story('people', 'revoke', 'ann lee')).output.trim(),
    'The link signs nobody in as Ann Lee any more.',
  );
  assert.equal((await useLink(linkIn(again.output))).status, 409);
  assert.match((await story('people', 'revoke', 'Ann Lee')).output, /^No link of Ann Lee was pending\./);
  assert.match(
    (await story('people', 'sign-out', 'Ann Lee', '--passkeys')).output,
    /^Signed Ann Lee out everywhere: 1 session, 0 links, 0 passkeys ended\./,
  );
  assert.equal(
    (await story('people', 'remove', 'ANN LEE')).output,
    'Removed Ann Lee, who is signed out everywhere.\n',
  );
  assert.match(
    (await story('people', 'remove', 'Ann Lee')).output,
    /Nobody called Ann Lee is in the newsroom/,
  );
  const everyone = JSON.parse((await story('people', 'list', '--json')).output) as { name: string }[];
  assert.equal(everyone.at(-1)?.name, 'Ann Lee');
  await third.stop();
});
