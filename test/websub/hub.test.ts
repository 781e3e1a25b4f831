import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { acceptAll, pause, Subscriber, signature, until } from './subscriber.ts';

// Failing, slow and hostile callbacks, invalid requests, and an external hub. Signatures use SHA-512.

let newsroom: Newsroom;
let subscriber: Subscriber;
let outside: Subscriber;

before(async () => {
  [subscriber, outside] = await Promise.all([Subscriber.open(), Subscriber.open()]);
  outside.behaviour = (_received, response) => {
    // The first request fails.
    response.statusCode = outside.received.length === 1 ? 503 : 202;
    response.end();
  };
  newsroom = await openNewsroom({ site: { hubs: [`${outside.url}/`], signature: 'sha512' } });
});
after(async () => {
  subscriber.close();
  outside.close();
  await newsroom.stop();
});
afterEach(() => {
  subscriber.behaviour = acceptAll;
});

const callback = (path: string) => ({ 'hub.callback': `${subscriber.url}${path}` });

/** Sends the hub a request, and waits until it verifies the request with the callback. */
async function ask(path: string, parameters: Record<string, string> = {}) {
  const asked = subscriber.got('GET', path).length;
  assert.equal((await newsroom.subscribe({ ...callback(path), ...parameters })).status, 202);
  return until('verification', () => subscriber.got('GET', path)[asked]);
}

/** Subscribes, and waits until the hub has stored the subscription. */
async function subscribe(path: string, parameters: Record<string, string> = {}) {
  const since = Date.now();
  const request = await ask(path, parameters);
  await newsroom.untilSubscribed(`${subscriber.url}${path}`, since);
  return request;
}

/** Publishes, and waits for the delivery to a callback that always works. */
async function publishAndWait() {
  const got = subscriber.got('POST', '/reliable').length;
  await newsroom.publish();
  await until('the delivery to /reliable', () => subscriber.got('POST', '/reliable')[got]);
}

test('a reliable callback subscribes', async () => {
  await subscribe('/reliable');
});

test('an external hub is advertised after our own, and pinged about every feed that changed until it accepts', async () => {
  const hubs = [`${newsroom.url}/hub`, `${outside.url}/`];
  const response = await fetch(`${newsroom.url}/feed.json`);
  for (const hub of hubs) assert.ok(response.headers.get('Link')?.includes(`<${hub}>; rel="hub"`));
  const { hubs: listed } = (await response.json()) as { hubs: { url: string }[] };
  assert.deepEqual(
    listed.map(({ url }) => url),
    hubs,
  );
  await publishAndWait();
  // One ping for each of three scopes, that of all stories with their summaries, and one for the failed one again, when KV has converged.
  const pings = await until('pings', () => outside.received.length >= 4 && outside.received);
  for (const ping of pings) {
    assert.equal(ping.method, 'POST');
    assert.equal(ping.headers['content-type'], 'application/x-www-form-urlencoded');
    const form = new URLSearchParams(String(ping.body));
    assert.equal(form.get('hub.mode'), 'publish');
    const named = form.getAll('hub.url');
    assert.equal(named.length, named.includes(`${newsroom.url}/summaries/rss.xml`) ? 6 : 3);
  }
  const pinged = pings.slice(1).flatMap(({ body }) => new URLSearchParams(String(body)).getAll('hub.url'));
  const scopes = ['', '/summaries', '/topics/web-feeds', '/sources/a.example'];
  const feeds = scopes.flatMap((scope) =>
    ['rss.xml', 'atom.xml', 'feed.json'].map((file) => `${newsroom.url}${scope}/${file}`),
  );
  assert.deepEqual([...new Set(pinged)].sort(), feeds.sort());
});

test('deliveries are signed with the method in data/site.json', async () => {
  await subscribe('/signed', { 'hub.secret': 'x'.repeat(199) });
  await publishAndWait();
  const { headers, body } = await until('delivery', () => subscriber.got('POST', '/signed')[0]);
  assert.equal(headers['x-hub-signature'], signature('sha512', 'x'.repeat(199), body));
});

