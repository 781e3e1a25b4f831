import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deskOf } from '../../../../../src/newsroom/desk/desk-stub.ts';
import type { Actor } from '../../../../../src/newsroom/people/desk/roles.ts';
import { deskObject, runInside } from '../../../../objects.ts';
import { type Browser, browserWith, signIn } from '../../../frame/browser.ts';
import { begin } from '../../desk/newsroom.ts';

const ORIGIN = 'https://news.example';
const ASKING = { Upgrade: 'websocket', Origin: ORIGIN };

let ann: Browser;
let bob: Browser;
let id: string;
let windows: Window[];

const actorOf = (name: string, { person }: Browser, role: Actor['role'] = 'editor'): Actor => ({
  name,
  role,
  person,
});

beforeEach(async () => {
  windows = [];
  const names = [`Ann ${crypto.randomUUID()}`, `Bob ${crypto.randomUUID()}`] as const;
  [ann, bob] = await Promise.all([signIn(names[0], 'admin'), signIn(names[1], 'editor')]);
  id = (await begin(actorOf(names[0], ann))).id;
});

afterEach(() => {
  for (const { socket } of windows) socket.close();
});

const presence = (query: Record<string, string> = {}, draft = id) =>
  `/newsroom/drafts/${draft}/presence?${new URLSearchParams(query)}`;

/** A window of a draft in a browser, with what it was told. */
interface Window {
  socket: WebSocket;
  told: { version: number; others: { name: string; place?: string; own?: true }[] }[];
  closed: () => number | undefined;
  write: (place: string) => void;
}

async function open(browser: Browser, window: string, place = '', draft = id): Promise<Window> {
  const { status, webSocket: socket } = await browser.get(presence({ window, place }, draft), ASKING);
  expect(status).toBe(101);
  if (!socket) throw new Error('There is no socket.');
  let code: number | undefined;
  const told: Window['told'] = [];
  socket.addEventListener('message', ({ data }) => {
    if (data !== 'pong') told.push(JSON.parse(String(data)));
  });
  socket.addEventListener('close', (event) => {
    code = event.code;
  });
  socket.accept();
  const opened = {
    socket,
    told,
    closed: () => code,
    write: (at: string) => socket.send(JSON.stringify({ place: at })),
  };
  windows.push(opened);
  return opened;
}

/** Where the others are, as a window was told last. */
const places = ({ told }: Window) =>
  told.at(-1)?.others.map(({ place = '', own }) => (own ? `own ${place}` : place));

test('two people see at once who comes, where they are, what they save, and who goes', async () => {
  const one = await open(ann, 'one', 'Headline');
  await vi.waitFor(() => expect(one.told).toMatchObject([{ version: 1, others: [] }]));
  const two = await open(bob, 'two', 'TL;DR');
  await vi.waitFor(() => expect([places(one), places(two)]).toEqual([['TL;DR'], ['Headline']]));
  two.write('Analysis, “Why”');
  await vi.waitFor(() => expect(places(one)).toEqual(['Analysis, “Why”']));
  await deskOf(env).drafts.save(id, { text: 'new', version: 1, actor: actorOf('Bob', bob), now: Date.now() });
  await vi.waitFor(() => expect(one.told.at(-1)).toMatchObject({ version: 2, by: 'Bob' }));
  two.socket.close();
  await vi.waitFor(() => expect(places(one)).toEqual([]));
});

test('who has two windows is told so; a window that comes again counts once', async () => {
  const [one, two] = [await open(ann, 'one', 'Headline'), await open(ann, 'two', 'TL;DR')];
  await vi.waitFor(() => expect([places(one), places(two)]).toEqual([['own TL;DR'], ['own Headline']]));
  const again = await open(ann, 'two', 'Analysis');
  await vi.waitFor(() => expect(two.closed()).toBeDefined());
  await vi.waitFor(() => expect([places(one), places(again)]).toEqual([['own Analysis'], ['own Headline']]));
});

test('everybody is still there, and heard, when the Desk has forgotten its memory', async () => {
  const [one, two] = [await open(ann, 'one', 'Headline'), await open(bob, 'two', 'TL;DR')];
  await vi.waitFor(() => expect(places(one)).toEqual(['TL;DR']));
  await evictDurableObject(deskObject());
  two.write('Analysis');
  await vi.waitFor(() => expect(places(one)).toEqual(['Analysis']));
  await evictDurableObject(deskObject());
  two.socket.close();
  await vi.waitFor(() => expect(places(one)).toEqual([]));
});

