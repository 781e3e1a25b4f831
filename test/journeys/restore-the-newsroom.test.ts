import { env, exports } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import { deskOf } from '../../src/newsroom/desk/desk-stub.ts';
import type { FeedRecord } from '../../src/newsroom/feeds/wire/feed-table.ts';
import type { Actor } from '../../src/newsroom/people/desk/roles.ts';
import { addPictures, PictureList } from '../../src/newsroom/pictures/cli/pictures.ts';
import { picturesOf } from '../../src/newsroom/pictures/desk/picture-source.ts';
import { storePicture } from '../../src/newsroom/pictures/desk/store-picture.ts';
import { continueBackup } from '../../src/newsroom/transfer/desk/backup.ts';
import type { Verdict } from '../../src/newsroom/watch/desk/verdict.ts';
import { wireOf } from '../../src/newsroom/wire/wire-stub.ts';
import { forPrograms } from '../../src/newsroom/words/translate.ts';
import { ann, program } from '../actors.ts';
import { type Browser, browserWith, cookieOf, signIn } from '../newsroom/frame/browser.ts';
import { Authenticator } from '../newsroom/sign-in/authenticator.ts';
import { call, desk, drain, newsroom, read, reopen } from '../newsroom.ts';
import { runInside, wireObject } from '../objects.ts';
import { aStory } from '../samples.ts';
import { pictureFile } from '../site/pictures/files.ts';

// The drill of docs/operating.md: back up, lose everything, restore, sign in with the old passkey, go on with the old draft.

const HERE = { origin: 'https://news.example', rpId: 'news.example', isVerified: true };
const DAY = 86_400_000;

beforeEach(reopen);

async function challengeOf(browser: Browser, path: string): Promise<string> {
  const answer = await browser.send(path, {});
  return ((await answer.json()) as { challenge: string }).challenge;
}

/** Adds a passkey in the newsroom, by a whole ceremony. */
async function addPasskey(browser: Browser, device: Authenticator): Promise<void> {
  const challenge = await challengeOf(browser, '/newsroom/account/passkey-options');
  const response = await device.register({ challenge, ...HERE });
  const answer = await browser.send('/newsroom/account/passkeys', { response });
  expect(answer.status).toBe(200);
}

/** Signs in with a passkey. Returns the answer, and the browser in which its owner then is. */
async function signInWith(device: Authenticator, person: string) {
  const stranger = browserWith(undefined);
  const challenge = await challengeOf(stranger, '/newsroom/sign-in/options');
  const response = await device.signIn({ challenge, ...HERE }, person);
  const answer = await stranger.send('/newsroom/sign-in/passkey', { response, destination: '/newsroom' });
  return { answer, browser: browserWith(cookieOf(answer), person) };
}

const actorOf = (name: string, role: Actor['role'], person: string): Actor => ({ name, role, person });

const importText = async (text: string, token?: string) => {
  const answer = await call('POST', '/stories', text, token === undefined ? {} : { token });
  return (await answer.text())
    .trim()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as { ok: boolean; changed?: boolean; detail?: string; newsroom?: string },
    );
};

const text = (version: number) =>
  `---\nheadline: The port has a record month\nabstract: Short.\ninLanguage: en\ndatePublished: 2026-01-05T09:00:00Z\n---\n\nVersion ${version}: “12 % more” – ${'a long paragraph. '.repeat(version)}\n`;

