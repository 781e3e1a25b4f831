import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followersOf } from '../../../src/fediverse/followers/followers-stub.ts';
import { identityWith } from '../../identity.ts';
import { drain, saveSettings } from '../../newsroom.ts';
import { emptyStorage } from '../../storage.ts';
import { Peer } from '../peer.ts';

identityWith({
  fediverse: { username: 'news', authors: true, topics: ['web-feeds'], blockedHosts: ['blocked.example'] },
});

const OWN = 'https://news.example/actor';
const INBOX = `${OWN}/inbox`;
let peer: Peer;
let asked: { url: string; headers: Headers }[];
let actors: Map<string, () => Response>;

let count = 0;
beforeEach(async () => {
  await emptyStorage();
  // Isolates remember actors.
  peer = await Peer.open(`https://peer-${++count}.example/users/ann`);
  asked = [];
  actors = new Map([[peer.id, () => Response.json(peer.actor)]]);
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    asked.push({ url: String(url), headers: new Headers(init?.headers) });
    return actors.get(String(url))?.() ?? new Response('', { status: 404 });
  });
  vi.spyOn(console, 'log').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

type How = NonNullable<Parameters<Peer['sign']>[2]> & {
  headers?: Record<string, string>;
  sent?: BodyInit;
  signer?: Peer;
  path?: string;
};

/** Sends an activity to the inbox. */
async function send(
  activity: unknown,
  { headers = {}, sent, signer = peer, path = '/actor/inbox', ...how }: How = {},
) {
  const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
  const signed = await signer.sign(`https://news.example${path}`, body, how);
  signed.delete('host');
  for (const [name, value] of Object.entries(headers)) signed.set(name, value);
  return exports.default.fetch(
    new Request(`https://any.host${path}`, { method: 'POST', headers: signed, body: sent ?? body }),
  );
}
const follow = (fields: Record<string, unknown> = {}, by = peer) => ({
  '@context': 'https://www.w3.org/ns/activitystreams',
  id: `${by.id}#follows/1`,
  type: 'Follow',
  actor: by.id,
  object: OWN,
  ...fields,
});
const undo = (object: unknown = follow(), fields: Record<string, unknown> = {}) => ({
  id: `${peer.id}#undo/1`,
  type: 'Undo',
  actor: peer.id,
  object,
  ...fields,
});

const followers = () => followersOf(env);

/** Asserts that the inbox answers with a status, and what it says. */
async function expectStatus(response: Promise<Response>, status: number, text = ''): Promise<void> {
  const { status: got, ...answer } = await response.then(async (each) => ({
    status: each.status,
    text: await each.text(),
  }));
  expect(answer.text).toContain(text);
  expect(got).toBe(status);
}

