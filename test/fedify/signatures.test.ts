import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { signRequest as signAsFedify, verifyRequest as verifyAsFedify } from '@fedify/fedify/sig';
import { RSA, readPublicKey, writePublicKey } from '../../src/fediverse/signing/keys.ts';
import type { Scheme } from '../../src/fediverse/signing/request.ts';
import { signRequest } from '../../src/fediverse/signing/sign.ts';
import { verifyRequest } from '../../src/fediverse/signing/verify.ts';

// Fedify verifies what we sign, and we verify what Fedify signs.

const SPECS = { rfc9421: 'rfc9421', cavage: 'draft-cavage-http-signatures-12' } as const;
const INBOX = 'https://peer.example/users/ann/inbox';
const OWNER = 'https://news.example/actor';
const KEY_ID = `${OWNER}#main-key`;
const BODY = '{"type":"Follow","content":"„Straße“ 🚲"}';

const { privateKey, publicKey } = (await crypto.subtle.generateKey(
  { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
  true,
  ['sign', 'verify'],
)) as CryptoKeyPair;
const publicKeyPem = writePublicKey(await crypto.subtle.exportKey('spki', publicKey));

/** Loads the one document that there is: the actor with the key. */
const documentLoader = async (url: string) => ({
  contextUrl: null,
  documentUrl: url,
  document: {
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
    id: OWNER,
    type: 'Organization',
    inbox: `${OWNER}/inbox`,
    publicKey: { id: KEY_ID, owner: OWNER, publicKeyPem },
  },
});

for (const scheme of Object.keys(SPECS) as Scheme[]) {
  describe(scheme, () => {
    for (const body of [BODY, undefined]) {
      const method = body === undefined ? 'GET' : 'POST';

      test(`Fedify verifies our ${method}`, async () => {
        const request = {
          method,
          url: INBOX,
          headers: { 'Content-Type': 'application/activity+json' },
          ...(body && { body: new TextEncoder().encode(body) }),
        };
        const headers = await signRequest(request, { id: KEY_ID, privateKey }, scheme, new Date());
        const key = await verifyAsFedify(new Request(INBOX, { method, headers, ...(body && { body }) }), {
          documentLoader,
        });
        assert.equal(key?.id?.href, KEY_ID);
        if (!body) return;
        const forged = new Request(INBOX, { method, headers, body: body.replace('Follow', 'Delete') });
        assert.equal(await verifyAsFedify(forged, { documentLoader }), null);
      });

      test(`we verify a ${method} of Fedify`, async () => {
        const request = new Request(INBOX, { method, ...(body && { body }) });
        const { headers } = await signAsFedify(request, privateKey, new URL(KEY_ID), { spec: SPECS[scheme] });
        const keyOf = async (keyId: string) => {
          const key = keyId === KEY_ID ? await readPublicKey(publicKeyPem) : undefined;
          return key && { owner: OWNER, publicKey: key };
        };
        const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
        assert.deepEqual(await verifyRequest({ method, url: INBOX, headers }, bytes, keyOf, new Date()), {
          ok: true,
          keyId: KEY_ID,
          owner: OWNER,
        });
      });
    }
  });
}
