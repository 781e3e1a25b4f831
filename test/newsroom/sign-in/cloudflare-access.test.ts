import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { app } from '../../../src/app.ts';
import { deskOf } from '../../../src/newsroom/desk/desk-stub.ts';
import { ann } from '../../actors.ts';
import { call, reopen } from '../../newsroom.ts';

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const AUDIENCE = 'a'.repeat(64);
const KEYS_PATH = '/cdn-cgi/access/certs';

let keys: Keys;
let strangersKeys: Keys;
beforeAll(async () => {
  [keys, strangersKeys] = [await generateKeyPair('RS256'), await generateKeyPair('RS256')];
});

// jose keeps the keys of a team, so each test has a team of its own.
let count = 0;
let team = '';
/** Whether the team answers with its keys. */
let isUp = true;
let asked: string[] = [];

beforeEach(async () => {
  await reopen();
  team = `team-${++count}`;
  isUp = true;
  asked = [];
  await deskOf(env).people.add({ name: 'Ann Lee', role: 'editor', email: 'ann@news.example' }, Date.now());
  // The network is the only thing that these tests replace.
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    const url = input instanceof Request ? input.url : String(input);
    asked.push(url);
    if (!isUp) return new Response('', { status: 503 });
    const { publicKey } = keys;
    return Response.json({
      keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }],
    });
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

interface TokenParts {
  email?: string | null;
  issuer?: string;
  audience?: string | string[];
  /** Seconds from now. */
  expires?: number;
  starts?: number;
  signedBy?: Keys['privateKey'];
}

const makeToken = (parts: TokenParts = {}) => {
  const { email = 'ann@news.example', expires = 300, starts = -10, signedBy = keys.privateKey } = parts;
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT(email === null ? { common_name: 'a-service' } : { email })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setIssuer(parts.issuer ?? `https://${team}.cloudflareaccess.com`)
    .setAudience(parts.audience ?? [AUDIENCE])
    .setIssuedAt(now + starts)
    .setNotBefore(now + starts)
    .setExpirationTime(now + expires)
    .sign(signedBy);
};

const ORIGIN = 'https://news.example';

/** Sends a request as Access lets it through, or without its token. */
function send(path: string, token: string | undefined, init: RequestInit = {}, vars: object = {}) {
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('Cf-Access-Jwt-Assertion', token);
  return app.fetch(
    new Request(`${ORIGIN}${path}`, { redirect: 'manual', ...init, headers }),
    { ...env, ACCESS_TEAM: team, ACCESS_AUD: AUDIENCE, ...vars },
    createExecutionContext(),
  );
}

const post = { method: 'POST', headers: { Origin: ORIGIN }, body: new URLSearchParams() };

test('Access signs in whom an e-mail address belongs to, in any case', async () => {
  const page = await send('/newsroom/account', await makeToken({ email: 'Ann@News.Example' }));
  expect(page.status).toBe(200);
  const text = await page.text();
  expect(text).toContain('Ann Lee');
  expect(text).toContain('Cloudflare Access signs you in');
  expect(text).not.toContain('Add a passkey');
  expect(page.headers.get('Set-Cookie')).toBeNull();
});

test('whom Access signs in chooses what they are told, and makes an address of their feed', async () => {
  const saved = await send('/newsroom/account/notices', await makeToken(), post);
  expect(saved.headers.get('Location')).toBe('/newsroom/account?said=notices#notices');
  const page = await send('/newsroom/account?said=notices', await makeToken());
  expect(await page.text()).toContain('Saved.');
  const shown = await send('/newsroom/account/notices-feed', await makeToken(), post);
  expect(await shown.text()).toContain('/newsroom/notices.atom?secret=');
});

test('whom Access signs in chooses the language of the newsroom, and a refusal is in the site’s', async () => {
  const body = new URLSearchParams({ language: 'de' });
  const saved = await send('/newsroom/account/language', await makeToken(), { ...post, body });
  expect(saved.headers.get('Location')).toBe('/newsroom/account?said=language');
  expect(await (await send('/newsroom/account', await makeToken())).text()).toContain('<html lang="de"');
  expect(await (await send('/newsroom/account', undefined)).text()).toContain('<html lang="en"');
});

test('the keys of a team are asked for once', async () => {
  for (const _time of [1, 2, 3])
    expect((await send('/newsroom/account', await makeToken())).status).toBe(200);
  expect(asked).toEqual([`https://${team}.cloudflareaccess.com${KEYS_PATH}`]);
});

