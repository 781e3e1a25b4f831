import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openNewsroom } from './newsroom.ts';
import { acceptAll, pause, Subscriber, signature, until } from './subscriber.ts';

const SUBSCRIBERS = 1000;
/** Makes the feed of 31 stories about 200 kB long. */
const BODY = Array.from({ length: 500 }, (_, index) => `word${(index * 7919) % 1000}`).join(' ');

test('1,000 subscribers get each story once, signed, though every tenth fails at first', async () => {
  const subscriber = await Subscriber.open();
  // All subscribers share one address, so the rate limit must be higher.
  const newsroom = await openNewsroom({
    wrangler: [['limit = 36, period = 60', 'limit = 10000, period = 60']],
  });
  for (let story = 0; story < 30; story++) await newsroom.publish({ articleBody: BODY });
  await pause(3000);

  const pathOf = (n: number) => `/callback/${n}`;
  const secretOf = (path: string) => `secret of ${path}`;
  for (let n = 0; n < SUBSCRIBERS; n++) {
    const path = pathOf(n);
    const response = await newsroom.subscribe({
      'hub.callback': `${subscriber.url}${path}`,
      'hub.secret': secretOf(path),
    });
    assert.equal(response.status, 202);
  }
  await until('verifications', () => subscriber.received.length === SUBSCRIBERS);
  await pause();

  const round = async () => {
    subscriber.received.length = 0;
    const accepted = new Map<string, number>();
    const failed = new Set<string>();
    let lastAt = 0;
    let memory = newsroom.memory();
    const before = memory;
    subscriber.behaviour = (received, response) => {
      memory = Math.max(memory, newsroom.memory());
      const n = Number(received.path.split('/').at(-1));
      if (n % 10 === 0 && !failed.has(received.path)) {
        failed.add(received.path);
        response.statusCode = 500;
      } else {
        accepted.set(received.path, (accepted.get(received.path) ?? 0) + 1);
        lastAt = received.at;
        const expected = signature('sha256', secretOf(received.path), received.body);
        assert.equal(received.headers['x-hub-signature'], expected);
      }
      acceptAll(received, response);
    };
    const published = await newsroom.publish({ articleBody: BODY });
    await until('deliveries', () => accepted.size === SUBSCRIBERS, 900_000);
    await pause(3000);
    assert.equal(failed.size, SUBSCRIBERS / 10);
    assert.deepEqual([...new Set(accepted.values())], [1]);
    assert.equal(subscriber.received.length, SUBSCRIBERS + failed.size);
    const bytes = subscriber.received[0]?.body.length ?? 0;
    console.log(
      `    ${SUBSCRIBERS} deliveries of ${bytes} bytes in ${lastAt - published} ms; memory ${Math.round(before)} MB, at most ${Math.round(memory)} MB`,
    );
    return { before, memory, bytes };
  };
  await round();
  const { before, memory, bytes } = await round();
  // One copy of the feed per subscriber would take more.
  assert.ok(memory - before < (SUBSCRIBERS * bytes) / 2e6, `memory grew from ${before} MB to ${memory} MB`);
  subscriber.close();
  await newsroom.stop();
});
