import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { acceptAll, pause, Subscriber, signature, until } from './subscriber.ts';

// The test cases of https://websub.rocks, by number, with real HTTP subscribers on this machine.

let newsroom: Newsroom;
let subscriber: Subscriber;

before(async () => {
  [newsroom, subscriber] = await Promise.all([openNewsroom(), Subscriber.open()]);
  await newsroom.publish();
  // The Desk writes and announces the story before anybody subscribes.
  await pause(3000);
});
after(async () => {
  subscriber.close();
  await newsroom.stop();
});

const callback = (path: string) => ({ 'hub.callback': `${subscriber.url}${path}` });

/** Sends the hub a request, and waits until it verifies the request with the callback. */
async function ask(path: string, parameters: Record<string, string>) {
  const asked = subscriber.got('GET', path.replace(/\?.*/, '')).length;
  const response = await newsroom.subscribe({ ...callback(path), ...parameters });
  assert.equal(response.status, 202, await response.text());
  return until('verification', () => subscriber.got('GET', path.replace(/\?.*/, ''))[asked]);
}

/** Subscribes, and waits until the hub has stored the subscription. */
async function subscribe(path: string, parameters: Record<string, string> = {}) {
  const since = Date.now();
  const request = await ask(path, parameters);
  await newsroom.untilSubscribed(`${subscriber.url}${path}`, since);
  return request;
}

const deliveryTo = (path: string, index = 0) =>
  until(`delivery to ${path}`, () => subscriber.got('POST', path)[index]);

