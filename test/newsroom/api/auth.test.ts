import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { app } from '../../../src/app.ts';
import { authenticate } from '../../../src/newsroom/api/auth.ts';
import { call, nothingChanged, problemOf, reopen } from '../../newsroom.ts';
import { aStory } from '../../samples.ts';

afterEach(() => vi.restoreAllMocks());

beforeEach(() => reopen());

describe('who may publish', () => {
  test.each([
    ['nobody', null, 401, 'Bearer'],
    ['a wrong token', 'wrong', 401, 'Bearer error="invalid_token"'],
    ['the beginning of a token', 'ann', 401, 'Bearer error="invalid_token"'],
    ['a name with its token', 'ann:ann-token', 401, 'Bearer error="invalid_token"'],
  ])('%s', async (_who, token, status, challenge) => {
    for (const [method, path] of [
      ['PUT', '/stories/a-story'],
      ['GET', '/stories'],
      ['GET', '/export'],
      ['POST', '/rebuild'],
      ['GET', '/nothing'],
    ] as const) {
      const response = await call(method, path, method === 'PUT' ? aStory() : undefined, { token });
      expect(response.status).toBe(status);
      expect(response.headers.get('WWW-Authenticate')).toBe(challenge);
      await problemOf(response);
    }
    await nothingChanged();
  });

  test.each(['secret', 'secret:wrtier'])('a misspelt role gives %j no rights', async (presented) => {
    const headers = { Authorization: `Bearer ${presented}` };
    const request = new Request('https://any.host/api/stories', { headers });
    const misspelt = { ...env, PUBLISH_TOKEN: 'ann:x,bot:secret:wrtier' } as typeof env;
    const response = await app.fetch(request, misspelt, createExecutionContext());
    const { detail } = await problemOf(response);
    const isKnown = presented === 'secret';
    expect(response.status).toBe(isKnown ? 403 : 401);
    expect(detail).toMatch(
      isKnown ? /"bot" the role "wrtier".* writer, editor, admin/ : /does not know this token/,
    );
  });

  test('an old and a new token are both valid until the old one is removed', async () => {
    const status = async (PUBLISH_TOKEN: string, token: string) => {
      const headers = { Authorization: `Bearer ${token}` };
      const request = new Request('https://any.host/api/status', { headers });
      const rotated = { ...env, PUBLISH_TOKEN } as typeof env;
      return (await app.fetch(request, rotated, createExecutionContext())).status;
    };
    expect(await status('ann:old', 'old')).toBe(200);
    expect(await status('ann:new,ann:old', 'old')).toBe(200);
    expect(await status('ann:new,ann:old', 'new')).toBe(200);
    expect(await status('ann:new', 'old')).toBe(401);
  });

  test.each([undefined, '', ' , ', 'ann:'])(
    'the API is closed if the secret is %j, and says what to set',
    async (PUBLISH_TOKEN) => {
      const context = createExecutionContext();
      const closed = { ...env, PUBLISH_TOKEN } as typeof env;
      for (const token of ['', 'undefined', 'x']) {
        const request = new Request('https://any.host/api/status', {
          headers: { Authorization: `Bearer ${token}` },
        });
        const response = await app.fetch(request, closed, context);
        expect(response.status).toBe(403);
        expect((await problemOf(response)).detail).toContain('Set the secret PUBLISH_TOKEN');
      }
      await waitOnExecutionContext(context);
    },
  );

  test('too many requests are refused before their token is checked', async () => {
    const context = createExecutionContext();
    const limited = {
      ...env,
      API_RATE: { limit: async () => ({ success: false }) },
    } as unknown as typeof env;
    const response = await app.fetch(new Request('https://any.host/api/status'), limited, context);
    await waitOnExecutionContext(context);
    expect(response.status).toBe(429);
    expect(response.headers.get('Retry-After')).toBe('60');
  });

  test('if the rate limiter fails, requests with a token are answered, and others refused', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const away = { ...env, API_RATE: { limit: () => Promise.reject(new Error('The limiter is away')) } };
    const statusWith = async (token: string) => {
      const headers = { Authorization: `Bearer ${token}` };
      const request = new Request('https://any.host/api/status', { headers });
      return (await app.fetch(request, away, createExecutionContext())).status;
    };
    expect([await statusWith('a-guess'), await statusWith('ann-token')]).toEqual([401, 200]);
    vi.restoreAllMocks();
  });

  test('many addresses in one network share a limit, so that guessing is no faster', async () => {
    const keys = new Set<string>();
    const limit = async ({ key }: { key: string }) => {
      keys.add(key);
      return { success: true };
    };
    for (const address of ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9']) {
      const headers = { 'CF-Connecting-IP': address, Authorization: 'Bearer a-guess' };
      const request = new Request('https://any.host/api/status', { headers });
      const response = await app.fetch(request, { ...env, API_RATE: { limit } }, createExecutionContext());
      expect(response.status).toBe(401);
    }
    expect([...keys]).toEqual(['2001:db8:1:2']);
  });
});

const TOKENS = 'ann:first-token,bob:second,eve:a-third-token-that-is-longer';

test('timing reveals nothing about a token: all are compared, by digests of equal length', async () => {
  const compare = vi.spyOn(crypto.subtle, 'timingSafeEqual');
  for (const token of [
    'first-token',
    'a-third-token-that-is-longer',
    'f',
    'first-tokem',
    'x'.repeat(10_000),
  ]) {
    compare.mockClear();
    const headers = { Authorization: `Bearer ${token}` };
    await authenticate(new Request('https://any.host/', { headers }), { PUBLISH_TOKEN: TOKENS }).catch(
      () => undefined,
    );
    expect(compare).toHaveBeenCalledTimes(3);
    for (const sides of compare.mock.calls) {
      for (const side of sides) expect(side.byteLength).toBe(32);
    }
  }
});

test.each([
  [undefined, 'The request has no token.'],
  ['Basic first-token', 'The request has no token.'],
  ['Bearer ', 'The request has no token.'],
  ['Bearer first-tokem', 'The server does not know this token.'],
  ['Bearer correct horse', 'The token has a space or a character outside ASCII'],
  ['Bearer p\u00e4ssword', 'The token has a space or a character outside ASCII'],
])('a request with the header %j is told what is wrong', async (sent, says) => {
  const headers = sent === undefined ? undefined : { Authorization: sent };
  const request = new Request('https://any.host/', headers ? { headers } : {});
  await expect(authenticate(request, { PUBLISH_TOKEN: TOKENS })).rejects.toThrow(says);
});

test('a refusal repeats neither the token that was sent nor a valid one', async () => {
  for (const sent of [
    'Bearer first-tokem',
    'Basic first-token',
    'Bearer first-token second',
    'bearer: first-token',
  ]) {
    const request = new Request('https://any.host/', { headers: { Authorization: sent } });
    const error = await authenticate(request, { PUBLISH_TOKEN: TOKENS }).catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error)).toMatch(/"status":401/);
    expect(JSON.stringify(error)).not.toMatch(/first-toke|second|a-third/);
  }
});
