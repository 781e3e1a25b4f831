import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { deskOf } from '../../../src/newsroom/desk/desk-stub.ts';
import { ann } from '../../actors.ts';
import { reopen } from '../../newsroom.ts';
import { type Browser, browserWith, cookieOf, signIn } from '../frame/browser.ts';
import { Authenticator, type Occasion } from './authenticator.ts';

const ORIGIN = 'https://news.example';
const HERE = { origin: ORIGIN, rpId: 'news.example', isVerified: true };

beforeEach(() => reopen());

let networks = 0;
/** Sends JSON as the script does, from a network of its own, so that no test uses up the limit of another. */
const post = (browser: Browser, path: string, body: unknown = {}) =>
  browser.send(path, body, { 'CF-Connecting-IP': `198.51.100.${++networks % 250}` });

async function challengeOf(browser: Browser, path: string): Promise<string> {
  const answer = await post(browser, path);
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { challenge: string }).challenge;
}

const REGISTER = '/newsroom/account/passkeys';
const OPTIONS = '/newsroom/account/passkey-options';

async function register(browser: Browser, device: Authenticator, changes: Partial<Occasion> = {}) {
  const challenge = await challengeOf(browser, OPTIONS);
  return post(browser, REGISTER, { response: await device.register({ challenge, ...HERE, ...changes }) });
}

const stranger = browserWith(undefined);
const SIGN_IN = '/newsroom/sign-in/passkey';

async function signInWith(device: Authenticator, changes: Partial<Occasion> = {}, userHandle?: string) {
  const challenge = changes.challenge ?? (await challengeOf(stranger, '/newsroom/sign-in/options'));
  const response = await device.signIn({ challenge, ...HERE, ...changes }, userHandle);
  return { answer: await post(stranger, SIGN_IN, { response, destination: '/newsroom/drafts' }), response };
}

async function refused(answer: Response, words: string) {
  expect(answer.headers.get('Set-Cookie')).toBeNull();
  const { status, detail } = (await answer.json()) as { status: number; detail: string };
  expect(status).toBe(answer.status);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(detail).toContain(words);
}

/** Returns a person with a passkey. */
async function personWithPasskey({ counts = true } = {}) {
  const browser = await signIn('Ann Lee', 'editor');
  const device = await Authenticator.make({ counts });
  expect((await register(browser, device)).status).toBe(200);
  return { browser, device };
}

test('a passkey that was added signs in, and leads to the page that was asked for', async () => {
  const { browser, device } = await personWithPasskey();
  const { answer } = await signInWith(device, {}, browser.person);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ location: '/newsroom/drafts' });
  const page = await browserWith(cookieOf(answer)).get('/newsroom/account');
  const text = await page.text();
  expect(text).toContain('Ann Lee');
  expect(text).toContain('last used');
});

test('browsers are asked for a discoverable passkey that verifies the person', async () => {
  const { browser, device } = await personWithPasskey();
  const options = await (await post(browser, OPTIONS)).json();
  expect(options).toMatchObject({
    rp: { id: 'news.example' },
    user: { name: 'Ann Lee' },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: [{ id: device.id }],
  });
  expect(await (await post(stranger, '/newsroom/sign-in/options')).json()).toMatchObject({
    rpId: 'news.example',
    userVerification: 'required',
  });
});

test('an authenticator that does not count signs in again and again', async () => {
  const { device } = await personWithPasskey({ counts: false });
  for (const _time of [1, 2]) expect((await signInWith(device)).answer.status).toBe(200);
});

