import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from 'web-bot-auth';
import { verifierFromJWK } from 'web-bot-auth/crypto';
import { botHeaders, readBotKey } from '../../src/newsroom/wire/fetching/bot-key.ts';

test('Cloudflare’s library verifies a request of the wire', async () => {
  const { privateKey } = (await crypto.subtle.generateKey('Ed25519', true, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', privateKey);
  const key = await readBotKey(Buffer.from(pkcs8).toString('base64url'));
  assert.ok(key);
  const url = new URL('https://host.example/a?b');
  const headers = await botHeaders(url, key, { url: 'https://news.example' }, new Date());
  const verifier = await verifierFromJWK({ kty: 'OKP', crv: 'Ed25519', x: key.x });
  await verify(new Request(url, { headers }), verifier);
  await assert.rejects(verify(new Request('https://other.example/', { headers }), verifier));
});
