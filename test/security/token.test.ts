import { afterEach, expect, test, vi } from 'vitest';
import { authenticate } from '../../src/api/auth.ts';

afterEach(() => vi.restoreAllMocks());

const TOKENS = 'ann:first-token,bob:second,eve:a-third-token-that-is-longer';

test('how long a token is looked at tells nothing of it: all are compared, by digests of one length', async () => {
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
  ['Bearer first-tokem', 'The token is not one of those that may publish.'],
  ['Bearer correct horse', 'The token has a space or a character that is not ASCII'],
  ['Bearer p\u00e4ssword', 'The token has a space or a character that is not ASCII'],
])('a request with %j is told what is wrong with it', async (sent, says) => {
  const headers = sent === undefined ? undefined : { Authorization: sent };
  const request = new Request('https://any.host/', headers ? { headers } : {});
  await expect(authenticate(request, { PUBLISH_TOKEN: TOKENS })).rejects.toThrow(says);
});

test('a refusal repeats neither the token that was sent nor one that would do', async () => {
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