test('clocks may be a minute apart', async () => {
  expect((await send('/newsroom/account', await makeToken({ expires: -50 }))).status).toBe(200);
  expect((await send('/newsroom/account', await makeToken({ starts: 50 }))).status).toBe(200);
});

describe('a request is refused', () => {
  test.each<[string, TokenParts, number, string]>([
    ['of another application', { audience: 'b'.repeat(64) }, 403, 'does not hold'],
    ['of another team', { issuer: 'https://evil.cloudflareaccess.com' }, 403, 'does not hold'],
    ['after its token expired', { expires: -90 }, 401, 'has expired'],
    ['before its token begins', { starts: 120 }, 403, 'does not hold'],
    [
      'with an e-mail address that nobody has',
      { email: 'eve@news.example' },
      403,
      'knows you as eve@news.example',
    ],
    ['of a program, which has no e-mail address', { email: null }, 403, 'does not hold'],
  ])('%s', async (_what, parts, status, words) => {
    const page = await send('/newsroom/account', await makeToken(parts));
    expect(page.status).toBe(status);
    expect(await page.text()).toContain(words);
  });

  test('with a token that somebody else signed, or nobody', async () => {
    const forged = await makeToken({ signedBy: strangersKeys.privateKey });
    const [header, payload] = (await makeToken()).split('.');
    const unsigned = `${btoa('{"alg":"none"}').replace(/=+$/, '')}.${payload}.`;
    for (const token of [forged, unsigned, `${header}.${payload}.`, 'x', ''])
      expect((await send('/newsroom/account', token)).status).toBe(403);
  });

  test('without a token, whatever cookie it has', async () => {
    const page = await send('/newsroom/account', undefined, { headers: { Cookie: '__Host-newsroom=x' } });
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('did not come through it');
  });

  test('of somebody who was removed', async () => {
    const person = await deskOf(env).people.byEmail('ann@news.example');
    await deskOf(env).people.remove(person?.id ?? '', { actor: ann, now: Date.now() });
    expect((await send('/newsroom/account', await makeToken())).status).toBe(403);
  });

  test('from another site, with the token that the browser’s cookie got it', async () => {
    const headers = { Origin: 'https://evil.example' };
    const page = await send('/newsroom/people', await makeToken(), { ...post, headers });
    expect(page.status).toBe(403);
    expect(await page.text()).toContain('nothing was changed');
  });

  test('while the keys of the team cannot be read', async () => {
    isUp = false;
    const page = await send('/newsroom/account', await makeToken());
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('Try again in a minute');
  });
});

test('behind Access there is no sign-in of our own, and signing out is Access’s', async () => {
  const token = await makeToken();
  for (const path of ['/newsroom/sign-in?then=/newsroom/drafts', '/newsroom/invitation?token=x']) {
    const answer = await send(path, token);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('Location')).toMatch(/^\/newsroom(\/drafts)?$/);
  }
  const passkeys = await send('/newsroom/account/passkey-options', token, post);
  expect(passkeys.headers.get('Location')).toBe('/newsroom');
  const out = await send('/newsroom/sign-out', token, post);
  expect(out.headers.get('Refresh')).toBe('0;url=/cdn-cgi/access/logout');
});

test('half a set-up lets nobody in, and says what is missing', async () => {
  for (const [vars, words] of [
    [{ ACCESS_AUD: '' }, 'ACCESS_AUD must be set'],
    [{ ACCESS_TEAM: '' }, 'ACCESS_TEAM must be the name of the team'],
    [{ ACCESS_TEAM: 'evil.example/' }, 'ACCESS_TEAM must be the name of the team'],
  ] as const) {
    const page = await send('/newsroom/account', await makeToken(), {}, vars);
    expect(page.status).toBe(503);
    expect(await page.text()).toContain(words);
  }
});

test('an invitation leads to the newsroom, where Access signs in', async () => {
  const headers = { Authorization: 'Bearer ann-token', 'Content-Type': 'application/json' };
  const body = JSON.stringify({ name: 'Bea', email: 'bea@news.example' });
  const made = await send('/api/invitations', undefined, { method: 'POST', headers, body });
  expect(await made.json()).toMatchObject({ url: 'https://news.example/newsroom' });
  expect((await send('/newsroom/account', await makeToken({ email: 'bea@news.example' }))).status).toBe(200);
});

test('without the settings of Access, its header signs nobody in', async () => {
  const vars = { ACCESS_TEAM: '', ACCESS_AUD: '' };
  expect((await send('/newsroom/account', await makeToken(), {}, vars)).status).toBe(303);
  expect((await call('GET', '/people')).status).toBe(200);
});