describe('a sign-in is refused', () => {
  test.each([
    ['for another origin', { origin: 'https://news.example.evil.example' }],
    ['for another site’s relying party', { rpId: 'evil.example' }],
    ['without verifying the person', { isVerified: false }],
  ])('%s', async (_what, changes) => {
    const { device } = await personWithPasskey();
    await refused((await signInWith(device, changes)).answer, 'does not hold');
  });

  test('when it is replayed', async () => {
    const { device } = await personWithPasskey({ counts: false });
    const { answer, response } = await signInWith(device);
    expect(answer.status).toBe(200);
    await refused(await post(stranger, SIGN_IN, { response }), 'was sent before');
  });

  test('when one answer is sent twice at the same moment, but for one of the two', async () => {
    const { device } = await personWithPasskey({ counts: false });
    const challenge = await challengeOf(stranger, '/newsroom/sign-in/options');
    const response = await device.signIn({ challenge, ...HERE });
    const both = await Promise.all([1, 2].map(() => post(stranger, SIGN_IN, { response })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('after five minutes', async () => {
    const { device } = await personWithPasskey();
    const early = await deskOf(env).passkeys.challenge(null, Date.now() - 5 * 60_000);
    await refused((await signInWith(device, { challenge: early })).answer, 'longer than five minutes');
    const barely = await deskOf(env).passkeys.challenge(null, Date.now() - 4 * 60_000);
    expect((await signInWith(device, { challenge: barely })).answer.status).toBe(200);
  });

  test('for a challenge that the newsroom never made, or made for a new passkey', async () => {
    const { browser, device } = await personWithPasskey();
    const forRegistration = await challengeOf(browser, OPTIONS);
    for (const challenge of ['AAAA', 'A'.repeat(75), forRegistration])
      await refused((await signInWith(device, { challenge })).answer, 'try again');
  });

  test('when somebody else’s key has signed', async () => {
    const { device } = await personWithPasskey();
    const thief = await Authenticator.make();
    Object.defineProperty(thief, 'id', { value: device.id });
    await refused((await signInWith(thief)).answer, 'does not hold');
  });

  test('when the signed data were changed', async () => {
    const { device } = await personWithPasskey();
    const challenge = await challengeOf(stranger, '/newsroom/sign-in/options');
    const signed = await device.signIn({ challenge, ...HERE });
    const other = await device.signIn({ challenge, ...HERE });
    const { authenticatorData } = other.response;
    const response = { ...signed, response: { ...signed.response, authenticatorData } };
    await refused(await post(stranger, SIGN_IN, { response }), 'does not hold');
  });

  test('for the passkey of one person with the handle of another', async () => {
    const { device } = await personWithPasskey();
    const bea = await signIn('Bea', 'admin');
    await refused((await signInWith(device, {}, bea.person)).answer, 'does not hold');
  });

  test('for a passkey that is unknown, or of somebody who was removed', async () => {
    await refused((await signInWith(await Authenticator.make())).answer, 'does not know this passkey');
    const { browser, device } = await personWithPasskey();
    await deskOf(env).people.remove(browser.person, { actor: ann, now: Date.now() });
    await refused((await signInWith(device)).answer, 'does not know this passkey');
  });

  test.each([
    ['what is no JSON', '{', 400],
    ['what is no answer', '{"response":{"id":"x"}}', 400],
    ['an answer of a megabyte', `{"response":"${'x'.repeat(1_000_000)}"}`, 413],
  ])('for %s', async (_what, body, status) => {
    const answer = await post(stranger, SIGN_IN, body);
    expect(answer.status).toBe(status);
    await refused(answer, 'no answer of a passkey');
  });
});

test('a passkey that was copied is refused, and person and log are told', async () => {
  const { device } = await personWithPasskey();
  expect((await signInWith(device)).answer.status).toBe(200);
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  device.counter -= 2;
  await refused((await signInWith(device)).answer, 'may have been copied');
  const lines = log.mock.calls.flat().join('\n');
  log.mockRestore();
  expect(lines).toContain('"event":"passkey-cloned","who":"Ann Lee"');
});

describe('a new passkey is refused', () => {
  test.each([
    ['for another origin', { origin: 'http://news.example' }],
    ['for another site’s relying party', { rpId: 'example' }],
    ['without verifying the person', { isVerified: false }],
  ])('%s', async (_what, changes) => {
    const browser = await signIn('Ann Lee', 'editor');
    await refused(await register(browser, await Authenticator.make(), changes), 'does not hold');
    expect(await deskOf(env).passkeys.list(browser.person)).toEqual([]);
  });

  test('with a challenge that was made for somebody else, for sign-in, or is used', async () => {
    const [annsBrowser, beas] = [await signIn('Ann Lee', 'editor'), await signIn('Bea', 'writer')];
    const device = await Authenticator.make();
    const challenge = await challengeOf(annsBrowser, OPTIONS);
    for (const foreign of [challenge, await challengeOf(stranger, '/newsroom/sign-in/options')])
      await refused(await register(beas, device, { challenge: foreign }), 'try again');
    const response = await device.register({ challenge, ...HERE });
    expect((await post(annsBrowser, REGISTER, { response })).status).toBe(200);
    await refused(await post(annsBrowser, REGISTER, { response }), 'was sent before');
  });

  test('if somebody has it already', async () => {
    const { device } = await personWithPasskey();
    await refused(await register(await signIn('Bea', 'writer'), device), 'known already');
  });

  test('from a browser that is signed out', async () => {
    expect((await post(stranger, REGISTER)).status).toBe(401);
    expect((await post(stranger, OPTIONS)).status).toBe(401);
  });
});

test('people remove their own passkeys, and nobody else’s', async () => {
  const { browser, device } = await personWithPasskey();
  const path = `${REGISTER}/${device.id}/remove`;
  expect((await (await signIn('Bea', 'editor')).post(path, {})).status).toBe(403);
  expect((await deskOf(env).passkeys.list(browser.person)).length).toBe(1);
  expect((await browser.post(path, {})).headers.get('Location')).toBe('/newsroom/account');
  await refused((await signInWith(device)).answer, 'does not know this passkey');
});

const MINUTE = 60_000;

/** Returns a browser in which a person signed in some time ago. */
async function signedInBefore(person: string, ago: number): Promise<Browser> {
  const { token } = await deskOf(env).sessions.start(person, { agent: 'Test', now: Date.now() - ago });
  return browserWith(token, person);
}

test('adding a passkey needs a sign-in of the last ten minutes, by a passkey or a link', async () => {
  const { browser, device } = await personWithPasskey({ counts: false });
  const old = await signedInBefore(browser.person, 10 * MINUTE);
  const page = await (await old.get('/newsroom/account')).text();
  expect(page).toContain('data-passkey="sign-in"');
  expect(page).not.toContain('data-passkey="add"');
  await refused(await post(old, OPTIONS), 'more than 10 minutes ago');
  // A challenge from a fresh session is of no use in another one.
  const challenge = await challengeOf(browser, OPTIONS);
  const response = await (await Authenticator.make()).register({ challenge, ...HERE });
  const older = await signedInBefore(browser.person, 15 * MINUTE);
  await refused(await post(older, REGISTER, { response }), 'more than 10 minutes ago');
  expect(await deskOf(env).passkeys.list(browser.person)).toHaveLength(1);

  const { answer } = await signInWith(device);
  const fresh = browserWith(cookieOf(answer), browser.person);
  expect((await register(fresh, await Authenticator.make())).status).toBe(200);
});

test('a thief with a session that is not fresh cannot make a link to stay with', async () => {
  const { person } = await signIn('Abel', 'admin');
  const stolen = await signedInBefore(person, 10 * MINUTE);
  const answers = [
    await stolen.post(`/newsroom/people/${person}/link`, {}),
    await stolen.post('/newsroom/people', { name: 'Eve', email: '', role: 'admin' }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(409);
    const text = await answer.text();
    expect(text).toContain('more than 10 minutes ago');
    expect(text).not.toContain('token=');
  }
  expect(
    (await deskOf(env).people.listWithSignIns(Date.now())).map(({ name, link }) => [name, link]),
  ).toEqual([['Abel', null]]);
});

test('signing out everywhere asks of each passkey whether it stays, and ends sessions and links', async () => {
  const { browser, device } = await personWithPasskey({ counts: false });
  const { person } = browser;
  const thiefs = await Authenticator.make({ counts: false });
  const elsewhere = await signedInBefore(person, MINUTE);
  expect((await register(elsewhere, thiefs)).status).toBe(200);
  const invited = await deskOf(env).invitations.invite({ name: 'Ann Lee', actor: ann, now: Date.now() });
  const path = '/newsroom/account/sign-out';
  const page = await (await browser.get(path)).text();
  for (const { id } of [device, thiefs]) expect(page.split(`name="passkey-${id}"`)).toHaveLength(3);
  expect(page).not.toMatch(/<input[^>]* checked/);

  // Without a word about each passkey, nothing happens: one may have been added after the page was shown.
  const half = await browser.post(path, { [`passkey-${device.id}`]: 'keep' });
  expect(half.status).toBe(422);
  expect(await half.text()).toContain('of each passkey');
  expect((await elsewhere.get('/newsroom')).status).toBe(200);

  const choices = { [`passkey-${device.id}`]: 'keep', [`passkey-${thiefs.id}`]: 'remove' };
  expect((await browser.post(path, choices)).status).toBe(303);
  expect((await elsewhere.get('/newsroom')).status).toBe(303);
  const link = { token: invited.ok ? invited.token : '' };
  expect((await stranger.post('/newsroom/invitation', link)).status).toBe(409);
  await refused((await signInWith(thiefs)).answer, 'does not know this passkey');
  expect((await signInWith(device)).answer.status).toBe(200);
  expect((await browser.get('/newsroom/account')).status).toBe(200);
});

test('people end their sessions elsewhere, and nobody else’s', async () => {
  const browser = await signIn('Ann Lee', 'editor');
  const bea = await signIn('Bea', 'admin');
  await deskOf(env).sessions.start(browser.person, { agent: 'Firefox/140 Windows', now: Date.now() });
  const own = await (await browser.get('/newsroom/account')).text();
  expect(own).toContain('Firefox on Windows');
  const [, other = ''] = /sessions\/([0-9a-f]{16})\/end/.exec(own) ?? [];
  const [beas] = await deskOf(env).sessions.list(bea.person, Date.now());
  expect((await browser.post(`/newsroom/account/sessions/${beas?.id}/end`, {})).status).toBe(403);
  expect((await browser.post(`/newsroom/account/sessions/${other}/end`, {})).status).toBe(303);
  expect(await deskOf(env).sessions.list(browser.person, Date.now())).toHaveLength(1);
  expect((await browser.get('/newsroom/account')).status).toBe(200);
});

test('attempts from one network are limited, before the Desk is asked', async () => {
  const flood = async () => {
    for (let attempt = 0; attempt < 100; attempt++) {
      const headers = { 'CF-Connecting-IP': '203.0.113.9' };
      const answer = await stranger.send('/newsroom/sign-in/options', {}, headers);
      if (answer.status !== 200) return answer;
    }
    return undefined;
  };
  const answer = await flood();
  expect(answer?.status).toBe(429);
  expect(answer?.headers.get('Retry-After')).toBe('60');
  expect(
    (await stranger.get('/newsroom/invitation?token=x', { 'CF-Connecting-IP': '203.0.113.9' })).status,
  ).toBe(429);
});
