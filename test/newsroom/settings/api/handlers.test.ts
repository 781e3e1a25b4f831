import { beforeEach, expect, test } from 'vitest';
import { call, problemOf, reopen } from '../../../newsroom.ts';

beforeEach(() => reopen());

const put = (body: unknown, version?: number) =>
  call('PUT', '/settings', body, version === undefined ? {} : { headers: { 'If-Match': `"${version}"` } });

test('what is saved stands beside what the file says and what is in force', async () => {
  const empty = await call('GET', '/settings');
  expect(empty.headers.get('ETag')).toBe('"0"');
  expect(await empty.json()).toMatchObject({
    version: 0,
    who: null,
    saved: {},
    inForce: { title: 'Open Wire' },
  });
  const saved = await put({ title: 'The Harbour Post' }, 0);
  expect(saved.status).toBe(200);
  expect(await saved.json()).toMatchObject({
    version: 1,
    who: 'ann',
    changed: true,
    saved: { title: 'The Harbour Post' },
    file: { title: 'Open Wire' },
    inForce: { title: 'The Harbour Post', review: 'none' },
  });
  expect(await (await put({}, 1)).json()).toMatchObject({ version: 2, inForce: { title: 'Open Wire' } });
  const { versions } = (await (await call('GET', '/settings/versions')).json()) as { versions: object[] };
  expect(versions).toMatchObject([{ version: 2 }, { version: 1 }]);
});

test('a request that states no version, or an old one, changes nothing', async () => {
  expect((await put({ title: 'A' })).status).toBe(412);
  await put({ title: 'A' }, 0);
  expect(await problemOf(await put({ title: 'B' }, 0))).toMatchObject({ status: 412, why: 'stale' });
  expect(await (await call('GET', '/settings')).json()).toMatchObject({ saved: { title: 'A' } });
});

test('what breaks a rule is refused with its field', async () => {
  const refused = await problemOf(await put({ timeZone: 'Mars' }, 0));
  expect(refused).toMatchObject({ status: 422, faults: [{ field: 'timeZone' }] });
  expect((await put({ secret: 1 }, 0)).status).toBe(422);
  expect((await put([], 0)).status).toBe(422);
});