/** A newsroom with people, a passkey, a draft that was reviewed, feeds, what the watch has found, a story, a page and a redirect. */
async function fillNewsroom() {
  const [annsBrowser, bea] = [await signIn('Ann Lee', 'writer'), await signIn('Bea May', 'editor')];
  await signIn('Abel', 'admin');
  const gone = await deskOf(env).people.add({ name: 'Carl', role: 'editor' }, Date.now());
  await deskOf(env).people.remove(gone.id, { actor: ann, now: Date.now() });
  const device = await Authenticator.make();
  await addPasskey(annsBrowser, device);
  const link = await deskOf(env).invitations.invite({ name: 'Bea May', actor: ann, now: Date.now() });

  const writer = actorOf('Ann Lee', 'writer', annsBrowser.person);
  const editor = actorOf('Bea May', 'editor', bea.person);
  const now = Date.now();
  const made = await deskOf(env).drafts.create({
    name: 'port',
    text: text(1),
    base: null,
    actor: writer,
    now,
  });
  if (!made.ok) throw new Error(made.detail);
  const { id } = made.draft;
  const embargo = { until: '2999-05-04T00:00:00.000Z', why: 'Asked for by the ministry' };
  await deskOf(env).drafts.setEmbargo(id, { embargo, actor: writer });
  // More versions than one with its whole text, and what stands between.
  for (let version = 1; version < 40; version++)
    await deskOf(env).drafts.save(id, {
      version,
      text: text(version + 1),
      actor: writer,
      now: now + version,
    });
  const at = { version: 40, actor: editor, now };
  const notes = await deskOf(env).notes.add(id, {
    ...at,
    start: text(40).indexOf('12'),
    end: text(40).indexOf('12') + 4,
    text: 'Who says so?',
    suggestion: 'a dozen',
  });
  const thread = notes.ok ? (notes.notes[0]?.id ?? 0) : 0;
  await deskOf(env).notes.add(id, { ...at, start: null, end: null, text: 'Nice.' });
  await deskOf(env).notes.reply(id, thread, { text: 'The port.', actor: writer, now });
  await deskOf(env).reviews.ask(id, { version: 40, reviewer: bea.person, actor: writer, now });
  const approved = await deskOf(env).reviews.approve(id, at);
  expect(approved).toEqual({ ok: true, state: 'approved' });

  const story = aStory({
    slug: 'kept',
    citation: [{ url: 'https://source.example/a', name: 'A source' }],
    articleBody: 'It cites.([source.example](https://source.example/a))',
  });
  expect((await call('PUT', '/stories/kept', story)).status).toBe(201);
  const page = { slug: 'about', title: 'About us', inLanguage: 'en', body: 'We are us.' };
  expect((await call('PUT', '/pages/about', page)).status).toBe(201);
  const redirect = { from: '/old/kept', to: '/stories/kept' };
  expect((await call('POST', '/redirects', JSON.stringify(redirect))).ok).toBe(true);
  // What has ended meanwhile, and what holds.
  for (const [expected, at] of [now - 3 * DAY, now].entries()) {
    const lead = { story: 'kept', until: new Date(at + DAY).toISOString() };
    const by = { actor: editor, now: at, expected };
    const done = await deskOf(env).front.replace({ lead, order: null, blocks: [] }, by);
    expect(done).toMatchObject({ ok: true });
  }
  await deskOf(env).observations.sweep(now);
  const gonePage: Verdict = {
    kind: 'gone',
    status: 410,
    movedTo: null,
    found: [],
    missing: [],
    detail: forPrograms('Gone.'),
  };
  await deskOf(env).observations.record([{ url: 'https://source.example/a', verdict: gonePage }], now + DAY);
  await deskOf(env).observations.record(
    [{ url: 'https://source.example/a', verdict: gonePage }],
    now + 2 * DAY,
  );

  const file = pictureFile('photo.jpg');
  const stored = await storePicture(env, file, {
    name: 'photo.jpg',
    alt: 'A port',
    credit: null,
    actor: editor,
    now,
  });
  const picture = stored.ok ? stored.picture.url : '';

  const feeds = wireOf(env).feeds;
  const by = { actor: program('desk', 'editor'), now };
  for (const name of ['one', 'two'])
    await feeds.addUnasked({ url: `https://outlet.example/${name}.xml`, title: name }, by);
  const muted = (await feeds.list(now)).find(({ title }) => title === 'two');
  await feeds.mute(muted?.id ?? '', by);
  await drain();
  return {
    device,
    person: annsBrowser.person,
    editor,
    writer,
    draft: id,
    link: link.ok ? link.token : '',
    picture,
  };
}

