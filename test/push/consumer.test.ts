import { createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { MAX_DELIVERY_ATTEMPTS } from '../../src/lib/retry-delay.ts';
import { deskOf } from '../../src/newsroom/desk/desk-stub.ts';
import type { PushMessage } from '../../src/platform/queue-messages.ts';
import { consume } from '../../src/push/consumer.ts';
import { FAN_OUT_SIZE } from '../../src/push/subscriptions.ts';
import { subscriptionsOf } from '../../src/push/topic.ts';
import { runInside, standInsWith, subscriptionsObject } from '../objects.ts';

afterEach(() => vi.restoreAllMocks());

/** Consumes messages as the queue would. Returns the messages that were sent, and the delays of those to be retried, in seconds. */
async function work(
  bodies: PushMessage[],
  options: { attempts?: number | number[]; fails?: boolean; vars?: Partial<typeof env> } = {},
) {
  const sent: PushMessage[] = [];
  const PUSH = {
    sendBatch: async (messages: Iterable<{ body: PushMessage }>) => {
      if (options.fails) throw new Error('Too Many Requests');
      sent.push(...Array.from(messages, ({ body }) => body));
    },
  } as unknown as Queue<PushMessage>;
  const batch = createMessageBatch<PushMessage>(
    'edgewire-push',
    bodies.map((body, index) => ({
      id: String(index),
      timestamp: new Date(),
      attempts: [options.attempts ?? 1].flat().at(index) ?? 1,
      body,
    })),
  );
  const retries = batch.messages.map((message) => vi.spyOn(message, 'retry'));
  await consume(batch as MessageBatch<PushMessage>, { ...env, ...options.vars, PUSH });
  const pauses = retries.flatMap(({ mock }) => mock.calls.map(([retry]) => retry?.delaySeconds));
  return { sent, pauses };
}

const topicOf = (name: string) => `https://news.example/topics/${name}/rss.xml`;

test('a new edition is delivered once to every subscription of each of its feeds, in steps', async () => {
  const formats = ['rss.xml', 'atom.xml', 'feed.json'];
  const count = FAN_OUT_SIZE + 20;
  for (const format of formats) {
    const subscriptions = subscriptionsOf(env, `https://news.example/topics/web-feeds/${format}`);
    for (let n = 0; n < count; n++) {
      await subscriptions.subscribe(`https://reader.example/${n}`, null, Date.now() + 86_400_000, 0);
    }
  }
  let next: PushMessage[] = [{ kind: 'changed', scope: 'topic:web-feeds' }];
  const deliveries: PushMessage[] = [];
  while (next.length > 0) {
    const { sent, pauses } = await work(next);
    expect(pauses).toEqual([]);
    deliveries.push(...sent.filter(({ kind }) => kind === 'deliver'));
    next = sent.filter(({ kind }) => kind !== 'deliver');
  }
  expect(deliveries.length).toBe(formats.length * count);
  expect(new Set(deliveries.map((message) => JSON.stringify(message))).size).toBe(deliveries.length);
});

test('messages that the queue does not take are retried', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const subscriptions = subscriptionsOf(env, topicOf('refused'));
  await subscriptions.subscribe('https://reader.example/', null, Date.now() + 86_400_000, 0);
  const message: PushMessage = { kind: 'changed', scope: 'topic:refused' };
  expect((await work([message], { fails: true })).pauses).toEqual([5]);
  // The 100 attempts that Queues allow outlast a day without the queue.
  expect((await work([message], { fails: true, attempts: 5 })).pauses).toEqual([80]);
  expect((await work([message], { fails: true, attempts: 100 })).pauses).toEqual([3600]);
  const { sent, pauses } = await work([message]);
  expect(sent).toEqual([{ kind: 'deliver', topic: topicOf('refused'), subscription: 1 }]);
  expect(pauses).toEqual([]);
});

test('a second message for a claimed delivery is dropped, but a retry waits', async () => {
  const topic = topicOf('busy');
  const subscriptions = subscriptionsOf(env, topic);
  await subscriptions.subscribe('https://reader.example/', null, Date.now() + 86_400_000, 0);
  const now = Date.now();
  await subscriptions.listOwed(0, now);
  vi.spyOn(Date, 'now').mockReturnValue(now);
  await subscriptions.claim([1], now);
  const message: PushMessage = { kind: 'deliver', topic, subscription: 1 };
  expect((await work([message])).pauses).toEqual([]);
  expect((await work([message], { attempts: 2 })).pauses).toEqual([120]);
  // If both come in one batch, the retry is kept.
  expect((await work([message, message], { attempts: [2, 1] })).pauses).toEqual([120]);
  expect((await work([message, message], { attempts: [1, 2] })).pauses).toEqual([120]);
});

