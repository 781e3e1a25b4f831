import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { type Browser, browserWith, cookieOf, signIn } from '../../frame/browser.ts';

let admin: Browser;
beforeEach(async () => {
  await reopen();
  admin = await signIn('Abel', 'admin');
});

const find = async (name: string) => (await deskOf(env).people.list()).find((each) => each.name === name);

test('an admin invites somebody, who signs in with the link that is shown once', async () => {
  const form = { name: 'Ann Lee', email: 'ann@news.example', role: 'editor' };
  const page = await (await admin.post('/newsroom/people', form)).text();
  const [, token = ''] =
    /value="https:\/\/news\.example\/newsroom\/invitation\?token=([\w-]{43})"/.exec(page) ?? [];
  const signedIn = await browserWith(undefined).post('/newsroom/invitation', { token });
  const account = await (await browserWith(cookieOf(signedIn)).get('/newsroom/account')).text();
  expect(account).toMatch(/editor[^<]*ann@news\.example/);
  const list = await (await admin.get('/newsroom/people')).text();
  expect(list).toContain('Ann Lee');
  expect(list).not.toContain(token);
});

test('what is refused stays in the form, with the reason', async () => {
  const twin = await admin.post('/newsroom/people', { name: 'ABEL', email: 'x@news.example', role: 'admin' });
  expect(twin.status).toBe(409);
  const text = await twin.text();
  expect(text).toContain('called Abel');
  expect(text).toContain('value="x@news.example"');
  const wrong = await admin.post('/newsroom/people', { name: 'Bea', email: 'nowhere', role: 'writer' });
  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toMatch(/aria-invalid="true"[^>]*aria-describedby="fault-new"/);
  expect(await deskOf(env).people.list()).toHaveLength(1);
});

test('an admin changes, signs out, mends and removes somebody', async () => {
  const bea = await signIn('Bea', 'writer');
  const path = `/newsroom/people/${bea.person}`;
  const changed = await admin.post(path, { name: 'Bea Lee', email: '', role: 'editor' });
  expect(changed.headers.get('Location')).toBe(`/newsroom/people?said=changed#person-${bea.person}`);
  expect(await find('Bea Lee')).toMatchObject({ role: 'editor' });
  expect((await admin.post(`${path}/end-sessions`, {})).status).toBe(303);
  expect((await bea.get('/newsroom')).status).toBe(303);
  const link = await (await admin.post(`${path}/link`, {})).text();
  expect(link).toContain('A link for Bea Lee');
  const { token } = await deskOf(env).sessions.start(bea.person, { agent: 'Test', now: Date.now() });
  expect((await admin.post(`${path}/remove`, {})).status).toBe(303);
  expect((await browserWith(token).get('/newsroom')).status).toBe(303);
  expect(await (await admin.get('/newsroom/people')).text()).toContain('Removed');
});

test('the list has pending links, with who made them and until when, and ends them', async () => {
  const bea = await signIn('Bea', 'writer');
  const path = `/newsroom/people/${bea.person}`;
  const link = await (await admin.post(`${path}/link`, {})).text();
  const [, token = ''] = /token=([\w-]{43})/.exec(link) ?? [];
  const list = await (await admin.get('/newsroom/people')).text();
  expect(list.replaceAll(/<.?bdi>/g, '')).toMatch(
    /A link that Abel made .+ signs Bea in until .+ Nobody has used it yet/s,
  );
  expect((await bea.post(`${path}/revoke`, {})).status).toBe(403);
  expect((await admin.post(`${path}/revoke`, {})).status).toBe(303);
  expect(await (await admin.get('/newsroom/people')).text()).not.toContain('Nobody has used it yet');
  expect((await browserWith(undefined).post('/newsroom/invitation', { token })).status).toBe(409);
});

test('an admin removes somebody’s passkey, and nobody else does', async () => {
  const [bea, eve] = [await signIn('Bea', 'writer'), await signIn('Eve', 'editor')];
  await runInside(deskObject(), (_desk, { storage }) => {
    storage.sql.exec(
      `INSERT INTO passkey (id, person, public_key, counter, transports, name, added) VALUES ('key-1', ?, '', 0, '[]', 'Firefox on Linux', 0)`,
      bea.person,
    );
  });
  expect(await (await admin.get('/newsroom/people')).text()).toContain('Firefox on Linux');
  const path = `/newsroom/people/${bea.person}/passkeys/key-1/remove`;
  expect((await eve.post(path, {})).status).toBe(403);
  expect(await deskOf(env).passkeys.list(bea.person)).toHaveLength(1);
  expect((await admin.post(path, {})).status).toBe(303);
  expect(await deskOf(env).passkeys.list(bea.person)).toEqual([]);
});

test('the only admin stays one', async () => {
  const path = `/newsroom/people/${admin.person}`;
  const removed = await admin.post(`${path}/remove`, {});
  expect(removed.status).toBe(409);
  expect(await removed.text()).toContain('is the only admin');
  expect((await admin.post(path, { name: 'Abel', email: '', role: 'writer' })).status).toBe(409);
  expect(await find('Abel')).toMatchObject({ role: 'admin', removed: null });
});

test('nobody but an admin sees or changes people', async () => {
  for (const role of ['writer', 'editor'] as const) {
    const other = await signIn(`A ${role}`, role);
    expect((await other.get('/newsroom/people')).status).toBe(403);
    expect(await (await other.get('/newsroom')).text()).not.toContain('/newsroom/people');
    const form = { name: 'Eve', email: '', role: 'admin' };
    expect((await other.post('/newsroom/people', form)).status).toBe(403);
    for (const path of [
      `/${other.person}`,
      `/${admin.person}/link`,
      `/${admin.person}/remove`,
      `/${admin.person}/end-sessions`,
    ])
      expect((await other.post(`/newsroom/people${path}`, form)).status, path).toBe(403);
  }
  expect(await find('Eve')).toBeUndefined();
  expect((await admin.get('/newsroom')).status).toBe(200);
});
