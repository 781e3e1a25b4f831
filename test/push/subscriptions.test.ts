import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { migrate } from '../../src/lib/migrations.ts';
import { MAX_DELIVERY_ATTEMPTS } from '../../src/lib/retry-delay.ts';
import type { Client } from '../../src/platform/object-client.ts';
import type { PushMessage } from '../../src/platform/queue-messages.ts';
import { MIGRATIONS } from '../../src/push/migrations.ts';
import {
  FAN_OUT_SIZE,
  MAX_SUBSCRIPTIONS_PER_HOST,
  type Subscriptions,
} from '../../src/push/subscriptions.ts';
import { subscriptionsOf } from '../../src/push/topic.ts';
import { bind } from '../bind.ts';
import { runInside, subscriptionsObject } from '../objects.ts';

// Ahead of the clock, so that no alarm runs by itself.
const NOW = Date.now() + 3_600_000;
const LATER = NOW + 86_400_000;

let topics = 0;
/** Opens the subscriptions to a topic that no other test uses. */
function open(): Client<Subscriptions> {
  const topic = `https://news.example/topics/t-${++topics}/atom.xml`;
  const client = subscriptionsOf(env, topic);
  objects.set(client, subscriptionsObject(topic));
  return client;
}

const objects = new Map<Client<Subscriptions>, DurableObjectStub<Subscriptions>>();
const objectOf = (client: Client<Subscriptions>) => objects.get(client) as DurableObjectStub<Subscriptions>;

const callback = (n: number) => `https://reader-${n}.example/callback`;

async function openWith(count: number) {
  const subscriptions = open();
  for (let n = 1; n <= count; n++) await subscriptions.subscribe(callback(n), null, LATER, 0);
  return subscriptions;
}

/** Claims the delivery to the first subscription. */
async function claimFirst(subscriptions: Client<Subscriptions>, now: number) {
  const { claims } = await subscriptions.claim([1], now);
  const [claim] = claims;
  if (!claim) throw new Error('Nothing is owed.');
  return claim;
}

test('a subscription whose lease has ended gets no delivery, and the alarm deletes it', async () => {
  const subscriptions = open();
  await subscriptions.subscribe(callback(1), null, NOW + 1000, 0);
  await subscriptions.subscribe(callback(2), null, LATER, 0);
  expect(await subscriptions.listOwed(0, NOW)).toEqual([1, 2]);
  expect(await subscriptions.listOwed(0, NOW + 1000)).toEqual([2]);
  expect((await subscriptions.claim([1, 2], NOW + 1000)).claims.map(({ id }) => id)).toEqual([2]);
  await subscriptions.subscribe(callback(3), null, LATER, 0);
  const left = await runInside(objectOf(subscriptions), async (instance: Subscriptions, state) => {
    // An alarm that is due would also run by itself.
    state.storage.sql.exec('UPDATE subscription SET expires = ? WHERE id = 3', Date.now() - 1);
    await instance.alarm();
    return state.storage.sql.exec('SELECT id FROM subscription ORDER BY id').toArray();
  });
  expect(left).toEqual([{ id: 1 }, { id: 2 }]);
});

test('subscribing again renews the same subscription', async () => {
  const subscriptions = open();
  await subscriptions.subscribe(callback(1), 'first', NOW + 1000, 0);
  await subscriptions.subscribe(callback(1), 'second', LATER, 0);
  expect(await subscriptions.listOwed(0, NOW + 5000)).toEqual([1]);
  expect((await claimFirst(subscriptions, NOW + 5000)).secret).toBe('second');
});

test('a host has a limit of subscriptions, and renewing one does not count', async () => {
  const subscriptions = open();
  const of = (n: number) => `https://reader.example/${n}`;
  for (let n = 0; n < MAX_SUBSCRIPTIONS_PER_HOST; n++) {
    expect(await subscriptions.subscribe(of(n), null, LATER, 0)).toBeUndefined();
  }
  expect(await subscriptions.subscribe(of(-1), null, LATER, 0)).toContain(
    'limit of subscriptions from this host',
  );
  expect(await subscriptions.subscribe(of(1), null, LATER, 0)).toBeUndefined();
  expect(await subscriptions.subscribe(callback(1), null, LATER, 0)).toBeUndefined();
  await subscriptions.unsubscribe(of(1), 0);
  expect(await subscriptions.subscribe(of(-1), null, LATER, 0)).toBeUndefined();
  expect(await subscriptions.subscribe(of(-2), null, LATER, 0)).toContain(
    'limit of subscriptions from this host',
  );
});