test('windows with a socket and those that ask again and again see each other', async () => {
  const one = await open(ann, 'one', 'Headline');
  const look = async (place: string) =>
    (await bob.get(presence({ window: 'two', place }), { Accept: 'application/json' })).json();
  expect(await look('TL;DR')).toMatchObject({ others: [{ place: 'Headline' }] });
  await vi.waitFor(() => expect(places(one)).toEqual(['TL;DR']));
  await look('Analysis');
  await vi.waitFor(() => expect(places(one)).toEqual(['Analysis']));
  await bob.get(presence({ window: 'two', left: '' }));
  await vi.waitFor(() => expect(places(one)).toEqual([]));
  // One that gets a socket at last counts once, and lets the Desk sleep.
  await look('Evidence');
  await open(bob, 'two', 'TL;DR');
  await vi.waitFor(() => expect(places(one)).toEqual(['TL;DR']));
  await evictDurableObject(deskObject());
});

test('a page of another site, a stranger and a writer who may not open the draft get no socket', async () => {
  for (const Origin of ['https://evil.example', 'null', ''])
    expect((await ann.get(presence(), { ...ASKING, Origin })).status).toBe(403);
  expect((await ann.get(presence(), { Upgrade: 'WebSocket' })).status).toBe(403);
  const stranger = await browserWith(undefined).get(presence(), ASKING);
  expect([stranger.status, stranger.webSocket]).toEqual([303, null]);
  const writer = await signIn(`Wes ${crypto.randomUUID()}`, 'writer');
  expect((await writer.get(presence(), ASKING)).status).toBe(403);
  expect((await ann.get(presence({}, '0'.repeat(32)), ASKING)).status).toBe(404);
});

test.each([
  [
    'was removed',
    () => deskOf(env).people.remove(bob.person, { actor: actorOf('Ann', ann, 'admin'), now: Date.now() }),
  ],
  [
    'signs out everywhere',
    () => deskOf(env).sessions.endAll(bob.person, { actor: actorOf('Bob', bob), now: Date.now() }),
  ],
  [
    'may only read their own by now',
    () => deskOf(env).people.change(bob.person, { role: 'writer', actor: actorOf('Ann', ann, 'admin') }),
  ],
])('who %s has no socket any more, and is not shown', async (_, lose) => {
  const [one, two] = [await open(ann, 'one'), await open(bob, 'two', 'TL;DR')];
  await vi.waitFor(() => expect(places(one)).toEqual(['TL;DR']));
  expect(await lose()).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(two.closed()).toBe(1008));
  await vi.waitFor(() => expect(places(one)).toEqual([]));
});

test('a session that ends by time is told nothing more', async () => {
  const [one, two] = [await open(ann, 'one'), await open(bob, 'two')];
  await vi.waitFor(() => expect(places(one)).toHaveLength(1));
  await runInside(deskObject(), (_desk: unknown, { storage: { sql } }) => {
    sql.exec('UPDATE session SET expires = 1 WHERE person = ?', bob.person);
  });
  const before = two.told.length;
  one.write('Headline');
  await vi.waitFor(() => expect(two.closed()).toBe(1008));
  expect(two.told).toHaveLength(before);
});

test.each([
  ['no JSON', 'x'],
  ['another shape', '{"place":1}'],
  ['more than its place', '{"place":"a","typed":"words"}'],
  ['a long place', JSON.stringify({ place: 'x'.repeat(201) })],
  ['much', ' '.repeat(100_000)],
  ['bytes', new Uint8Array([123, 125])],
])('a window that sends %s is closed, and the others stay', async (_, message) => {
  const [one, two] = [await open(ann, 'one'), await open(bob, 'two', 'TL;DR')];
  two.socket.send(message);
  await vi.waitFor(() => expect(two.closed()).toBe(1008));
  await vi.waitFor(() => expect(places(one)).toEqual([]));
  expect(one.closed()).toBeUndefined();
});

test('a window that floods the Desk is closed', async () => {
  const [one, two] = [await open(ann, 'one'), await open(bob, 'two')];
  for (let sent = 0; sent < 100; sent++) two.write(String(sent));
  await vi.waitFor(() => expect(two.closed()).toBe(1008));
  await vi.waitFor(() => expect(places(one)).toEqual([]));
  expect(one.told.length).toBeLessThan(50);
});

test('a place has no character that nobody sees', async () => {
  const [one, two] = [await open(ann, 'one'), await open(bob, 'two')];
  two.write('a\u0007b');
  await vi.waitFor(() => expect(places(one)).toEqual(['a\uFFFDb']));
});

test('a person has at most 50 sockets, and a draft 100', async () => {
  const full = async (browser: Browser) =>
    (await browser.get(presence({ window: 'one more' }), ASKING)).status;
  for (let window = 0; window < 50; window++) await open(ann, String(window));
  expect(await full(ann)).toBe(429);
  for (let window = 0; window < 50; window++) await open(bob, String(window));
  expect(await full(await signIn(`Cyd ${crypto.randomUUID()}`, 'editor'))).toBe(429);
});

test('pings are answered', async () => {
  const one = await open(ann, 'one');
  const pong = new Promise((resolve) =>
    one.socket.addEventListener('message', ({ data }) => data === 'pong' && resolve(data)),
  );
  one.socket.send('ping');
  expect(await pong).toBe('pong');
});
