import { runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { wireOf } from '../../../../src/newsroom/wire/wire-stub.ts';
import { runInside, wireObject } from '../../../objects.ts';

test('a task that fails is among the latest errors of the site, and runs again a minute later', async () => {
  await wireOf(env).wake();
  await runInside(wireObject(), (_wire: unknown, { storage }) => {
    storage.sql.exec(
      "CREATE TRIGGER stop BEFORE INSERT ON watch_pace BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
  });
  const begun = Date.now();
  expect(await runDurableObjectAlarm(wireObject())).toBe(true);
  const { troubles } = await deskOf(env).status(Date.now());
  expect(troubles.map(({ what }) => what)).toEqual([
    expect.stringMatching(/^The wire's task "watch" failed: .*disk full/),
  ]);
  const next = await runInside(wireObject(), (_wire: unknown, { storage }) => storage.getAlarm());
  expect(next).toBeGreaterThanOrEqual(begun + 60_000);
});