test('the steps of a fan-out list every subscription once', async () => {
  const subscriptions = await openWith(FAN_OUT_SIZE * 2 + 3);
  const pages: number[][] = [];
  for (let after = 0; ; ) {
    const page = await subscriptions.listOwed(after, NOW);
    if (page.length === 0) break;
    pages.push(page);
    after = page.at(-1) ?? after;
  }
  expect(pages.map(({ length }) => length)).toEqual([FAN_OUT_SIZE, FAN_OUT_SIZE, 3]);
  expect(pages.flat()).toEqual(Array.from({ length: FAN_OUT_SIZE * 2 + 3 }, (_, index) => index + 1));
});

test('new content is owed to all subscriptions at once, so that no step of the fan-out can be lost', async () => {
  const subscriptions = await openWith(FAN_OUT_SIZE + 1);
  expect(await subscriptions.listOwed(0, NOW)).not.toContain(FAN_OUT_SIZE + 1);
  expect((await subscriptions.claim([FAN_OUT_SIZE + 1], NOW)).claims.map(({ id }) => id)).toEqual([
    FAN_OUT_SIZE + 1,
  ]);
});

test('of two requests for one callback the later one counts, whichever is verified first', async () => {
  const subscriptions = await openWith(1);
  expect(await subscriptions.subscribe(callback(1), 'later', LATER, 2)).toBeUndefined();
  expect(await subscriptions.subscribe(callback(1), 'earlier', LATER, 1)).toBeUndefined();
  await subscriptions.unsubscribe(callback(1), 1);
  await subscriptions.listOwed(0, NOW);
  expect((await claimFirst(subscriptions, NOW)).secret).toBe('later');
  await subscriptions.unsubscribe(callback(1), 3);
  expect(await subscriptions.listOwed(0, NOW)).toEqual([]);
});

describe('a request to unsubscribe', () => {
  test('overrules an earlier one to subscribe, whichever is verified first', async () => {
    const subscriptions = open();
    // The callback has no subscription yet, because its first request is still in the queue.
    await subscriptions.unsubscribe(callback(1), 200);
    expect(await subscriptions.subscribe(callback(1), null, LATER, 100)).toBeUndefined();
    expect(await subscriptions.listOwed(0, NOW)).toEqual([]);
    await subscriptions.subscribe(callback(1), null, LATER, 300);
    expect(await subscriptions.listOwed(0, NOW)).toHaveLength(1);
    await subscriptions.unsubscribe(callback(1), 400);
    // An even older request changes nothing.
    await subscriptions.unsubscribe(callback(1), 250);
    await subscriptions.subscribe(callback(1), null, LATER, 350);
    expect(await subscriptions.listOwed(0, NOW)).toEqual([]);
  });

  test('is kept as long as a queue can keep a request, and the latest 10,000 are', async () => {
    const subscriptions = open();
    await subscriptions.unsubscribe(callback(1), 200);
    await subscriptions.unsubscribe(callback(2), 200);
    await runInside(objectOf(subscriptions), async (instance: Subscriptions, { storage }) => {
      const known = () => storage.sql.exec('SELECT callback FROM ended ORDER BY id').toArray();
      expect(((await storage.getAlarm()) ?? 0) - Date.now()).toBeGreaterThan(13 * 86_400_000);
      storage.sql.exec('UPDATE ended SET until = ? WHERE id = 1', Date.now() - 1);
      await instance.alarm();
      expect(known()).toEqual([{ callback: callback(2) }]);
      storage.sql.exec("UPDATE sqlite_sequence SET seq = seq + 9999 WHERE name = 'ended'");
      await instance.unsubscribe(callback(3), 200);
      expect(known()).toEqual([{ callback: callback(3) }]);
    });
  });
});

test('an object of an earlier version keeps its subscriptions, and records unsubscriptions from then on', async () => {
  const subscriptions = open();
  await runInside(objectOf(subscriptions), (_instance, { storage: { sql } }) => {
    for (const table of ['subscription', 'tally', 'ended', 'note']) sql.exec(`DROP TABLE ${table}`);
    sql.exec(MIGRATIONS[0]);
    sql.exec(
      "INSERT INTO subscription (callback, host, expires, asked) VALUES (?, 'reader-1.example', ?, 1)",
      callback(1),
      LATER,
    );
  });
  await evictDurableObject(objectOf(subscriptions));
  await subscriptions.unsubscribe(callback(2), 200);
  await subscriptions.subscribe(callback(2), null, LATER, 100);
  expect(await subscriptions.listOwed(0, NOW)).toEqual([1]);
});

test('a rollback undoes no migration, so that none is applied twice', async () => {
  const subscriptions = open();
  await runInside(objectOf(subscriptions), (_instance, { storage }) => {
    const number = () => storage.sql.exec("SELECT value FROM note WHERE name = 'schema'").one();
    const later = [...MIGRATIONS, 'CREATE TABLE later (id INTEGER)'] as const;
    expect(migrate(storage, later, 'subscription')).toBe(true);
    expect(migrate(storage, MIGRATIONS, 'subscription')).toBe(false);
    expect(number()).toEqual({ value: String(later.length) });
    expect(migrate(storage, later, 'subscription')).toBe(false);
  });
});

