import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Person } from '../../../../src/newsroom/people/desk/person.ts';
import { ann } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

let abel: Person;
let bea: Person;
beforeEach(async () => {
  await reopen();
  abel = await deskOf(env).people.add({ name: 'Abel', role: 'admin' }, NOW);
  bea = await deskOf(env).people.add({ name: 'Bea', role: 'writer' }, NOW);
});

const start = (person: Person, now = NOW, agent = 'Test') =>
  deskOf(env).sessions.start(person.id, { agent, now });
const actorOf = ({ id, name, role }: Person) => ({ person: id, name, role });

test('a session lasts 30 days, is known for as long again, and its row goes with the next sign-in', async () => {
  const { token, forgotten } = await start(bea);
  expect((await deskOf(env).sessions.find(token, NOW + 30 * DAY - 1))?.person.name).toBe('Bea');
  expect(await deskOf(env).sessions.find(token, NOW + 30 * DAY)).toBeUndefined();
  await start(abel, NOW + 60 * DAY - 1);
  expect(await deskOf(env).sessions.isKnown(token)).toBe(true);
  expect(forgotten).toBe('2027-01-25T12:00:00.000Z');
  await start(abel, NOW + 60 * DAY);
  expect(await deskOf(env).sessions.isKnown(token)).toBe(false);
  expect(await deskOf(env).sessions.list(bea.id, NOW)).toEqual([]);
});

test('when it was last seen is written every five minutes at most', async () => {
  const { token } = await start(bea);
  const seen = async (after: number) => {
    await deskOf(env).sessions.find(token, NOW + after);
    return (await deskOf(env).sessions.list(bea.id, NOW))[0]?.seen;
  };
  expect(await seen(5 * MINUTE - 1)).toBe('2026-11-26T12:00:00.000Z');
  expect(await seen(5 * MINUTE)).toBe('2026-11-26T12:05:00.000Z');
  expect(await seen(9 * MINUTE)).toBe('2026-11-26T12:05:00.000Z');
});

test('people end their own sessions, and an admin everybody’s', async () => {
  const [first, second] = [await start(bea), await start(bea, NOW + MINUTE, 'Phone')];
  const other = await start(abel);
  const [newest, oldest] = await deskOf(env).sessions.list(bea.id, NOW);
  expect([newest?.agent, oldest?.agent]).toEqual(['Phone', 'Test']);
  const [own] = await deskOf(env).sessions.list(abel.id, NOW);
  expect(await deskOf(env).sessions.end(own?.id ?? '', { actor: actorOf(bea), now: NOW })).toMatchObject({
    why: 'role',
  });
  expect(await deskOf(env).sessions.endAll(abel.id, { actor: actorOf(bea), now: NOW })).toMatchObject({
    why: 'role',
  });
  expect(await deskOf(env).sessions.find(other.token, NOW)).toBeDefined();

  const rest = { actor: actorOf(bea), now: NOW, except: newest?.id ?? '' };
  expect(await deskOf(env).sessions.endAll(bea.id, rest)).toMatchObject({ ok: true, sessions: 1 });
  expect(await deskOf(env).sessions.find(first.token, NOW)).toBeUndefined();
  expect(await deskOf(env).sessions.find(second.token, NOW)).toBeDefined();
  expect(await deskOf(env).sessions.endAll(bea.id, { actor: actorOf(abel), now: NOW })).toMatchObject({
    ok: true,
    sessions: 1,
  });
  expect(await deskOf(env).sessions.find(second.token, NOW)).toBeUndefined();
  expect(await deskOf(env).sessions.end(newest?.id ?? '', { actor: ann, now: NOW })).toEqual({ ok: true });
});