describe('hub', () => {
  test('100 – a typical subscription request: verified, then the whole feed is delivered', async () => {
    const asked = await subscribe('/100');
    assert.equal(asked.query.get('hub.mode'), 'subscribe');
    assert.equal(asked.query.get('hub.topic'), `${newsroom.url}/atom.xml`);
    assert.match(asked.query.get('hub.challenge') ?? '', /^[0-9a-f]{48}$/);
    assert.equal(asked.query.get('hub.lease_seconds'), '864000');
    const published = await newsroom.publish();
    const delivery = await deliveryTo('/100');
    console.log(`    acknowledged story to callback: ${delivery.at - published} ms`);
    const feed = await newsroom.feed('/atom.xml');
    assert.deepEqual(delivery.body, feed.body);
    assert.equal(
      delivery.headers.link,
      `<${newsroom.url}/hub>; rel="hub", <${newsroom.url}/atom.xml>; rel="self"`,
    );
    assert.equal(delivery.headers['x-hub-signature'], undefined);
    await pause();
    assert.equal(subscriber.got('POST', '/100').length, 1);
  });

  test('101 – a subscription with a secret: deliveries are signed', async () => {
    await subscribe('/101', { 'hub.secret': 'a secret ☂' });
    await newsroom.publish();
    const { headers, body } = await deliveryTo('/101');
    assert.equal(headers['x-hub-signature'], signature('sha256', 'a secret ☂', body));
  });

  test('102 – parameters that WebSub does not know are ignored', async () => {
    await subscribe('/102', { 'hub.foo': 'bar', foo: 'bar', 'hub.verify': 'sync', 'hub.verify_token': 'x' });
    await newsroom.publish();
    await deliveryTo('/102');
  });

  test('103 – subscribing again renews lease and secret of the same subscription, once it is verified', async () => {
    const first = await subscribe('/103?own=1', { 'hub.secret': 'first', 'hub.lease_seconds': '600' });
    assert.equal(first.query.get('hub.lease_seconds'), '600');
    assert.equal(first.query.get('own'), '1');
    // A stranger's request, whose challenge the callback does not confirm, changes nothing.
    subscriber.behaviour = (received, response) => {
      if (received.method === 'GET') response.statusCode = 404;
      response.end();
    };
    await ask('/103?own=1', { 'hub.secret': 'stranger' });
    await pause(500);
    subscriber.behaviour = acceptAll;
    await newsroom.publish();
    const before = await deliveryTo('/103');
    assert.equal(before.headers['x-hub-signature'], signature('sha256', 'first', before.body));

    const again = await subscribe('/103?own=1', { 'hub.secret': 'second', 'hub.lease_seconds': '900' });
    assert.equal(again.query.get('hub.lease_seconds'), '900');
    await newsroom.publish();
    const after = await deliveryTo('/103', 1);
    assert.equal(after.headers['x-hub-signature'], signature('sha256', 'second', after.body));
    await pause();
    assert.equal(subscriber.got('POST', '/103').length, 2);
  });

  test('104 – unsubscribing is verified, and then nothing is delivered', async () => {
    await subscribe('/104');
    subscriber.behaviour = (_received, response) => response.end('no');
    await ask('/104', { 'hub.mode': 'unsubscribe' });
    await pause(500);
    subscriber.behaviour = acceptAll;
    await newsroom.publish();
    await deliveryTo('/104');

    const asked = await ask('/104', { 'hub.mode': 'unsubscribe' });
    await newsroom.untilUnsubscribed(`${subscriber.url}/104`);
    assert.equal(asked.query.get('hub.mode'), 'unsubscribe');
    assert.equal(asked.query.get('hub.topic'), `${newsroom.url}/atom.xml`);
    await newsroom.publish();
    await deliveryTo('/100', subscriber.got('POST', '/100').length);
    await pause();
    assert.equal(subscriber.got('POST', '/104').length, 1);
  });

  for (const [number, path, type] of [
    ['105', '/rss.xml', 'application/rss+xml; charset=utf-8'],
    ['105', '/topics/web-feeds/atom.xml', 'application/atom+xml; charset=utf-8'],
    ['106', '/sources/a.example/feed.json', 'application/feed+json; charset=utf-8'],
  ] as const) {
    test(`${number} – ${path} is delivered with its content type, byte for byte`, async () => {
      const own = `/${number}${path}`;
      await subscribe(own, { 'hub.topic': `${newsroom.url}${path}`, 'hub.secret': 's' });
      await newsroom.publish();
      const delivery = await deliveryTo(own);
      assert.equal(delivery.headers['content-type'], type);
      assert.deepEqual(delivery.body, (await newsroom.feed(path)).body);
      assert.equal(delivery.headers['x-hub-signature'], signature('sha256', 's', delivery.body));
      assert.match(String(delivery.headers.link), new RegExp(`<${newsroom.url}${path}>; rel="self"`));
    });
  }
});

describe('publisher', () => {
  test('the Link header and each format name hub and self, and a subscriber who uses them gets changes', async () => {
    const head = await fetch(`${newsroom.url}/rss.xml`);
    const links = head.headers.get('Link') ?? '';
    const [, hub = ''] = /<([^>]+)>; rel="hub"/.exec(links) ?? [];
    const [, self = ''] = /<([^>]+)>; rel="self"/.exec(links) ?? [];
    assert.equal(hub, `${newsroom.url}/hub`);
    assert.equal(self, `${newsroom.url}/rss.xml`);
    const rss = await head.text();
    assert.ok(rss.includes(`<atom:link rel="hub" href="${hub}"/>`));
    const atom = String((await newsroom.feed('/atom.xml')).body);
    assert.ok(atom.includes(`<link rel="hub" href="${hub}"/>`));
    const json = JSON.parse(String((await newsroom.feed('/feed.json')).body));
    assert.deepEqual(json.hubs, [{ type: 'WebSub', url: hub }]);

    const parameters = { 'hub.mode': 'subscribe', 'hub.topic': self, ...callback('/publisher') };
    const response = await fetch(hub, { method: 'POST', body: new URLSearchParams(parameters) });
    assert.equal(response.status, 202);
    await newsroom.untilSubscribed(`${subscriber.url}/publisher`, 0);
    await newsroom.publish({ headline: 'Fresh from the press' });
    assert.match(String((await deliveryTo('/publisher')).body), /Fresh from the press/);
  });
});