/** What an editor sees of the newsroom, apart from numbers of rows. */
async function newsroomAsSeen({ draft, editor, picture }: { draft: string; editor: Actor; picture: string }) {
  const versions = await deskOf(env).drafts.versions(draft, editor);
  const numbers = versions.ok ? versions.versions.map(({ version }) => version) : [];
  const notes = await deskOf(env).notes.list(draft, editor);
  const order = notes.ok ? notes.notes.map(({ id }) => id) : [];
  return {
    people: (await deskOf(env).people.list()).map(({ name, role, removed }) => ({ name, role, removed })),
    draft: await deskOf(env).drafts.find(draft, editor),
    versions,
    texts: await Promise.all(numbers.map((each) => deskOf(env).drafts.version(draft, each, editor))),
    notes:
      notes.ok && notes.notes.map((note) => ({ ...note, id: 0, thread: order.indexOf(note.thread ?? -1) })),
    history: await deskOf(env).reviews.history(draft, editor),
    approvals: await deskOf(env).reviews.approvals(draft, editor),
    feeds: (await wireOf(env).feeds.list(Date.now())).map(({ address, title, state, addedBy, added }) => ({
      address,
      title,
      state,
      addedBy,
      added,
    })),
    watched: await deskOf(env).observations.asked('https://source.example/a', {
      actor: editor,
      now: Date.now(),
    }),
    story: await (await read('/stories/kept')).text(),
    page: await (await read('/about')).text(),
    old: (await read('/old/kept')).headers.get('Location'),
    front: await deskOf(env).front.versions(),
    picture: new Uint8Array(await (await read(picture)).arrayBuffer()),
  };
}

const backUp = async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await exports.default.scheduled();
  // The next run copies the pictures, which the next day's backup then has.
  await exports.default.scheduled();
  if (!env.BACKUPS) throw new Error('vitest.config.ts binds a bucket.');
  await continueBackup(env.BACKUPS, desk(), picturesOf(env), newsroom(), Date.now() + 25 * 3_600_000);
  const { backups } = (await (await call('GET', '/backups')).json()) as { backups: { name: string }[] };
  const kept = await (await call('GET', `/backups/${backups[0]?.name}`)).text();
  vi.restoreAllMocks();
  return kept;
};

async function* each<T>(list: readonly T[]): AsyncGenerator<T> {
  yield* list;
}

/** Exports as the command line does, which puts in the bytes of pictures. */
const exportAll = async () => {
  const lines = (await (await call('GET', '/export?newsroom=true')).text()).trimEnd().split('\n');
  const bytesOf = async (url: string) => new Uint8Array(await (await read(url)).arrayBuffer());
  let whole = '';
  for await (const line of addPictures(each(lines), new PictureList(), bytesOf)) whole += line;
  return whole;
};

test.each([
  ['a scheduled backup', backUp],
  ['an export of the whole newsroom', exportAll],
])(
  'the newsroom is as it was, restored from %s: people sign in with the old passkey, and go on with the old draft',
  async (_what, take) => {
    const old = await fillNewsroom();
    const before = await newsroomAsSeen(old);
    expect(before.watched).toMatchObject({ ok: true });
    expect(before.story).toContain('no longer online');
    const kept = await take();
    for (const secret of [old.link]) expect(kept).not.toContain(secret);
    await reopen();

    const results = await importText(kept);
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    await drain();
    expect(await newsroomAsSeen(old)).toEqual(before);
    // Nothing is doubled by a second restore.
    const again = await importText(kept);
    expect(again.filter(({ ok, changed }) => !ok || changed)).toEqual([]);
    await drain();
    expect(await newsroomAsSeen(old)).toEqual(before);

    // Sessions and links are not in a backup.
    const used = await browserWith(undefined).post('/newsroom/invitation', { token: old.link });
    expect(used.status).toBe(404);
    const { answer, browser } = await signInWith(old.device, old.person);
    expect(answer.status).toBe(200);
    const editor = await (await browser.get(`/newsroom/drafts/${old.draft}`)).text();
    expect(editor).toContain('Version 40');
    const saved = await deskOf(env).drafts.save(old.draft, {
      version: 40,
      text: text(41),
      actor: old.writer,
      now: Date.now(),
    });
    expect(saved).toMatchObject({ ok: true, version: 41, voided: true });

    // What was written since stays, and the line says so.
    const third = await importText(kept);
    expect(third.filter(({ ok }) => !ok).map(({ detail }) => detail)).toEqual([
      expect.stringContaining('has version 41 here'),
    ]);
    expect(
      (await deskOf(env).drafts.find(old.draft, old.editor)).ok &&
        (await deskOf(env).drafts.version(old.draft, 41, old.editor)).ok,
    ).toBe(true);
  },
);

