import { describe, expect, test } from 'vitest';
import { RSA, readPublicKey, writePublicKey } from '../../../src/fediverse/signing/keys.ts';
import type { Scheme } from '../../../src/fediverse/signing/request.ts';
import { signRequest } from '../../../src/fediverse/signing/sign.ts';
import { verifyRequest } from '../../../src/fediverse/signing/verify.ts';

const NOW = new Date('2026-12-01T09:00:00Z');
const URL_OF_INBOX = 'https://news.example/actor/inbox';
const KEY_ID = 'https://peer.example/users/ann#main-key';
const OWNER = 'https://peer.example/users/ann';
const BODY = new TextEncoder().encode('{"type":"Follow"}');
const SCHEMES: Scheme[] = ['rfc9421', 'cavage'];

const makeKeys = () =>
  crypto.subtle.generateKey(
    { ...RSA, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  ) as Promise<CryptoKeyPair>;
const keys = makeKeys();

interface Sent {
  method?: string;
  url?: string;
  body?: Uint8Array;
  now?: Date;
  /** Changes the headers on the way. */
  change?: (headers: Headers) => void;
}

/** Signs a request, and verifies what arrives of it. `asked` counts how often a key was looked up. */
async function arrive(scheme: Scheme, { change, ...sent }: Sent = {}, signedAt = NOW) {
  const { privateKey, publicKey } = await keys;
  const request = { method: 'POST', url: URL_OF_INBOX, body: BODY };
  const headers = await signRequest(request, { id: KEY_ID, privateKey }, scheme, signedAt);
  change?.(headers);
  let asked = 0;
  const result = await verifyRequest(
    { method: sent.method ?? 'POST', url: sent.url ?? URL_OF_INBOX, headers },
    sent.body ?? BODY,
    async (keyId) => {
      asked++;
      return keyId === KEY_ID ? { owner: OWNER, publicKey } : undefined;
    },
    sent.now ?? NOW,
  );
  return { ...result, asked };
}

const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);
const replace = (name: string, what: string | RegExp, by: string) => (headers: Headers) => {
  const value = headers.get(name) ?? '';
  const changed = value.replace(what, by);
  expect(changed).not.toBe(value);
  headers.set(name, changed);
};

describe.each(SCHEMES)('%s', (scheme) => {
  test('who signed a request is known', async () => {
    expect(await arrive(scheme)).toEqual({ ok: true, keyId: KEY_ID, owner: OWNER, asked: 1 });
  });

  test('a request without a body is signed too', async () => {
    const { privateKey, publicKey } = await keys;
    const request = { method: 'GET', url: OWNER, headers: { accept: 'application/activity+json' } };
    const headers = await signRequest(request, { id: KEY_ID, privateKey }, scheme, NOW);
    expect(headers.get('accept')).toBe('application/activity+json');
    const keyOf = async () => ({ owner: OWNER, publicKey });
    expect(await verifyRequest({ ...request, headers }, undefined, keyOf, NOW)).toMatchObject({ ok: true });
  });

  test('another body is refused before anybody is asked for a key', async () => {
    const body = new TextEncoder().encode('{"type":"Delete"}');
    expect(await arrive(scheme, { body })).toMatchObject({ ok: false, asked: 0 });
  });

  test('another method, path or host is refused', async () => {
    expect(await arrive(scheme, { method: 'PUT' })).toMatchObject({ ok: false });
    expect(await arrive(scheme, { url: `${URL_OF_INBOX}?a` })).toMatchObject({ ok: false });
    expect(await arrive(scheme, { url: 'https://other.example/actor/inbox' })).toMatchObject({ ok: false });
  });

  test('an hour of skew is allowed, and no more', async () => {
    expect(await arrive(scheme, { now: later(59) })).toMatchObject({ ok: true });
    expect(await arrive(scheme, { now: later(-59) })).toMatchObject({ ok: true });
    expect(await arrive(scheme, { now: later(61) })).toMatchObject({ ok: false, asked: 0 });
    expect(await arrive(scheme, { now: later(-61) })).toMatchObject({ ok: false, asked: 0 });
  });

  test('a signature by another key is refused', async () => {
    const { publicKey } = await makeKeys();
    const { privateKey } = await keys;
    const request = { method: 'POST', url: URL_OF_INBOX, body: BODY };
    const headers = await signRequest(request, { id: KEY_ID, privateKey }, scheme, NOW);
    const keyOf = async () => ({ owner: OWNER, publicKey });
    expect(await verifyRequest({ ...request, headers }, BODY, keyOf, NOW)).toMatchObject({ ok: false });
  });

  test('a key whose id is no address is not looked up', async () => {
    const header = scheme === 'rfc9421' ? 'signature-input' : 'signature';
    for (const id of [
      'main-key',
      'javascript:alert(1)',
      'file:///etc/passwd',
      `https://a.example/${'a'.repeat(3000)}`,
    ])
      expect(await arrive(scheme, { change: replace(header, KEY_ID, id) })).toMatchObject({
        ok: false,
        asked: 0,
      });
  });

  test('without a signature, nobody is believed', async () => {
    const change = (headers: Headers) => headers.delete('signature');
    expect(await arrive(scheme, { change })).toMatchObject({ ok: false, asked: 0 });
  });

  test('a header that is not base64 at its end is refused', async () => {
    const end = scheme === 'rfc9421' ? /=*:$/ : /=*"$/;
    const change = replace('signature', end, scheme === 'rfc9421' ? '===:' : '==="');
    expect(await arrive(scheme, { change })).toMatchObject({ ok: false });
  });
});

