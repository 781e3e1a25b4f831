import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Followers } from '../../../src/fediverse/followers/followers.ts';
import { followersOf } from '../../../src/fediverse/followers/followers-stub.ts';
import { bind } from '../../bind.ts';
import { identityWith } from '../../identity.ts';
import { followersObject, runInside } from '../../objects.ts';

identityWith({ fediverse: null });

test('once the accounts are turned off, what still waits sends no messages', async () => {
  const [followed, actor] = ['https://news.example/actor', 'https://peer.example/ann'];
  const inbox = `${actor}/inbox`;
  const answer = { address: `${followed}#accepts/1`, sender: followed, body: '{}', inbox };
  const how = { follow: `${actor}#1`, scheme: 'rfc9421', answer, now: Date.now() } as const;
  expect(await followersOf(env).follow(followed, { actor, inbox }, how)).toBeNull();
  let sent = 0;
  const FEDIVERSE = {
    sendBatch: async (messages: readonly unknown[]) => {
      sent += messages.length;
    },
  };
  const next = await runInside(followersObject(), async (instance: Followers, { storage }) => {
    bind(instance, { FEDIVERSE });
    await storage.deleteAlarm();
    await instance.alarm();
    bind(instance);
    return storage.getAlarm();
  });
  expect(sent).toBe(0);
  expect(next).toBeGreaterThan(Date.now() + 3_600_000);
});