test.each(['rfc9421', 'cavage'] as const)('a Follow signed by %s is stored and accepted', async (scheme) => {
  await expectStatus(send(follow(), { scheme }), 202);
  expect(await followers().count(OWN)).toBe(1);
  const [delivery] = await followers().claim(Date.now());
  // A host is sent what it signs itself: some accept what they do not understand, and drop it.
  expect(delivery).toMatchObject({ inbox: `${peer.id}/inbox`, sender: OWN, scheme });
  const { id, ...accept } = JSON.parse(delivery?.body ?? '');
  expect(accept).toEqual({
    '@context': 'https://www.w3.org/ns/activitystreams',
    type: 'Accept',
    actor: OWN,
    to: peer.id,
    object: { id: `${peer.id}#follows/1`, type: 'Follow', actor: peer.id, object: OWN },
  });
  expect(id).toMatch(/^https:\/\/news\.example\/actor#accepts\/[0-9a-f]{32}$/);
  // In secure mode, servers show an actor only to who signs.
  expect(asked.map(({ url }) => url)).toEqual([peer.id]);
  expect(asked[0]?.headers.get('signature-input')).toContain(`keyid="${OWN}#main-key"`);
});

test('every account has an inbox, and may be followed', async () => {
  const topic = `${OWN}/topics/web-feeds`;
  await expectStatus(send(follow({ object: topic }), { path: '/actor/topics/web-feeds/inbox' }), 202);
  expect([await followers().count(topic), await followers().count(OWN)]).toEqual([1, 0]);
  await expectStatus(send(follow({ object: `${OWN}/topics/provenance`, id: `${peer.id}#2` })), 404);
});

test('somebody whom the newsroom has added under Settings may be followed', async () => {
  const author = `${OWN}/authors/eve-new`;
  await expectStatus(send(follow({ object: author })), 404);
  await saveSettings({ people: [{ slug: 'eve-new', name: 'Eve New' }] });
  await drain();
  await expectStatus(send(follow({ object: author })), 202);
  expect(await followers().count(author)).toBe(1);
});

test('who undoes the Follow is removed, whatever of it the Undo names', async () => {
  for (const [index, object] of [
    follow(),
    `${peer.id}#follows/1`,
    { type: 'Follow', actor: peer.id, object: OWN },
  ].entries()) {
    const again = { id: `${peer.id}#follows/${index}` };
    await expectStatus(send(follow(again)), 202);
    const named = index === 2 ? object : index === 1 ? again.id : follow(again);
    await expectStatus(send(undo(named, { id: `${peer.id}#undo/${index}` })), 202);
    expect(await followers().count(OWN)).toBe(0);
  }
});

test('the first requests, sent again by somebody else, change nothing', async () => {
  const signed = await peer.sign(INBOX, JSON.stringify(follow()));
  const replay = (headers: Headers, activity: unknown) =>
    exports.default.fetch(new Request(INBOX, { method: 'POST', headers, body: JSON.stringify(activity) }));
  expect((await replay(signed, follow())).status).toBe(202);
  const undone = await peer.sign(INBOX, JSON.stringify(undo()));
  expect((await replay(undone, undo())).status).toBe(202);
  expect((await replay(signed, follow())).status).toBe(403);
  expect(await followers().count(OWN)).toBe(0);
  await send(follow({ id: `${peer.id}#follows/2` }));
  await replay(undone, undo());
  expect(await followers().count(OWN)).toBe(1);
  const old = { at: new Date(Date.now() - 2 * 3_600_000) };
  await expectStatus(send(follow({ id: `${peer.id}#follows/3` }), old), 401, 'more than an hour old');
});

test('who sends the id of somebody else’s Follow first does not take its answer', async () => {
  const eve = await Peer.open(`https://eve-${count}.example/eve`);
  actors.set(eve.id, () => Response.json(eve.actor));
  const { id } = follow();
  await expectStatus(send(follow({ id }, eve), { signer: eve }), 202);
  await expectStatus(send(follow({ id })), 202);
  const inboxes = (await followers().claim(Date.now())).map(({ inbox }) => inbox);
  expect(inboxes.toSorted()).toEqual([`${eve.id}/inbox`, `${peer.id}/inbox`]);
});

test('what nobody has signed uses up no look-ups of the host in whose name it comes', async () => {
  const limit = vi.spyOn(env.INBOX_HOST_RATE, 'limit');
  await expectStatus(send(follow(), { headers: { signature: '' } }), 401);
  await expectStatus(send(follow(), { sent: JSON.stringify(follow({ summary: 'other' })) }), 401);
  expect(limit).not.toHaveBeenCalled();
  await expectStatus(send(follow()), 202);
  await expectStatus(send(follow({ id: `${peer.id}#follows/2` })), 202);
  expect(limit).toHaveBeenCalledTimes(1);
});

describe('nobody follows by', () => {
  test.each([
    ['no signature', {}, { signature: '' }, 'not signed'],
    ['the signature of another body', { actor: undefined }, {}, ''],
  ])('%s', async (_name, _fields, headers, text) => {
    const sent = JSON.stringify(follow({ object: `${OWN}/topics/web-feeds` }));
    await expectStatus(send(follow(), { headers: headers as Record<string, string>, sent }), 401, text);
    expect(await followers().state()).toMatchObject({ followers: 0 });
  });

  test('the key of somebody else', async () => {
    const eve = await Peer.open('https://evil.example/eve');
    actors.set(eve.id, () => Response.json(eve.actor));
    await expectStatus(send(follow(), { signer: eve }), 401);
    await expectStatus(send(follow(), { signer: eve, keyId: `${peer.id}#main-key` }), 401);
    // Eve's actor says that her key is Ann's.
    eve.fields = { publicKey: { ...(eve.actor.publicKey as object), owner: peer.id } };
    await expectStatus(send(follow({}, eve), { signer: eve }), 401);
    expect(await followers().state()).toMatchObject({ followers: 0 });
  });

  test('an actor that is another, too long, or no actor', async () => {
    for (const [fields, text] of [
      [{ id: 'https://peer.example/users/bob' }, 'another id'],
      [{ inbox: 'https://victim.example/inbox' }, 'inbox is not on'],
      [{ summary: 'x'.repeat(300_000) }, 'more than 200000 bytes'],
    ] as const) {
      peer.fields = fields;
      await expectStatus(send(follow()), 401, text);
    }
    actors.set(peer.id, () => new Response('<html>'));
    await expectStatus(send(follow()), 401, 'not JSON');
    actors.set(peer.id, () => new Response(null, { status: 302, headers: { Location: 'http://10.0.0.1/' } }));
    await expectStatus(send(follow()), 401, 'did not answer');
    expect(await followers().state()).toMatchObject({ followers: 0 });
  });

  test('an address that this site may not ask', async () => {
    for (const actor of [
      'https://10.0.0.1/ann',
      'https://localhost/ann',
      'https://news.example/actor',
      'http://peer.example/ann',
      'https://social.blocked.example/ann',
      'https://peer.example:22/ann',
    ])
      await expectStatus(send(follow({ actor })), 403, 'The actor’s address');
    expect(asked).toEqual([]);
  });
});

test('a shared inbox elsewhere is not used', async () => {
  peer.fields = { endpoints: { sharedInbox: 'https://victim.example/inbox' } };
  await expectStatus(send(follow()), 202);
  expect((await followers().claim(Date.now()))[0]?.inbox).toBe(`${peer.id}/inbox`);
});

test('an actor that is gone follows nobody, though nobody can sign for it any more', async () => {
  await send(follow());
  const gone = { id: `${peer.id}#delete`, type: 'Delete', actor: peer.id, object: peer.id };
  const stranger = await Peer.open('https://stranger.example/eve');
  await expectStatus(send(gone, { signer: stranger, keyId: `${peer.id}#main-key` }), 401);
  expect(await followers().count(OWN)).toBe(1);
  actors.set(peer.id, () => new Response('', { status: 410 }));
  await expectStatus(send(gone, { signer: stranger, keyId: `${peer.id}#main-key` }), 202);
  expect(await followers().count(OWN)).toBe(0);
  // Servers tell everybody of each account that is deleted.
  asked.length = 0;
  const unknown = { ...gone, actor: 'https://peer.example/bob', object: 'https://peer.example/bob' };
  await expectStatus(send(unknown), 202);
  expect(asked).toEqual([]);
});

test('everything else is accepted and dropped, without a look at who sends it', async () => {
  for (const type of ['Create', 'Like', 'Announce', 'Update', 'Flag', 'Move', 'Add'])
    await expectStatus(send({ id: `${peer.id}#1`, type, actor: peer.id, object: OWN }), 202);
  await expectStatus(send(undo({ id: `${peer.id}#like`, type: 'Like' })), 202);
  const post = {
    id: `${peer.id}#d`,
    type: 'Delete',
    actor: peer.id,
    object: { id: `${peer.id}/1`, type: 'Tombstone' },
  };
  await expectStatus(send(post), 202);
  expect(asked).toEqual([]);
});

test('what is no activity, too long, compressed, or of another type is refused', async () => {
  for (const text of ['', '{', '[]', 'null', '"Follow"', '{"type":["Follow"]}', '{"type":"Follow"}'])
    await expectStatus(send(text), 400, 'not an activity');
  await expectStatus(send(follow({ id: 'javascript:1' })), 400);
  await expectStatus(send(follow({ object: `https://a.example/${'x'.repeat(3000)}` })), 400);
  await expectStatus(send('['.repeat(60_000)), 400);
  await expectStatus(send(`"${'x'.repeat(10_000_000)}"`), 413);
  await expectStatus(send(follow(), { headers: { 'Content-Type': 'application/json' } }), 415);
  await expectStatus(send(follow(), { headers: { 'Content-Encoding': 'gzip' } }), 415);
  expect(asked).toEqual([]);
});

test('a body without a stated length is cut where it is too long', async () => {
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 10_000;
      controller.enqueue(new Uint8Array(10_000).fill(32));
    },
  });
  await expectStatus(send(follow(), { sent: endless }), 413);
  expect(sent).toBeLessThan(1_000_000);
});