test('a message for a subscription that no longer exists is done', async () => {
  const messages: PushMessage[] = [{ kind: 'deliver', topic: topicOf('nobody'), subscription: 7 }];
  expect(await work(messages)).toEqual({ sent: [], pauses: [] });
});

test('a callback that the settings no longer allow is not called, and its subscription is deleted', async () => {
  const topic = topicOf('open-standards');
  const subscriptions = subscriptionsOf(env, topic);
  await subscriptions.subscribe('http://127.0.0.1:9/', null, Date.now() + 86_400_000, 0);
  expect(await subscriptions.listOwed(0, Date.now())).toEqual([1]);
  expect(await work([{ kind: 'deliver', topic, subscription: 1 }])).toEqual({ sent: [], pauses: [] });
  expect(await subscriptions.listOwed(0, Date.now())).toEqual([]);
});

/** Makes every server answer with these statuses. Returns the most requests of a method that were open at once. */
function answerWith(status: (method: string) => number, method: string): () => number {
  let now = 0;
  let most = 0;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_url, init) => {
    if (init?.method === method) most = Math.max(most, ++now);
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (init?.method === method) now--;
    return new Response('', { status: status(init?.method ?? 'GET') });
  });
  return () => most;
}

test('no delay of a ping is longer than the queue allows', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  answerWith(() => 500, 'POST');
  const message: PushMessage = { kind: 'ping', hub: 'https://hub.example/', urls: [topicOf('a')] };
  const { pauses } = await work([message], { attempts: 8, vars: { HUB_RETRY_SECONDS: '3600' } });
  expect(pauses).toEqual([14_400]);
});

test('callbacks of dropped subscriptions are notified at the same time', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const topic = topicOf('dropped');
  const subscriptions = subscriptionsOf(env, topic);
  const ids = [1, 2, 3, 4];
  for (const id of ids) {
    await subscriptions.subscribe(`https://reader-${id}.example/`, null, Date.now() + 86_400_000, 0);
  }
  await subscriptions.listOwed(0, Date.now());
  await runInside(subscriptionsObject(topic), (_instance, { storage }) => {
    storage.sql.exec('UPDATE subscription SET failures = ?', MAX_DELIVERY_ATTEMPTS - 1);
  });
  const deniedAtOnce = answerWith((method) => (method === 'POST' ? 500 : 200), 'GET');
  const messages = ids.map((subscription): PushMessage => ({ kind: 'deliver', topic, subscription }));
  expect((await work(messages)).pauses).toEqual([]);
  expect(deniedAtOnce()).toBe(ids.length);
  expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)))).toContainEqual({
    event: 'delivery-failed',
    topic,
    failed: ids.length,
    of: ids.length,
    error: 'status 500',
  });
});

test('deliveries are settled even if failures cannot be reported', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const topic = 'https://news.example/rss.xml';
  const subscriptions = subscriptionsOf(env, topic);
  for (const name of ['good', 'bad']) {
    await subscriptions.subscribe(`https://${name}.example/`, null, Date.now() + 86_400_000, 0);
  }
  const ids = await subscriptions.listOwed(0, Date.now());
  vi.spyOn(globalThis, 'fetch').mockImplementation(
    async (url) => new Response(null, { status: String(url).includes('bad') ? 500 : 200 }),
  );
  const away = () => Promise.reject(new Error('Durable Object is overloaded'));
  const desk = deskOf(env);
  const DESK = standInsWith({
    editionUnlessKnown: (...asked: Parameters<typeof desk.editionUnlessKnown>) =>
      desk.editionUnlessKnown(...asked),
    noteFailedDelivery: away,
  });
  const messages = ids.map((subscription): PushMessage => ({ kind: 'deliver', topic, subscription }));
  const { pauses } = await work(messages, { vars: { DESK } });
  expect(pauses).toHaveLength(1);
  const rows = await runInside(subscriptionsObject(topic), (_instance, { storage }) =>
    storage.sql.exec('SELECT delivered IS NOT NULL AS delivered, failures FROM subscription').toArray(),
  );
  expect(rows).toEqual([
    { delivered: 1, failures: 0 },
    { delivered: 0, failures: 1 },
  ]);
});

