import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Person } from '../../../../src/newsroom/people/desk/person.ts';
import type { Role } from '../../../../src/newsroom/people/desk/roles.ts';
import { ann, program } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');

beforeEach(() => reopen());

const add = (name: string, role: Role, email: string | null = null) =>
  deskOf(env).people.add({ name, role, email }, NOW);
const actorOf = ({ id, name, role }: Person) => ({ person: id, name, role });

test('an empty newsroom has no people', async () => {
  expect(await deskOf(env).people.list()).toEqual([]);
});

test('people are listed by name, with what they sign in with', async () => {
  const bea = await add('Bea', 'writer');
  await add('abel', 'admin', 'Abel@News.example');
  await deskOf(env).sessions.start(bea.id, { agent: 'Test', now: NOW });
  expect(await deskOf(env).people.listWithSignIns(NOW + 1)).toMatchObject([
    { name: 'abel', email: 'abel@news.example', passkeys: 0, sessions: 0, seen: null },
    { name: 'Bea', passkeys: 0, sessions: 1, seen: '2026-11-26T12:00:00.000Z' },
  ]);
  expect((await deskOf(env).people.byEmail('ABEL@news.EXAMPLE'))?.name).toBe('abel');
});

test('no letter of another alphabet stands for a Latin one in an e-mail address', async () => {
  await add('Ken', 'admin', 'ken@news.example');
  // The Kelvin sign, whose lower case is k; a long s, whose upper case is S; a dotted capital I.
  for (const email of ['\u212Aen@news.example', 'ken@new\u017F.example', 'ken@news.example\u0130'])
    expect(await deskOf(env).people.byEmail(email)).toBeUndefined();
  expect((await deskOf(env).people.byEmail('KEN@News.Example'))?.name).toBe('Ken');
  const other = await add('Kelvin', 'writer', '\u212Aen@news.example');
  expect(other.email).toBe('\u212Aen@news.example');
  expect((await deskOf(env).people.byEmail('ken@news.example'))?.name).toBe('Ken');
});

test('an admin changes name, e-mail address and role; nobody else does', async () => {
  const admin = await add('Abel', 'admin');
  const bea = await add('Bea', 'writer');
  const changed = await deskOf(env).people.change(bea.id, {
    name: '  Beatrix\tLee ',
    email: 'Bea@news.example',
    role: 'editor',
    actor: actorOf(admin),
  });
  expect(changed).toMatchObject({
    ok: true,
    person: { name: 'Beatrix Lee', email: 'bea@news.example', role: 'editor' },
  });
  for (const actor of [actorOf(bea), { ...actorOf(bea), role: 'admin' as const }, program('bot', 'editor')])
    expect(await deskOf(env).people.change(bea.id, { role: 'admin', actor })).toMatchObject({
      ok: false,
      why: 'role',
    });
});

test.each([
  ['the name of somebody else, in another case', { name: 'ABEL ' }, 'taken'],
  ['the e-mail address of somebody else', { email: 'ABEL@news.example' }, 'taken'],
  ['no name', { name: '  ' }, 'invalid'],
  ['a name on two lines', { name: 'Bea\u2028Lee' }, 'invalid'],
  ['a name of 101 characters', { name: 'x'.repeat(101) }, 'invalid'],
  ['an address that is none', { email: 'bea at news.example' }, 'invalid'],
])('%s is refused', async (_what, changes, why) => {
  await add('Abel', 'admin', 'abel@news.example');
  const bea = await add('Bea', 'writer');
  expect(await deskOf(env).people.change(bea.id, { ...changes, actor: ann })).toMatchObject({
    ok: false,
    why,
  });
  expect(await deskOf(env).people.find(bea.id)).toEqual(bea);
});

test('the last admin can be neither removed nor given another role', async () => {
  const abel = await add('Abel', 'admin');
  const bea = await add('Bea', 'admin');
  expect(await deskOf(env).people.remove(bea.id, { actor: actorOf(abel), now: NOW })).toEqual({ ok: true });
  expect(await deskOf(env).people.remove(abel.id, { actor: ann, now: NOW })).toMatchObject({
    ok: false,
    why: 'state',
  });
  const demoted = await deskOf(env).people.change(abel.id, { role: 'editor', actor: actorOf(abel) });
  expect(demoted).toMatchObject({ ok: false, why: 'state' });
  const invited = await deskOf(env).invitations.invite({
    name: 'abel',
    role: 'writer',
    actor: ann,
    now: NOW,
  });
  expect(invited).toMatchObject({ ok: false, why: 'state' });
  expect((await deskOf(env).people.find(abel.id))?.role).toBe('admin');
});

test('who is removed is signed out, does nothing more, and leaves name and address to others', async () => {
  const bea = await add('Bea', 'admin', 'bea@news.example');
  await add('Abel', 'admin');
  const { token } = await deskOf(env).sessions.start(bea.id, { agent: 'Test', now: NOW });
  expect(await deskOf(env).people.remove(bea.id, { actor: ann, now: NOW })).toEqual({ ok: true });
  expect(await deskOf(env).sessions.find(token, NOW)).toBeUndefined();
  const refused = await deskOf(env).invitations.invite({ name: 'Eve', actor: actorOf(bea), now: NOW });
  expect(refused).toMatchObject({ ok: false, why: 'role' });
  expect(await deskOf(env).people.remove(bea.id, { actor: ann, now: NOW })).toMatchObject({
    ok: false,
    why: 'missing',
  });
  const again = await deskOf(env).invitations.invite({
    name: 'Bea',
    email: 'bea@news.example',
    actor: ann,
    now: NOW,
  });
  expect(again).toMatchObject({ ok: true, isNew: true, person: { role: 'writer' } });
});

test('the table of people does not say which roles there are, so a new role is no migration', async () => {
  await add('Ann', 'admin');
  const role = await runInside(deskObject(), (_instance, { storage }) =>
    storage.sql.exec("UPDATE person SET role = 'a role of tomorrow' RETURNING role").one(),
  );
  expect(role).toEqual({ role: 'a role of tomorrow' });
});