test('a restore that is interrupted anywhere shows no half draft, and is finished by repeating it', async () => {
  const old = await fillNewsroom();
  const before = await newsroomAsSeen(old);
  const kept = (await exportAll()).trim().split('\n');
  await reopen();
  for (let end = 1; end <= kept.length; end++) {
    const results = await importText(kept.slice(0, end).join('\n'));
    expect(results.filter(({ ok }) => !ok)).toEqual([]);
    const found = await deskOf(env).drafts.list({ actor: ann });
    for (const { id } of found) {
      const versions = await deskOf(env).drafts.versions(id, ann);
      expect(versions.ok && versions.versions).toHaveLength(40);
      const notes = await deskOf(env).notes.list(id, ann);
      expect(notes.ok && notes.notes).toHaveLength(3);
    }
  }
  await drain();
  expect(await newsroomAsSeen(old)).toEqual(before);
});

test('only an admin reads a backup or the whole newsroom, and only an admin restores one', async () => {
  const old = await fillNewsroom();
  const kept = await backUp();
  const { backups } = (await (await call('GET', '/backups')).json()) as { backups: { name: string }[] };
  for (const path of ['/export?newsroom=true', `/backups/${backups[0]?.name}`])
    expect((await call('GET', path, undefined, { token: 'eve-token' })).status, path).toBe(403);
  const plain = await (await call('GET', '/export', undefined, { token: 'eve-token' })).text();
  for (const word of ['publicKey', 'Ann Lee', 'Who says so?']) expect(plain).not.toContain(word);
  expect(kept).toContain('publicKey');
  await reopen();
  const lines = kept
    .split('\n')
    .filter((line) => /^\{"(person|front|draft|draftPart|watched|feeds)"/.test(line));
  const results = await importText(lines.join('\n'), 'eve-token');
  expect(results.map(({ ok }) => ok)).toEqual(lines.map(() => false));
  expect(await deskOf(env).people.list()).toEqual([]);
  expect(await deskOf(env).drafts.list({ actor: old.editor.person === null ? old.editor : ann })).toEqual([]);
});

test('a passkey or person that was removed here after the backup does not come back', async () => {
  const old = await fillNewsroom();
  const kept = await exportAll();
  await deskOf(env).passkeys.remove(old.device.id, { actor: old.writer });
  await deskOf(env).people.remove(old.editor.person ?? '', { actor: ann, now: Date.now() });
  const results = await importText(kept);
  expect(results.filter(({ ok }) => !ok).map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/Bea May .*changed/),
  ]);
  expect(await deskOf(env).passkeys.list(old.person)).toEqual([]);
  expect((await signInWith(old.device, old.person)).answer.status).toBe(403);
});

test('somebody who joined before the restore keeps name and work', async () => {
  await fillNewsroom();
  const kept = await exportAll();
  await reopen();
  const twin = await signIn('Ann Lee', 'admin');
  const results = await importText(kept);
  expect(results.filter(({ ok }) => !ok).map(({ detail }) => detail)).toEqual([
    expect.stringMatching(/name of Ann Lee .*taken/),
  ]);
  const ones = (await deskOf(env).people.list()).filter(({ name }) => name === 'Ann Lee');
  expect(ones.map(({ id }) => id)).toEqual([twin.person]);
  await deskOf(env).people.change(twin.person, { name: 'Ann Two', actor: ann });
  expect((await importText(kept)).filter(({ ok }) => !ok)).toEqual([]);
});

test('who was only invited before the restore, as npm start does, gives way to who they were', async () => {
  const old = await fillNewsroom();
  const kept = await exportAll();
  await reopen();
  const invited = await deskOf(env).invitations.invite({
    name: 'ann lee',
    role: 'admin',
    actor: ann,
    now: Date.now(),
  });
  expect((await importText(kept)).filter(({ ok }) => !ok)).toEqual([]);
  expect((await deskOf(env).people.list()).filter(({ name }) => /ann lee/i.test(name))).toMatchObject([
    { id: old.person, role: 'writer' },
  ]);
  const link = { token: invited.ok ? invited.token : '' };
  expect((await browserWith(undefined).post('/newsroom/invitation', link)).status).toBe(404);
  expect((await signInWith(old.device, old.person)).answer.status).toBe(200);
});

