import { evictDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  return reopen();
});

afterEach(() => vi.restoreAllMocks());

test('an older version that is deployed again does not lower the number of steps taken', async () => {
  const number = (value?: string) =>
    runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
      if (value) sql.exec("UPDATE note SET value = ? WHERE name = 'schema'", value);
      return sql.exec<{ value: string }>("SELECT value FROM note WHERE name = 'schema'").one().value;
    });
  await number('99');
  await evictDurableObject(deskObject());
  expect(await number()).toBe('99');
});
