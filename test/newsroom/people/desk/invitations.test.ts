import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { ann, program } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const DAY = 86_400_000;
const AGENT = 'Test';

beforeEach(() => reopen());

async function invite(name: string, more: object = {}) {
  const made = await deskOf(env).invitations.invite({ name, actor: ann, now: NOW, ...more });
  if (!made.ok) throw new Error(made.detail);
  return made;
}
const accept = (token: string, now = NOW) => deskOf(env).invitations.accept(token, { agent: AGENT, now });

test('an invitation signs its person in, once', async () => {
  const { token, person, isNew, expires } = await invite('Ann Lee', { role: 'editor' });
  expect({ isNew, role: person.role, expires }).toEqual({
    isNew: true,
    role: 'editor',
    expires: '2026-11-27T12:00:00.000Z',
  });
  expect(await deskOf(env).invitations.find(token, NOW)).toMatchObject({
    ok: true,
    person: { name: 'Ann Lee' },
  });
  const first = await accept(token);
  expect(first).toMatchObject({ ok: true, person: { name: 'Ann Lee' } });
  const found = first.ok ? await deskOf(env).sessions.find(first.session.token, NOW) : undefined;
  expect(found?.person.id).toBe(person.id);
  expect(await accept(token)).toMatchObject({
    ok: false,
    why: 'state',
    detail: expect.stringContaining('used already'),
  });
});

test('of two who use a link at the same moment, one is signed in', async () => {
  const { token, person } = await invite('Ann Lee');
  const both = await Promise.all([accept(token), accept(token)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await deskOf(env).sessions.list(person.id, NOW)).toHaveLength(1);
});

test('a link that expired, is unknown, or belongs to somebody who was removed says so', async () => {
  const { token } = await invite('Ann Lee');
  expect(await accept(token, NOW + DAY - 1)).toMatchObject({ ok: true });
  const late = await invite('Ann Lee');
  expect(await accept(late.token, NOW + DAY)).toMatchObject({
    detail: expect.stringContaining('has expired'),
  });
  for (const unknown of ['', 'x', `${token}x`, 'a'.repeat(10_000)])
    expect(await accept(unknown)).toMatchObject({
      why: 'missing',
      detail: expect.stringContaining('not known'),
    });
  const { token: kept, person } = await invite('Bea');
  await deskOf(env).people.remove(person.id, { actor: ann, now: NOW });
  expect(await accept(kept)).toMatchObject({ detail: expect.stringContaining('has been removed') });
});

test('somebody of the name, in any case, is invited again, and keeps what is not said otherwise', async () => {
  const { person } = await invite('Ann Lee', { role: 'editor', email: 'ann@news.example' });
  const again = await invite(' ann  LEE');
  expect(again).toMatchObject({ isNew: false, person });
  expect((await invite('Ann Lee', { role: 'writer' })).person).toMatchObject({
    id: person.id,
    role: 'writer',
  });
  expect(await deskOf(env).people.list()).toHaveLength(1);
});

test('a new link ends the older ones, of this person alone', async () => {
  const [older, other] = [await invite('Ann Lee'), await invite('Bea')];
  const newer = await invite('ann lee');
  for (const answer of [await deskOf(env).invitations.find(older.token, NOW), await accept(older.token)])
    expect(answer).toMatchObject({ ok: false, detail: expect.stringContaining('made a newer one') });
  expect(await accept(newer.token)).toMatchObject({ ok: true });
  expect(await accept(other.token)).toMatchObject({ ok: true });
});

test('ending somebody’s sessions ends their pending link, and lists no longer have it', async () => {
  const { token, person } = await invite('Ann Lee');
  const links = async () => (await deskOf(env).people.listWithSignIns(NOW)).map(({ link }) => link);
  const [made, expires] = ['2026-11-26T12:00:00.000Z', '2026-11-27T12:00:00.000Z'];
  expect(await links()).toEqual([{ by: ann.name, made, expires }]);
  const ended = await deskOf(env).sessions.endAll(person.id, { actor: ann, now: NOW });
  expect(ended).toEqual({ ok: true, sessions: 0, links: 1, passkeys: 0 });
  expect(await links()).toEqual([null]);
  expect(await accept(token)).toMatchObject({ ok: false, why: 'state' });
});

test('an admin revokes a link, and nobody else does', async () => {
  const { token, person } = await invite('Ann Lee');
  const revoke = (actor = ann) => deskOf(env).invitations.revoke(person.id, { actor, now: NOW });
  expect(await revoke(program('bot', 'editor'))).toMatchObject({ ok: false, why: 'role' });
  expect(await revoke()).toEqual({ ok: true, revoked: true });
  expect(await revoke()).toEqual({ ok: true, revoked: false });
  expect(await accept(token)).toMatchObject({ ok: false, why: 'state' });
});

test('only an admin invites', async () => {
  for (const role of ['writer', 'editor'] as const) {
    const asked = { name: 'Eve', role: 'admin', actor: program('bot', role), now: NOW } as const;
    expect(await deskOf(env).invitations.invite(asked)).toMatchObject({ ok: false, why: 'role' });
  }
  expect(await deskOf(env).people.list()).toEqual([]);
});

test('the Desk stores no token, of invitations or of sessions', async () => {
  const { token } = await invite('Ann Lee');
  const done = await accept(token);
  const rows = await runInside(deskObject(), (_desk, { storage }) =>
    JSON.stringify(
      ['invitation', 'session'].map((table) => storage.sql.exec(`SELECT * FROM ${table}`).toArray()),
    ),
  );
  expect(rows).toContain('hash');
  expect(rows).not.toContain(token);
  expect(rows).not.toContain(done.ok && done.session.token);
});