test('a person who is refused takes nothing from whoever was invited by that name', async () => {
  await fillNewsroom();
  const kept = await exportAll();
  await reopen();
  const { person } = JSON.parse(kept.split('\n').find((line) => /^\{"person".*"Ann Lee"/.test(line)) ?? '');
  const other = { ...person, id: 'f'.repeat(32), name: 'Zoe' };
  expect(await importText(JSON.stringify({ person: other }))).toMatchObject([{ ok: true }]);
  const invited = await deskOf(env).invitations.invite({
    name: 'Ann Lee',
    role: 'admin',
    actor: ann,
    now: Date.now(),
  });
  expect(await importText(JSON.stringify({ person }))).toMatchObject([
    { ok: false, detail: expect.stringMatching(/passkey of Ann Lee/) },
  ]);
  const link = { token: invited.ok ? invited.token : '' };
  expect((await browserWith(undefined).post('/newsroom/invitation', link)).status).toBe(303);
});

test('parts of a backup stay small, however long a draft and its history are', async () => {
  const { person } = await signIn('Ann Lee', 'writer');
  const writer = actorOf('Ann Lee', 'writer', person);
  const long = (n: number) => `# ${n}\n${`${n} "quoted"\n`.repeat(70_000)}`.slice(0, 900_000);
  const now = Date.now();
  const made = await deskOf(env).drafts.create({
    name: 'long',
    text: long(1),
    base: null,
    actor: writer,
    now,
  });
  if (!made.ok) throw new Error(made.detail);
  for (let version = 1; version < 8; version++) {
    const change = { version, text: long(version + 1), actor: writer, now };
    expect(await deskOf(env).drafts.save(made.draft.id, change)).toMatchObject({ ok: true });
  }
  const answer = await call('GET', '/export?newsroom=true');
  const lines = (await answer.text()).trim().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(4_000_000);
  const versionLines = lines.filter((line) => line.includes('"versions":['));
  expect(versionLines.length).toBeGreaterThan(2);
  await reopen();
  expect((await importText(lines.join('\n'))).filter(({ ok }) => !ok)).toEqual([]);
  const newest = await deskOf(env).drafts.version(made.draft.id, 8, ann);
  expect(newest.ok && newest.version.text).toBe(long(8));
  const first = await deskOf(env).drafts.version(made.draft.id, 3, ann);
  expect(first.ok && first.version.text).toBe(long(3));
});

test('a feed of data/site.json that was muted is muted again, and one that was unmuted here stays so', async () => {
  const feeds = wireOf(env).feeds;
  const url = 'https://outlet.example/listed.xml';
  const now = Date.now();
  await feeds.syncFile([{ url, title: null }], now);
  const by = { actor: program('desk', 'admin'), now };
  const [listed] = await feeds.list(now);
  await feeds.mute(listed?.id ?? '', by);
  const kept = await feeds.exportPage('');
  await reopen();
  await wireOf(env).feeds.syncFile([{ url, title: null }], now + 1000);
  const line = JSON.parse(kept?.text ?? '').feeds;
  expect(await wireOf(env).feeds.import(line, by)).toEqual({ ok: true, changed: true });
  const states = async () => (await wireOf(env).feeds.list(now)).map(({ state, inFile }) => [state, inFile]);
  expect(await states()).toEqual([['muted', true]]);
  const [again] = await wireOf(env).feeds.list(now);
  await wireOf(env).feeds.unmute(again?.id ?? '', by);
  expect(await wireOf(env).feeds.import(line, by)).toEqual({ ok: true, changed: false });
  expect(await states()).toEqual([['active', true]]);
  const next = await runInside(wireObject(), (_wire: unknown, { storage }) =>
    storage.sql
      .exec<{ next: number | null } & Record<string, SqlStorageValue>>('SELECT next FROM feed')
      .one(),
  );
  expect((next as Pick<FeedRecord, 'next'>).next).not.toBeNull();
});
