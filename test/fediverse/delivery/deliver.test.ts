import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deliverDue } from '../../../src/fediverse/delivery/deliver.ts';
import { followersOf } from '../../../src/fediverse/followers/followers-stub.ts';
import { readPublicKey } from '../../../src/fediverse/signing/keys.ts';
import { verifyRequest } from '../../../src/fediverse/signing/verify.ts';
import { deskOf } from '../../../src/newsroom/desk/desk-stub.ts';
import type { FederateMessage } from '../../../src/platform/queue-messages.ts';
import { identityWith } from '../../identity.ts';
import { emptyStorage } from '../../storage.ts';
import { follow, OWN } from '../follow.ts';

identityWith({ fediverse: { username: 'news', blockedHosts: ['blocked.example'] } });

/** The activities that each host has accepted, and what its answers are, one after the other; 202 after that. */
let received: Map<string, unknown[]>;
let statuses: Map<string, number[]>;

beforeEach(async () => {
  await emptyStorage();
  received = new Map();
  statuses = new Map();
  const pem = (await deskOf(env).actorKey.pair())?.publicKeyPem ?? '';
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const { host } = new URL(String(url));
    const status = statuses.get(host)?.shift() ?? 202;
    if (status >= 300) return new Response('', { status });
    const body = init?.body as Uint8Array<ArrayBuffer>;
    const signed = { method: 'POST', url: String(url), headers: new Headers(init?.headers) };
    const keyOf = async () => {
      const publicKey = await readPublicKey(pem);
      return publicKey && { owner: OWN, publicKey };
    };
    expect(await verifyRequest(signed, body, keyOf, new Date())).toEqual({
      ok: true,
      keyId: `${OWN}#main-key`,
      owner: OWN,
    });
    expect(signed.headers.get('content-type')).toBe('application/activity+json');
    received.set(host, [...(received.get(host) ?? []), JSON.parse(new TextDecoder().decode(body))]);
    return new Response('', { status });
  });
});
afterEach(() => vi.restoreAllMocks());

let count = 0;
async function tell(): Promise<void> {
  const body = JSON.stringify({ type: 'Create', id: `${OWN}#${++count}` });
  const activity = {
    address: `${OWN}#${count}`,
    kind: 'create',
    story: 1,
    sender: OWN,
    audience: [OWN],
    body,
  } as const;
  await followersOf(env).add([activity], Date.now());
}

/** Makes the deliveries of messages until no message sends another. Returns how many messages there were. */
async function work(): Promise<number> {
  let waiting = 1;
  let done = 0;
  const FEDIVERSE = { send: async () => void waiting++ } as unknown as Queue<FederateMessage>;
  while (done < waiting) {
    await deliverDue({ ...env, FEDIVERSE });
    done++;
  }
  return done;
}
const typesAt = (host: string) => (received.get(host) ?? []).map((each) => (each as { type: string }).type);

test('what is due is signed and sent, twenty deliveries a message', async () => {
  for (let n = 0; n < 45; n++) await follow(`peer-${n}.example`);
  expect(await work()).toBe(3);
  await tell();
  expect(await work()).toBe(3);
  for (let n = 0; n < 45; n++) expect(typesAt(`peer-${n}.example`)).toEqual(['Accept', 'Create']);
});

test('a server that does not understand RFC 9421 is asked again in the older way, and from then on only so', async () => {
  await follow('old.example');
  statuses.set('old.example', [401]);
  await work();
  expect(typesAt('old.example')).toEqual(['Accept']);
  vi.mocked(fetch).mockClear();
  await tell();
  await work();
  const [[, request] = []] = vi.mocked(fetch).mock.calls;
  expect(vi.mocked(fetch).mock.calls).toHaveLength(1);
  expect(new Headers(request?.headers).has('signature-input')).toBe(false);
});

test('a server that fails is not asked in another way, and does not hold up the others', async () => {
  await follow('bad.example');
  await follow('good.example');
  await work();
  statuses.set('bad.example', [503]);
  await tell();
  vi.mocked(fetch).mockClear();
  await work();
  expect(vi.mocked(fetch)).toHaveBeenCalledTimes(2);
  expect(typesAt('good.example')).toEqual(['Accept', 'Create']);
  expect(await followersOf(env).state()).toMatchObject({ waiting: 1, failing: 1 });
});

test('servers that take as long as they may are asked no longer than the claim of a message lasts', async () => {
  for (let n = 0; n < 20; n++) await follow(`slow-${n}.example`);
  await work();
  await tell();
  vi.useFakeTimers({ toFake: ['Date'] });
  try {
    const began = Date.now();
    const [answer, ends] = [vi.mocked(fetch).getMockImplementation(), [] as number[]];
    // Six at once take 36 seconds, and do not understand the signature.
    let asked = 0;
    vi.mocked(fetch).mockImplementation(async (url, init) => {
      const { host } = new URL(String(url));
      if (new Headers(init?.headers).has('signature-input')) statuses.set(host, [401]);
      if (++asked % 6 === 0) vi.setSystemTime(Date.now() + 36_000);
      ends.push(Date.now());
      return (await answer?.(url, init)) ?? Response.error();
    });
    let messages = 0;
    const FEDIVERSE = { send: async () => void messages++ } as unknown as Queue<FederateMessage>;
    await deliverDue({ ...env, FEDIVERSE });
    expect(Math.max(...ends) - began).toBeLessThan(120_000);
    expect(messages).toBe(1);
    await work();
    for (let n = 0; n < 20; n++) expect(typesAt(`slow-${n}.example`)).toEqual(['Accept', 'Create']);
    expect(await followersOf(env).state()).toMatchObject({ waiting: 0, failing: 0 });
  } finally {
    vi.useRealTimers();
  }
});

test('a host that was blocked is sent nothing, and its followers are removed', async () => {
  await follow('social.blocked.example');
  await tell();
  await work();
  expect(received).toEqual(new Map());
  expect(await followersOf(env).state()).toMatchObject({ followers: 0, servers: 0 });
});
