import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { after, before, test } from 'node:test';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { pause, Subscriber, until } from './subscriber.ts';

// A stranger who names callbacks that never answer: hundreds, on one host and on many.

const SILENT = 500;

let newsroom: Newsroom;
let subscriber: Subscriber;
/** How many requests wait for an answer at each host, and the most that ever did. */
const open = new Map<string, number>();
let most = 0;
const answers: ServerResponse[] = [];
const silent = createServer((request, response) => {
  const host = request.headers.host ?? '';
  const count = (open.get(host) ?? 0) + 1;
  open.set(host, count);
  most = Math.max(most, count);
  answers.push(response);
  response.once('close', () => open.set(host, (open.get(host) ?? 0) - 1));
});

before(async () => {
  // All requests come from one address, so the rate limit must be higher.
  newsroom = await openNewsroom({ wrangler: [['limit = 36, period = 60', 'limit = 10000, period = 60']] });
  subscriber = await Subscriber.open();
  await new Promise<void>((resolve) => silent.listen(0, '0.0.0.0', resolve));
});
after(async () => {
  subscriber.close();
  silent.closeAllConnections();
  silent.close();
  await newsroom.stop();
});

/** Publishes, and returns how long the delivery to the subscriber takes, in milliseconds. */
async function timeDelivery(): Promise<number> {
  const got = subscriber.got('POST', '/reader').length;
  const published = await newsroom.publish();
  const delivery = await until('the delivery', () => subscriber.got('POST', '/reader')[got]);
  return delivery.at - published;
}

test(`${SILENT} callbacks that never answer hold back no delivery, and a host has one of them at a time`, async () => {
  const since = Date.now();
  await newsroom.subscribe({ 'hub.callback': `${subscriber.url}/reader` });
  await newsroom.untilSubscribed(`${subscriber.url}/reader`, since);
  await timeDelivery();
  const quiet = await timeDelivery();

  const { port } = silent.address() as { port: number };
  const hosts = ['localhost', ...Array.from({ length: 40 }, (_, n) => `127.0.1.${n + 1}`)];
  const accepted = await Promise.all(
    Array.from({ length: SILENT }, (_, n) => {
      // Half of them on one host.
      const host = n % 2 === 0 ? hosts[0] : hosts[1 + (n % (hosts.length - 1))];
      return newsroom.subscribe({ 'hub.callback': `http://${host}:${port}/${n}` });
    }),
  );
  assert.ok(accepted.every(({ status }) => status === 202));
  await until('a silent callback', () => answers.length > 0);

  const times: number[] = [];
  for (let round = 0; round < 8; round++) {
    times.push(await timeDelivery());
    await pause(1000);
  }
  console.log(`    ${SILENT} silent callbacks: deliveries in ${times.join(', ')} ms, before in ${quiet} ms`);
  // The median, because others may use this machine.
  const [, , , , median = 0] = times.toSorted((a, b) => a - b);
  assert.ok(median < 2000, `deliveries took ${times} ms`);
  assert.equal(most, 1);
  assert.ok(answers.length > 1, 'more than one callback was asked');
});

test('whoever subscribes meanwhile waits only until each of their hosts was asked once', async () => {
  const asked = Date.now();
  await newsroom.subscribe({ 'hub.callback': `${subscriber.url}/latecomer` });
  const request = await until('verification', () => subscriber.got('GET', '/latecomer')[0]);
  console.log(`    verified after ${request.at - asked} ms`);
  assert.ok(request.at - asked < 120_000);
});