test('of two requests in one batch the later one counts, even if it is verified first', async () => {
  const topic = topicOf('asked-twice');
  const answered: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const asked = new URL(String(url)).searchParams;
    answered.push(asked.get('hub.lease_seconds') ?? '');
    return new Response(asked.get('hub.challenge'));
  });
  const request = { kind: 'verify', mode: 'subscribe', topic, callback: 'https://twice.example/' } as const;
  await work([
    { ...request, leaseSeconds: 900, secret: 'later', asked: 2 },
    { ...request, leaseSeconds: 600, secret: 'earlier', asked: 1 },
  ]);
  expect(answered).toEqual(['900', '600']);
  const secret = await runInside(subscriptionsObject(topic), (_instance, { storage }) =>
    storage.sql.exec('SELECT secret FROM subscription WHERE callback = ?', request.callback).one(),
  );
  expect(secret).toEqual({ secret: 'later' });
});

/** Answers on each host as it likes, and records who is asked. `most` is how many requests one host had at once. */
function answerAs(hosts: Record<string, () => Promise<Response>>) {
  const asked: string[] = [];
  const open = new Map<string, number>();
  let most = 0;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const { host } = new URL(String(url));
    asked.push(host);
    open.set(host, (open.get(host) ?? 0) + 1);
    most = Math.max(most, open.get(host) ?? 0);
    try {
      return await (hosts[host] as () => Promise<Response>)();
    } finally {
      open.set(host, (open.get(host) ?? 0) - 1);
    }
  });
  return { countOf: (host: string) => asked.filter((each) => each === host).length, most: () => most };
}

const pauseOf = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const requestOf = (host: string, n: number): PushMessage => ({
  kind: 'verify',
  mode: 'subscribe',
  topic: topicOf('slow'),
  callback: `https://${host}/${n}`,
  leaseSeconds: 600,
  secret: null,
  asked: n,
});

test('a host confirms one request at a time. A silent one rests, and what is left of it waits, but not without end', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const hosts = answerAs({
    'silent.example': async () => {
      await pauseOf(600);
      throw new DOMException('The operation timed out.', 'TimeoutError');
    },
    'fast.example': async () => new Response('', { status: 500 }),
  });
  const numbers = [0, 1, 2, 3, 4, 5];
  const both = numbers.flatMap((n) => [requestOf('silent.example', n), requestOf('fast.example', n)]);
  const { pauses } = await work(both);
  expect([hosts.most(), hosts.countOf('fast.example'), hosts.countOf('silent.example')]).toEqual([1, 6, 1]);
  expect(pauses).toEqual([30, 30, 30, 30, 30, 30]);
  // While it rests, a later batch does not ask it either.
  expect((await work([requestOf('SILENT.example.', 6)], { attempts: 3 })).pauses).toEqual([120]);
  expect((await work([requestOf('silent.example', 7)], { attempts: 8 })).pauses).toEqual([]);
  expect(hosts.countOf('silent.example')).toBe(1);
});

test('a callback that does not answer is asked once more, and no third time', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const asked: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const { hostname, searchParams } = new URL(String(url));
    asked.push(hostname);
    const isAway = hostname === 'away.example' || asked.filter((each) => each === hostname).length === 1;
    if (isAway) throw new TypeError('Network connection lost.');
    return new Response(searchParams.get('hub.challenge'));
  });
  const requests = [requestOf('starting.example', 0), requestOf('away.example', 1)];
  expect((await work(requests)).pauses).toEqual([30, 30]);
  // The hosts have rested.
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 30_000);
  expect((await work(requests, { attempts: [2, 2] })).pauses).toEqual([]);
  expect(asked).toEqual(['starting.example', 'away.example', 'starting.example', 'away.example']);
  const callbacks = await runInside(subscriptionsObject(topicOf('slow')), (_instance, { storage }) =>
    storage.sql.exec('SELECT callback FROM subscription').toArray(),
  );
  expect(callbacks).toEqual([{ callback: 'https://starting.example/0' }]);
});

test('a slow host that answers is asked for everything in the end, and waits only until it has rested', async () => {
  const hosts = answerAs({
    'answers.example': async () => {
      await pauseOf(1100);
      return new Response('no', { status: 404 });
    },
  });
  const requests = [0, 1, 2, 3].map((n) => requestOf('answers.example', n));
  // These have waited for more turns than a silent host gets.
  const { pauses } = await work(requests, { attempts: 40 });
  expect(hosts.countOf('answers.example')).toBe(1);
  expect(pauses.length).toBe(3);
  // A request takes 1.1 seconds; the rest is twelve times as long.
  expect(Math.min(...pauses.map(Number))).toBeGreaterThan(12);
  expect(new Set(pauses).size).toBe(1);
});