test('a callback that failed and subscribes again gets a delivery at once, and its failures are reset', async () => {
  const subscriptions = await openWith(1);
  await subscriptions.listOwed(0, NOW);
  for (let failures = 1; failures < MAX_DELIVERY_ATTEMPTS; failures++) {
    const { ticket, asked } = await claimFirst(subscriptions, LATER - 1);
    await subscriptions.settle([{ id: 1, ticket, asked, failed: 'no connection' }], NOW);
  }
  expect((await subscriptions.claim([1], NOW)).waiting).toEqual([{ id: 1, seconds: 14_400 }]);
  await subscriptions.subscribe(callback(1), null, LATER, 1);
  const { ticket, asked } = await claimFirst(subscriptions, NOW);
  const verdicts = await subscriptions.settle([{ id: 1, ticket, asked, failed: 'no connection' }], NOW);
  expect(verdicts).toEqual([{ id: 1, next: { retrySeconds: 30 } }]);
});

describe('a delivery', () => {
  test('claims its subscription until it is settled', async () => {
    const subscriptions = await openWith(1);
    await subscriptions.listOwed(0, NOW);
    const { id, ticket, asked } = await claimFirst(subscriptions, NOW);
    const second = await subscriptions.claim([1], NOW + 1);
    expect(second.claims).toEqual([]);
    expect(second.waiting).toEqual([{ id: 1, seconds: 120 }]);
    expect(await subscriptions.settle([{ id, ticket, asked, delivered: 'v1' }], NOW + 2)).toEqual([]);
    expect(await subscriptions.claim([1], NOW + 3)).toEqual({ claims: [], waiting: [] });
  });

  test('that died with its isolate can be claimed again after two minutes', async () => {
    const subscriptions = await openWith(1);
    await subscriptions.listOwed(0, NOW);
    await claimFirst(subscriptions, NOW);
    expect((await claimFirst(subscriptions, NOW + 120_000)).id).toBe(1);
  });

  test('is made again if the content changed meanwhile, and knows the content last delivered', async () => {
    const subscriptions = await openWith(1);
    await subscriptions.listOwed(0, NOW);
    const { id, ticket, asked } = await claimFirst(subscriptions, NOW);
    await subscriptions.listOwed(0, NOW + 1);
    const verdicts = await subscriptions.settle([{ id, ticket, asked, delivered: 'v1' }], NOW + 2);
    expect(verdicts).toEqual([{ id: 1, next: { retrySeconds: 0 } }]);
    const again = await claimFirst(subscriptions, NOW + 3);
    expect(again.delivered).toBe('v1');
    expect(await subscriptions.settle([{ ...again, delivered: 'v2' }], NOW + 4)).toEqual([]);
  });

  test('that fails is retried with doubled delays, and its subscription is dropped after the eleventh failure', async () => {
    const subscriptions = await openWith(1);
    await subscriptions.listOwed(0, NOW);
    const pauses: number[] = [];
    let now = NOW;
    for (;;) {
      const { id, ticket, asked } = await claimFirst(subscriptions, now);
      const [verdict] = await subscriptions.settle([{ id, ticket, asked, failed: 'status 500' }], now);
      if (verdict === undefined || 'dropped' in verdict.next) {
        expect(verdict?.next).toEqual({ dropped: '11 deliveries failed; last error: status 500' });
        break;
      }
      const { retrySeconds } = verdict.next;
      pauses.push(retrySeconds);
      // Until then, there is nothing to claim.
      expect((await subscriptions.claim([1], now + retrySeconds * 1000 - 1)).claims).toEqual([]);
      now += retrySeconds * 1000;
    }
    expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 14_400]);
    expect(pauses.length).toBe(MAX_DELIVERY_ATTEMPTS - 1);
    expect(await subscriptions.listOwed(0, now)).toEqual([]);
  });

  test('that succeeds resets the failures', async () => {
    const subscriptions = await openWith(1);
    let now = NOW;
    for (let round = 0; round < MAX_DELIVERY_ATTEMPTS * 2; round++) {
      await subscriptions.listOwed(0, now);
      const claim = await claimFirst(subscriptions, now);
      const isFailing = round % 2 === 0;
      const outcome = isFailing ? { failed: 'no connection' } : { delivered: `v${round}` };
      const [verdict] = await subscriptions.settle(
        [{ id: 1, ticket: claim.ticket, asked: claim.asked, ...outcome }],
        now,
      );
      expect(verdict?.next).toEqual(isFailing ? { retrySeconds: 30 } : undefined);
      now += 60_000;
    }
  });

  test('to a callback that is gone ends the subscription', async () => {
    const subscriptions = await openWith(2);
    await subscriptions.listOwed(0, NOW);
    const { id, ticket, asked } = await claimFirst(subscriptions, NOW);
    expect(await subscriptions.settle([{ id, ticket, asked, gone: true }], NOW)).toEqual([]);
    expect(await subscriptions.listOwed(0, NOW)).toEqual([2]);
  });

  test('to a callback that was gone, but renewed meanwhile, is made again and ends nothing', async () => {
    const subscriptions = await openWith(1);
    await subscriptions.listOwed(0, NOW);
    const claim = await claimFirst(subscriptions, NOW);
    await subscriptions.subscribe(callback(1), null, LATER, 1);
    expect(await subscriptions.settle([{ ...claim, gone: true }], NOW)).toEqual([
      { id: 1, next: { retrySeconds: 0 } },
    ]);
    const again = await claimFirst(subscriptions, NOW);
    expect(await subscriptions.settle([{ ...again, gone: true }], NOW)).toEqual([]);
    expect(await subscriptions.listOwed(0, NOW)).toEqual([]);
  });

  test('whose message was lost is queued again by the alarm', async () => {
    const subscriptions = open();
    await subscriptions.subscribe(callback(1), null, Date.now() + 86_400_000, 0);
    const sent: PushMessage[] = [];
    await runInside(objectOf(subscriptions), async (instance: Subscriptions, { storage }) => {
      await instance.listOwed(0, Date.now() - 1_000_000);
      // It would also run by itself.
      await storage.deleteAlarm();
      const PUSH = {
        sendBatch: async (messages: Iterable<{ body: PushMessage }>) => {
          sent.push(...Array.from(messages, ({ body }) => body));
        },
      };
      bind(instance, { PUSH });
      await instance.alarm();
      await instance.alarm();
      bind(instance);
    });
    const topic = `https://news.example/topics/t-${topics}/atom.xml`;
    expect(sent).toEqual([{ kind: 'deliver', topic, subscription: 1 }]);
  });

  test('keeps its claim if it was only late and begins while it is queued again', async () => {
    const subscriptions = open();
    await subscriptions.subscribe(callback(1), null, Date.now() + 86_400_000, 0);
    await runInside(objectOf(subscriptions), async (instance: Subscriptions, { storage }) => {
      await instance.listOwed(0, Date.now() - 1_000_000);
      await storage.deleteAlarm();
      let held = 0;
      const PUSH = {
        sendBatch: async () => {
          held = (await instance.claim([1], Date.now())).claims.length;
        },
      };
      bind(instance, { PUSH });
      await instance.alarm();
      bind(instance);
      expect(held).toBe(1);
      expect((await instance.claim([1], Date.now() + 1)).claims).toEqual([]);
    });
  });

  test('that was lost is found by an object that its alarm wakes', async () => {
    const subscriptions = open();
    await subscriptions.subscribe(callback(1), null, Date.now() + 86_400_000, 0);
    await subscriptions.listOwed(0, NOW);
    // As if time had passed and nothing else had happened.
    await runInside(objectOf(subscriptions), (_instance, state) => {
      state.storage.sql.exec('UPDATE subscription SET due = ?', Date.now() - 1_000_000);
    });
    await evictDurableObject(objectOf(subscriptions));
    expect(await runDurableObjectAlarm(objectOf(subscriptions))).toBe(true);
    const due = await runInside(
      objectOf(subscriptions),
      (_instance, state) => state.storage.sql.exec<{ due: number }>('SELECT due FROM subscription').one().due,
    );
    expect(due).toBeGreaterThan(Date.now() - 60_000);
  });
});

test('the rows that a step reads and writes do not grow with the number of subscriptions', async () => {
  const cost = async (count: number) => {
    const subscriptions = await openWith(count);
    return runInside(objectOf(subscriptions), async (instance: Subscriptions, { storage: { sql } }) => {
      const exec = sql.exec.bind(sql);
      const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
      sql.exec = ((query: string, ...bindings: unknown[]) => {
        const cursor = exec(query, ...bindings);
        cursors.push(cursor);
        return cursor;
      }) as typeof sql.exec;
      await instance.listOwed(0, NOW);
      cursors.length = 0;
      const ids = (await instance.listOwed(count / 2, NOW)).slice(0, 30);
      const { claims } = await instance.claim(ids, NOW);
      await instance.settle(
        claims.map(({ id, ticket, asked }) => ({ id, ticket, asked, delivered: 'v' })),
        NOW,
      );
      await instance.subscribe(callback(1), 'renewed', LATER, 0);
      return cursors.reduce((sum, { rowsRead, rowsWritten }) => sum + rowsRead + rowsWritten, 0);
    });
  };
  expect(await cost(2000)).toBe(await cost(400));
});
