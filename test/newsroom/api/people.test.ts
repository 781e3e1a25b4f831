import { beforeEach, expect, test } from 'vitest';
import { call, problemOf, reopen } from '../../newsroom.ts';

beforeEach(() => reopen());

interface Invited {
  person: { id: string; name: string; role: string };
  isNew: boolean;
  url: string;
}

test('people are invited, listed and removed', async () => {
  const made = await call('POST', '/invitations', { name: 'Ann Lee', role: 'editor' });
  expect(made.status).toBe(201);
  const { person, isNew, url } = (await made.json()) as Invited;
  expect(person).toMatchObject({ name: 'Ann Lee', role: 'editor' });
  expect(isNew).toBe(true);
  expect(url).toMatch(/^https:\/\/news\.example\/newsroom\/invitation\?token=[\w-]{43}$/);
  const again = (await (await call('POST', '/invitations', { name: 'ann lee' })).json()) as Invited;
  expect(again).toMatchObject({ isNew: false, person: { id: person.id, role: 'editor' } });
  expect((await call('DELETE', `/people/${person.id}`)).status).toBe(200);
  const { people } = (await (await call('GET', '/people')).json()) as { people: object[] };
  expect(people).toMatchObject([{ name: 'Ann Lee', sessions: 0, removed: expect.any(String) }]);
});

test('a refusal says what is wrong', async () => {
  const faulty = await problemOf(await call('POST', '/invitations', { name: '', role: 'chief', phone: '1' }));
  expect(faulty.status).toBe(422);
  expect(faulty.faults?.map(({ field }) => field)).toEqual(['name', 'role', 'phone']);
  await call('POST', '/invitations', { name: 'Ann', email: 'ann@news.example' });
  const shared = await problemOf(
    await call('POST', '/invitations', { name: 'Bea', email: 'ANN@news.example' }),
  );
  expect(shared).toMatchObject({
    status: 409,
    detail: expect.stringContaining('Ann has this e-mail address'),
  });
  for (const id of ['0'.repeat(32), 'ann'])
    expect((await problemOf(await call('DELETE', `/people/${id}`))).status).toBe(404);
  const text = { headers: { 'Content-Type': 'text/plain' } };
  expect((await problemOf(await call('POST', '/invitations', '{}', text))).status).toBe(415);
  const broken = { headers: { 'Content-Type': 'application/json' } };
  expect((await problemOf(await call('POST', '/invitations', '{', broken))).status).toBe(400);
});