describe('a callback that', () => {
  test('fails at first gets the delivery later, and only once', async () => {
    await subscribe('/flaky');
    subscriber.behaviour = (received, response) => {
      const attempts = subscriber.got('POST', '/flaky').length;
      if (received.path === '/flaky' && attempts < 3) response.statusCode = 500;
      acceptAll(received, response);
    };
    await publishAndWait();
    await until('the third attempt', () => subscriber.got('POST', '/flaky')[2]);
    await pause(6000);
    assert.equal(subscriber.got('POST', '/flaky').length, 3);
  });

  test('answers 410 is unsubscribed', async () => {
    await subscribe('/gone');
    subscriber.behaviour = (received, response) => {
      if (received.path === '/gone') response.statusCode = 410;
      acceptAll(received, response);
    };
    await publishAndWait();
    await until('delivery', () => subscriber.got('POST', '/gone')[0]);
    await publishAndWait();
    await pause(3000);
    assert.equal(subscriber.got('POST', '/gone').length, 1);
  });

  test('redirects is not followed, neither on verification nor on delivery', async () => {
    subscriber.behaviour = (received, response) => {
      if (received.path !== '/away') return acceptAll(received, response);
      response.writeHead(307, { Location: `${subscriber.url}/there?${received.query}` });
      response.end();
    };
    await ask('/away');
    await publishAndWait();
    assert.equal(subscriber.got('POST', '/away').length, 0);

    subscriber.behaviour = acceptAll;
    await subscribe('/away');
    subscriber.behaviour = (received, response) => {
      if (received.path === '/away') response.writeHead(302, { Location: `${subscriber.url}/there` });
      acceptAll(received, response);
    };
    await publishAndWait();
    await until('the second attempt', () => subscriber.got('POST', '/away')[1]);
    assert.deepEqual([...subscriber.got('GET', '/there'), ...subscriber.got('POST', '/there')], []);
    await newsroom.subscribe({ ...callback('/away'), 'hub.mode': 'unsubscribe' });
  });

  test('never answers is timed out, and does not delay others', async () => {
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        if (received.path === '/silent') response.on('close', resolve);
        else acceptAll(received, response);
      };
    });
    await newsroom.subscribe(callback('/silent'));
    await until('verification', () => subscriber.got('GET', '/silent')[0]);
    await publishAndWait();
    await isClosed;
    assert.equal(subscriber.got('POST', '/silent').length, 0);
  });

  test('accepts a delivery but never answers is timed out, and gets it again later', async () => {
    await subscribe('/mute');
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        const isFirst = received.path === '/mute' && subscriber.got('POST', '/mute').length === 1;
        if (isFirst) response.on('close', resolve);
        else acceptAll(received, response);
      };
    });
    await publishAndWait();
    await isClosed;
    const [first, second] = await until('the second delivery', () => {
      const got = subscriber.got('POST', '/mute');
      return got.length > 1 && got;
    });
    assert.deepEqual(second?.body, first?.body);
    await pause();
    assert.equal(subscriber.got('POST', '/mute').length, 2);
  });

  test('answers byte by byte is timed out', async () => {
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        if (received.path !== '/slow') return acceptAll(received, response);
        const challenge = received.query.get('hub.challenge') ?? '';
        let at = 0;
        const drip = setInterval(() => response.write(challenge[at++ % challenge.length]), 1000);
        response.on('close', () => {
          clearInterval(drip);
          resolve();
        });
      };
    });
    await newsroom.subscribe(callback('/slow'));
    await isClosed;
    await publishAndWait();
    assert.equal(subscriber.got('POST', '/slow').length, 0);
  });

  test('sends a huge answer is not read to the end', async () => {
    let sent = 0;
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        if (received.path !== '/huge') return acceptAll(received, response);
        const part = Buffer.alloc(65_536, 'x');
        response.write(received.query.get('hub.challenge'));
        const more = () => {
          do sent += part.length;
          while (!response.destroyed && response.write(part));
        };
        response.on('drain', more);
        response.on('close', resolve);
        more();
      };
    });
    await newsroom.subscribe(callback('/huge'));
    await isClosed;
    console.log(`    sent before the hub hung up: ${sent} bytes`);
    assert.ok(sent < 50_000_000);
    await publishAndWait();
    assert.equal(subscriber.got('POST', '/huge').length, 0);
  });

  test('answers with an earlier challenge is not subscribed, because each request has its own', async () => {
    const first = await subscribe('/replay');
    await ask('/replay', { 'hub.mode': 'unsubscribe' });
    await newsroom.untilUnsubscribed(`${subscriber.url}/replay`);
    subscriber.behaviour = (received, response) => {
      if (received.path === '/replay') response.end(first.query.get('hub.challenge'));
      else acceptAll(received, response);
    };
    const second = await ask('/replay');
    assert.notEqual(second.query.get('hub.challenge'), first.query.get('hub.challenge'));
    await publishAndWait();
    await pause();
    assert.equal(subscriber.got('POST', '/replay').length, 0);
  });

  test('never confirmed a request gets no deliveries and no further requests', async () => {
    subscriber.behaviour = (received, response) => {
      response.end(received.path === '/never' ? 'what?' : received.query.get('hub.challenge'));
    };
    await ask('/never');
    await publishAndWait();
    await pause();
    assert.equal(subscriber.received.filter(({ path }) => path === '/never').length, 1);
  });
});