test('a thousand Follows from one host cost a hundred look-ups a minute, and of one network three hundred are read', async () => {
  const host = `https://many-${count}.example`;
  const first = await Peer.open(`${host}/users/0`);
  const statuses = new Map<number, number>();
  // A test has one network; workerd's limit counts for a minute.
  const limits = { INBOX_RATE: 300, INBOX_HOST_RATE: 100 };
  const [used, spies] = [{ INBOX_RATE: 0, INBOX_HOST_RATE: 0 }, [] as { mockRestore: () => void }[]];
  for (const name of ['INBOX_RATE', 'INBOX_HOST_RATE'] as const)
    spies.push(
      vi
        .spyOn(env[name], 'limit')
        .mockImplementation(async () => ({ success: ++used[name] <= limits[name] })),
    );
  for (let n = 0; n < 1000; n++) {
    const each = first.as(`${host}/users/${n}`);
    actors.set(each.id, () => Response.json(each.actor));
    const { status } = await send(follow({}, each), { signer: each });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  for (const spy of spies) spy.mockRestore();
  expect(statuses.get(202)).toBe(100);
  expect(statuses.get(429)).toBe(900);
  expect(asked.length).toBe(100);
});

test('a post may quote a story, as the answer says', async () => {
  const [story, quoting] = ['https://news.example/stories/a-story', `${peer.id}/statuses/1`];
  const request = {
    id: `${peer.id}#quote`,
    type: 'QuoteRequest',
    actor: peer.id,
    object: story,
    instrument: quoting,
  };
  await expectStatus(send(request), 202);
  const [delivery] = await followers().claim(Date.now());
  expect(JSON.parse(delivery?.body ?? '')).toMatchObject({
    type: 'Accept',
    actor: OWN,
    object: { id: request.id, type: 'QuoteRequest', object: story, instrument: quoting },
    result: `https://news.example/actor/quotes?${new URLSearchParams({ story, by: quoting })}`,
  });
  await expectStatus(send({ ...request, id: `${peer.id}#other`, object: 'https://peer.example/1' }), 202);
  expect(await followers().claim(Date.now())).toEqual([]);
});
