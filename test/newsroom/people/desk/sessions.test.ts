import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { peopleOf, sessionsOf } from '../../../../src/newsroom/desk/desk-stub.ts';
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
  abel = await peopleOf(env).add({ name: 'Abel', role: 'admin' }, NOW);
  bea = await peopleOf(env).add({ name: 'Bea', role: 'writer' }, NOW);
});

const start = (person: Person, now = NOW, agent = 'Test') => sessionsOf(env).start(person.id, { agent, now });
const actorOf = ({ id, name, role }: Person) => ({ person: id, name, role });

test('a session lasts 30 days, is known for as long again, and its row goes with the next sign-in', async () => {
  const { token, forgotten } = await start(bea);
  expect((await sessionsOf(env).find(token, NOW + 30 * DAY - 1))?.person.name).toBe('Bea');
  expect(await sessionsOf(env).find(token, NOW + 30 * DAY)).toBeUndefined();
  await start(abel, NOW + 60 * DAY - 1);
  expect(await sessionsOf(env).isKnown(token)).toBe(true);
  expect(forgotten).toBe('2027-01-25T12:00:00.000Z');
  await start(abel, NOW + 60 * DAY);
  expect(await sessionsOf(env).isKnown(token)).toBe(false);
  expect(await sessionsOf(env).list(bea.id, NOW)).toEqual([]);
});

test('when it was last seen is written every five minutes at most', async () => {
  const { token } = await start(bea);
  const seen = async (after: number) => {
    await sessionsOf(env).find(token, NOW + after);
    return (await sessionsOf(env).list(bea.id, NOW))[0]?.seen;
  };
  expect(await seen(5 * MINUTE - 1)).toBe('2026-11-26T12:00:00.000Z');
  expect(await seen(5 * MINUTE)).toBe('2026-11-26T12:05:00.000Z');
  expect(await seen(9 * MINUTE)).toBe('2026-11-26T12:05:00.000Z');
});

test('people end their own sessions, and an admin everybody’s', async () => {
  const [first, second] = [await start(bea), await start(bea, NOW + MINUTE, 'Phone')];
  const other = await start(abel);
  const [newest, oldest] = await sessionsOf(env).list(bea.id, NOW);
  expect([newest?.agent, oldest?.agent]).toEqual(['Phone', 'Test']);
  const [own] = await sessionsOf(env).list(abel.id, NOW);
  expect(await sessionsOf(env).end(own?.id ?? '', { actor: actorOf(bea), now: NOW })).toMatchObject({
    why: 'role',
  });
  expect(await sessionsOf(env).endAll(abel.id, { actor: actorOf(bea), now: NOW })).toMatchObject({
    why: 'role',
  });
  expect(await sessionsOf(env).find(other.token, NOW)).toBeDefined();

  const rest = { actor: actorOf(bea), now: NOW, except: newest?.id ?? '' };
  expect(await sessionsOf(env).endAll(bea.id, rest)).toMatchObject({ ok: true, sessions: 1 });
  expect(await sessionsOf(env).find(first.token, NOW)).toBeUndefined();
  expect(await sessionsOf(env).find(second.token, NOW)).toBeDefined();
  expect(await sessionsOf(env).endAll(bea.id, { actor: actorOf(abel), now: NOW })).toMatchObject({
    ok: true,
    sessions: 1,
  });
  expect(await sessionsOf(env).find(second.token, NOW)).toBeUndefined();
  expect(await sessionsOf(env).end(newest?.id ?? '', { actor: ann, now: NOW })).toEqual({ ok: true });
});