test('a lease that is too short or too long becomes the nearest one allowed', async () => {
  assert.equal(
    (await subscribe('/short', { 'hub.lease_seconds': '1' })).query.get('hub.lease_seconds'),
    '300',
  );
  const long = await subscribe('/long', { 'hub.lease_seconds': '999999999999' });
  assert.equal(long.query.get('hub.lease_seconds'), '2592000');
});

describe('the hub refuses at once, with a reason,', () => {
  for (const [what, parameters, status, reason] of [
    [
      'a topic on another site',
      { 'hub.topic': 'https://other.example/feed' },
      404,
      /hub\.topic must be a feed of/,
    ],
    ['a page that is not a feed', { 'hub.topic': '/subscribe' }, 404, /hub\.topic/],
    ['a feed that does not exist', { 'hub.topic': '/topics/nowhere/rss.xml' }, 404, /hub\.topic/],
    ['another spelling of a feed’s URL', { 'hub.topic': '/atom.xml?x' }, 404, /hub\.topic/],
    [
      'a missing callback',
      { 'hub.callback': '' },
      400,
      /hub\.callback must be an absolute http or https URL/,
    ],
    [
      'a callback with another scheme',
      { 'hub.callback': 'ftp://reader.example/' },
      400,
      /hub\.callback must be an absolute/,
    ],
    ['a private address', { 'hub.callback': 'http://192.168.0.1/' }, 400, /public Internet/],
    ['a private address in disguise', { 'hub.callback': 'http://0x0a000001/' }, 400, /public Internet/],
    [
      'the address of a cloud’s metadata service',
      { 'hub.callback': 'http://[::ffff:169.254.169.254]/' },
      400,
      /public Inter/,
    ],
    [
      'a callback on the hub itself',
      { 'hub.callback': '/api/stories' },
      400,
      /not be an address of this site/,
    ],
    ['another mode', { 'hub.mode': 'publish' }, 400, /hub\.mode must be subscribe or unsubscribe/],
    ['an invalid lease', { 'hub.lease_seconds': '-1' }, 400, /hub\.lease_seconds must be a whole number/],
    [
      'a secret that is too long',
      { 'hub.secret': 'é'.repeat(100) },
      400,
      /hub\.secret must have fewer than 200 bytes/,
    ],
    ['a request that is too long', { padding: 'x'.repeat(9000) }, 413, /at most 8192 bytes/],
  ] as const) {
    test(what, async () => {
      const absolute = Object.entries(parameters).map(([name, value]) => [
        name,
        value.startsWith('/') ? `${newsroom.url}${value}` : value,
      ]);
      const response = await newsroom.subscribe({ ...callback('/refused'), ...Object.fromEntries(absolute) });
      assert.equal(response.status, status);
      assert.match(await response.text(), reason);
      assert.deepEqual(subscriber.got('GET', '/refused'), []);
    });
  }

  test('a body that is not a form, and a method other than POST', async () => {
    const body = '{"hub.mode":"subscribe"}';
    const headers = { 'Content-Type': 'application/json' };
    assert.equal((await fetch(`${newsroom.url}/hub`, { method: 'POST', headers, body })).status, 415);
    const get = await fetch(`${newsroom.url}/hub`);
    assert.equal(get.status, 405);
    assert.equal(get.headers.get('Allow'), 'POST');
    assert.match(await get.text(), /WebSub hub for the feeds of http/);
  });
});