describe('rfc9421', () => {
  test.each([
    ['a component that must be signed is not', /"@target-uri" /, ''],
    ['the body’s digest is not signed', / "content-digest"/, ''],
    ['no time of signing', /;created=\d+/, ''],
    ['a time of signing that is a text', /created=(\d+)/, 'created="$1"'],
    ['it has expired', /$/, ';expires=1764579599'],
    ['another algorithm', 'rsa-v1_5-sha256', 'hmac-sha256'],
    ['no key', /;keyid="[^"]*"/, ''],
    ['two keys', /$/, ';keyid="https://peer.example/users/bob#main-key"'],
    ['two signatures', /^(.*)$/, '$1, sig2=$1'],
    ['a component twice', '"@method"', '"@method" "@method"'],
    ['a component with parameters', '"content-digest"', '"content-digest";sf'],
    ['a component of another message', '"@method"', '"@method";req'],
    ['a header that is not there', '"@method"', '"@method" "x-nothing"'],
    ['an unknown component', '"@method"', '"@method" "@status"'],
    ['a label that differs', 'sig1', 'sig2'],
    ['no list', /\(.*\)/, '()'],
    ['a quote that does not end', /"$/, ''],
    ['too long', '"@method"', `"@method" "${'a'.repeat(5000)}"`],
  ])('refused before anybody is asked for a key: %s', async (_, what, by) => {
    expect(await arrive('rfc9421', { change: replace('signature-input', what, by) })).toMatchObject({
      ok: false,
      asked: 0,
    });
  });

  test('two digests of one kind are refused', async () => {
    const change = replace('content-digest', /^(.*)$/, '$1, $1');
    expect(await arrive('rfc9421', { change })).toMatchObject({ ok: false, asked: 0 });
  });

  test('a digest of another kind may stand beside: only what was signed is then another', async () => {
    const change = replace('content-digest', /^/, 'sha-512=:BBBB:, ');
    expect(await arrive('rfc9421', { change })).toMatchObject({ ok: false, asked: 1 });
  });
});

describe('cavage', () => {
  test.each([
    ['no request target', '(request-target) ', ''],
    ['no host', 'host ', ''],
    ['no date', 'date ', ''],
    ['the body’s digest is not signed', ' digest', ''],
    ['another algorithm', 'rsa-sha256', 'hmac-sha256'],
    ['no key', /keyId="[^"]*",/, ''],
    ['two keys', /$/, ',keyId="https://peer.example/users/bob#main-key"'],
    ['a header twice', ' date', ' date date'],
    ['a header that is not there', ' date', ' date x-nothing'],
    ['a time of signing that is no header', ' date', ' date (created)'],
    ['what can be no header', ' date', ' date a(b'],
    ['no signature', /,signature="[^"]*"/, ''],
    ['something else', /^.*$/, 'Bearer 12345'],
    ['an escape', 'host', 'ho\\st'],
    ['too long', 'host', `host ${'a'.repeat(5000)}`],
  ])('refused before anybody is asked for a key: %s', async (_, what, by) => {
    expect(await arrive('cavage', { change: replace('signature', what, by) })).toMatchObject({
      ok: false,
      asked: 0,
    });
  });

  test('a date that is none is refused', async () => {
    const change = (headers: Headers) => headers.set('date', 'yesterday');
    expect(await arrive('cavage', { change })).toMatchObject({ ok: false, asked: 0 });
  });
});

describe('keys', () => {
  test('a key written as PEM is read again', async () => {
    const { publicKey } = await keys;
    const spki = (await crypto.subtle.exportKey('spki', publicKey)) as ArrayBuffer;
    const pem = writePublicKey(spki);
    const read = await readPublicKey(pem);
    expect(read && (await crypto.subtle.exportKey('spki', read))).toEqual(spki);
    // With the line breaks of Windows, or none at the end.
    expect(await readPublicKey(pem.replaceAll('\n', '\r\n').trim())).toBeDefined();
    // With bytes after it, as snac sends.
    expect(await readPublicKey(`${pem}PqU`)).toBeDefined();
  });

  test('what is no RSA key of a usual size is not read', async () => {
    const short = (await crypto.subtle.generateKey(
      { ...RSA, modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) },
      true,
      ['sign', 'verify'],
    )) as CryptoKeyPair;
    const ed25519 = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    for (const { publicKey } of [short, ed25519]) {
      const spki = (await crypto.subtle.exportKey('spki', publicKey)) as ArrayBuffer;
      expect(await readPublicKey(writePublicKey(spki))).toBeUndefined();
    }
    for (const text of ['', '-----BEGIN PUBLIC KEY-----', `-----BEGIN PUBLIC KEY-----${' '.repeat(100_000)}`])
      expect(await readPublicKey(text)).toBeUndefined();
  });
});
