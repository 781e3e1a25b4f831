import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { app } from '../../../../src/app.ts';
import { fromBase64, toBase64Url } from '../../../../src/lib/encodings.ts';
import { botHeaders, readBotKey } from '../../../../src/newsroom/wire/fetching/bot-key.ts';

const site = { url: 'https://news.example' };
const NOW = new Date('2026-12-01T09:00:00.500Z');

async function makeSecret(): Promise<string> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  return toBase64Url((await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer);
}

/** Whether a signature is one of this key over these lines. */
async function isSigned(x: string, lines: readonly string[], headers: Headers): Promise<boolean> {
  const [label = '', written = ''] = headers.get('Signature-Input')?.split(/=(.*)/s, 2) ?? [];
  const signature = headers.get('Signature')?.slice(`${label}=:`.length, -1) ?? '';
  const key = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', x }, 'Ed25519', false, [
    'verify',
  ]);
  const base = new TextEncoder().encode([...lines, `"@signature-params": ${written}`].join('\n'));
  return crypto.subtle.verify('Ed25519', key, fromBase64(signature), base);
}

test('a request says for a minute who sends it, and to whom', async () => {
  const key = await readBotKey(await makeSecret());
  if (!key) throw new Error('There is no key.');
  const headers = new Headers(await botHeaders(new URL('https://host.example:8443/a?b'), key, site, NOW));
  expect(headers.get('Signature-Agent')).toBe('"https://news.example"');
  expect(headers.get('Signature-Input')).toBe(
    `sig1=("@authority" "signature-agent");created=1796115600;expires=1796115660;keyid="${key.id}";alg="ed25519";tag="web-bot-auth"`,
  );
  const lines = (host: string) => [`"@authority": ${host}`, '"signature-agent": "https://news.example"'];
  expect(await isSigned(key.x, lines('host.example:8443'), headers)).toBe(true);
  expect(await isSigned(key.x, lines('other.example'), headers)).toBe(false);
});

test('without a key, or with a broken one, nothing is signed', async () => {
  for (const secret of [undefined, '', ' ', 'not a key', (await makeSecret()).slice(0, 40)])
    expect(await readBotKey(secret)).toBeUndefined();
});

const directory = (FETCHER_KEY?: string) =>
  app.fetch(
    new Request('https://any.host/.well-known/http-message-signatures-directory'),
    { ...env, ...(FETCHER_KEY && { FETCHER_KEY }) },
    createExecutionContext(),
  );

test('the directory has the public key, and is signed for this host; without a key it is not there', async () => {
  expect((await directory()).status).toBe(404);
  const secret = await makeSecret();
  const response = await directory(secret);
  expect(response.headers.get('Content-Type')).toBe('application/http-message-signatures-directory+json');
  const text = await response.text();
  const { keys } = JSON.parse(text) as { keys: Record<string, string>[] };
  const key = await readBotKey(secret);
  expect(keys).toEqual([{ kty: 'OKP', crv: 'Ed25519', kid: key?.id, x: key?.x, use: 'sig' }]);
  expect(await isSigned(key?.x ?? '', ['"@authority";req: news.example'], response.headers)).toBe(true);
  const pkcs8 = fromBase64(secret.replaceAll('-', '+').replaceAll('_', '/'));
  expect(text).not.toContain(toBase64Url(pkcs8.slice(-32).buffer));
});