test('the pauses between attempts become longer', async () => {
  await subscribe('/failing');
  subscriber.behaviour = (received, response) => {
    if (received.path === '/failing') response.statusCode = 500;
    acceptAll(received, response);
  };
  await publishAndWait();
  await until('attempts', () => subscriber.got('POST', '/failing')[4]);
  const times = subscriber.got('POST', '/failing').map(({ at }) => at);
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  // One second, then twice as long each time.
  for (const [index, pause] of pauses.entries()) assert.ok(pause >= 900 * 2 ** index, `pauses: ${pauses}`);
});

test('a callback that fails eleven times is dropped: it gets a denial, and the status reports it', async () => {
  const impatient = await openNewsroom({ vars: { HUB_RETRY_SECONDS: '0' } });
  await impatient.subscribe(callback('/dead'));
  await impatient.untilSubscribed(`${subscriber.url}/dead`, 0);
  subscriber.behaviour = (_received, response) => {
    response.statusCode = 500;
    response.end();
  };
  await impatient.publish();
  const denial = await until('the denial', () => subscriber.got('GET', '/dead')[1]);
  assert.equal(subscriber.got('POST', '/dead').length, 11);
  assert.equal(denial.query.get('hub.mode'), 'denied');
  assert.equal(denial.query.get('hub.topic'), `${impatient.url}/atom.xml`);
  assert.equal(denial.query.get('hub.reason'), '11 deliveries failed; last error: status 500');
  const { troubles } = await impatient.status();
  assert.match(
    troubles.at(-1)?.what ?? '',
    /WebSub subscription of .*\/dead to .*atom\.xml was dropped: 11 deliveries/,
  );
  subscriber.behaviour = acceptAll;
  await impatient.publish();
  await pause(3000);
  assert.equal(subscriber.got('POST', '/dead').length, 11);
  await impatient.stop();
});

// Comes last, because it uses up the rate limit of this address.
test('a callback that takes its time for a large feed gets it once', async () => {
  const articleBody = 'A long sentence about the port. '.repeat(3000);
  for (let story = 0; story < 5; story++) await newsroom.publish({ articleBody });
  await subscribe('/narrow');
  subscriber.behaviour = (received, response) => {
    // 12 seconds for half a megabyte: a line of 40 kB a second.
    if (received.path === '/narrow' && received.method === 'POST')
      setTimeout(() => acceptAll(received, response), 12_000);
    else acceptAll(received, response);
  };
  await publishAndWait();
  const first = await until('the delivery', () => subscriber.got('POST', '/narrow')[0]);
  assert.ok(first.body.length > 450_000);
  await pause(20_000);
  assert.equal(subscriber.got('POST', '/narrow').length, 1);
});

test('a flood of requests is refused, with Retry-After', async () => {
  // The limit is per clock minute. If the flood falls into two minutes, 72 requests are accepted.
  const answers = await Promise.all(
    Array.from({ length: 250 }, () => newsroom.subscribe({ 'hub.callback': 'x' })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length >= 178, `${refused.length} of 250 were refused`);
  assert.equal(refused[0]?.headers.get('Retry-After'), '60');
});
