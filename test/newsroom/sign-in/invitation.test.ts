import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../src/newsroom/desk/desk-stub.ts';
import { ann } from '../../actors.ts';
import { reopen } from '../../newsroom.ts';
import { browserWith, cookieOf, signIn } from '../frame/browser.ts';

beforeEach(() => reopen());

async function invite(name: string) {
  const made = await deskOf(env).invitations.invite({ name, role: 'editor', actor: ann, now: Date.now() });
  if (!made.ok) throw new Error(made.detail);
  return made;
}

test('opening a link uses nothing up; its button signs in', async () => {
  const { token } = await invite('Ann Lee');
  const stranger = browserWith(undefined);
  for (const _preview of [1, 2, 3]) {
    const page = await stranger.get(`/newsroom/invitation?token=${token}`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Welcome, Ann Lee');
  }
  const done = await stranger.post('/newsroom/invitation', { token });
  expect([done.status, done.headers.get('Location')]).toEqual([303, '/newsroom/account']);
  expect(done.headers.get('Set-Cookie')).toMatch(
    /^__Host-newsroom=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
  );
  const account = await browserWith(cookieOf(done)).get('/newsroom/account');
  expect(await account.text()).toContain('Ann Lee');
  const again = await stranger.post('/newsroom/invitation', { token });
  expect(again.status).toBe(409);
  expect(again.headers.get('Set-Cookie')).toBeNull();
  expect(await again.text()).toContain('used already');
});

test('the link is sent to no other site, and the page is kept nowhere', async () => {
  const { token } = await invite('Ann Lee');
  const page = await browserWith(undefined).get(`/newsroom/invitation?token=${token}`);
  expect(page.headers.get('Referrer-Policy')).toBe('strict-origin');
  expect(page.headers.get('Cache-Control')).toBe('no-store');
  expect(page.headers.get('X-Robots-Tag')).toBe('noindex');
  expect(await page.text()).not.toMatch(/(href|src|action)="(https?:)?\/\//);
});

test('a form that another site sends does not sign in', async () => {
  const { token } = await invite('Ann Lee');
  const forged = await browserWith(undefined).post(
    '/newsroom/invitation',
    { token },
    { Origin: 'https://evil.example' },
  );
  expect(forged.status).toBe(403);
  expect((await deskOf(env).invitations.find(token, Date.now())).ok).toBe(true);
});

test('whoever was signed in before is signed out', async () => {
  const bea = await signIn('Bea', 'writer');
  const { token } = await invite('Ann Lee');
  const page = await bea.get(`/newsroom/invitation?token=${token}`);
  expect(await page.text()).toContain('signed in as Bea');
  await bea.post('/newsroom/invitation', { token });
  expect(await deskOf(env).sessions.list(bea.person, Date.now())).toEqual([]);
});

test('a link that is not good says why, in the page and in the answer to its form', async () => {
  const stranger = browserWith(undefined);
  const { token, person } = await invite('Ann Lee');
  await deskOf(env).people.remove(person.id, { actor: ann, now: Date.now() });
  for (const [link, status, words] of [
    ['unknown', 404, 'not known here'],
    [token, 409, 'has been removed'],
  ] as const) {
    for (const answer of [
      await stranger.get(`/newsroom/invitation?token=${link}`),
      await stranger.post('/newsroom/invitation', { token: link }),
    ]) {
      expect(answer.status).toBe(status);
      expect(await answer.text()).toContain(words);
    }
  }
});
