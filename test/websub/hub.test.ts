import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { type Newsroom, openNewsroom } from './newsroom.ts';
import { Subscriber, settled, signature, until, willing } from './subscriber.ts';

// What goes wrong at the other end, and what somebody may try with a hub; with an outside hub and SHA-512.

let newsroom: Newsroom;
let subscriber: Subscriber;
let outside: Subscriber;

before(async () => {
  [subscriber, outside] = await Promise.all([Subscriber.open(), Subscriber.open()]);
  outside.behaviour = (_received, response) => {
    // It fails the first time.
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
  subscriber.behaviour = willing;
});

const callback = (path: string) => ({ 'hub.callback': `${subscriber.url}${path}` });

/** Asks the hub for something, and waits until it has asked whether that is meant. */
async function ask(path: string, parameters: Record<string, string> = {}) {
  const asked = subscriber.got('GET', path).length;
  assert.equal((await newsroom.subscribe({ ...callback(path), ...parameters })).status, 202);
  return until('verification', () => subscriber.got('GET', path)[asked]);
}

/** Subscribes, and waits until the hub has noted it. */
async function subscribe(path: string, parameters: Record<string, string> = {}) {
  const since = Date.now();
  const request = await ask(path, parameters);
  await newsroom.kept(`${subscriber.url}${path}`, since);
  return request;
}

/** Publishes, and waits until a subscriber that nothing is wrong with has got it. */
async function publishAndWait() {
  const got = subscriber.got('POST', '/witness').length;
  await newsroom.publish();
  await until('the witness', () => subscriber.got('POST', '/witness')[got]);
}

test('a witness subscribes', async () => {
  await subscribe('/witness');
});

test('an outside hub is advertised after our own, and told of every feed that changed, until it has heard', async () => {
  const hubs = [`${newsroom.url}/hub`, `${outside.url}/`];
  const response = await fetch(`${newsroom.url}/feed.json`);
  for (const hub of hubs) assert.ok(response.headers.get('Link')?.includes(`<${hub}>; rel="hub"`));
  const { hubs: listed } = (await response.json()) as { hubs: { url: string }[] };
  assert.deepEqual(
    listed.map(({ url }) => url),
    hubs,
  );
  await publishAndWait();
  // Three scopes, each told once and the failed one again; the second time comes when KV has converged.
  const pings = await until('pings', () => outside.received.length >= 4 && outside.received);
  for (const ping of pings) {
    assert.equal(ping.method, 'POST');
    assert.equal(ping.headers['content-type'], 'application/x-www-form-urlencoded');
    const form = new URLSearchParams(String(ping.body));
    assert.equal(form.get('hub.mode'), 'publish');
    assert.equal(form.getAll('hub.url').length, 3);
  }
  const told = pings.slice(1).flatMap(({ body }) => new URLSearchParams(String(body)).getAll('hub.url'));
  const scopes = ['', '/topics/web-feeds', '/sources/a.example'];
  const feeds = scopes.flatMap((scope) =>
    ['rss.xml', 'atom.xml', 'feed.json'].map((file) => `${newsroom.url}${scope}/${file}`),
  );
  assert.deepEqual([...new Set(told)].sort(), feeds.sort());
});

test('the signature is made by the method of data/site.json', async () => {
  await subscribe('/signed', { 'hub.secret': 'x'.repeat(199) });
  await publishAndWait();
  const { headers, body } = await until('delivery', () => subscriber.got('POST', '/signed')[0]);
  assert.equal(headers['x-hub-signature'], signature('sha512', 'x'.repeat(199), body));
});

describe('a callback that', () => {
  test('fails at first gets the delivery later, once', async () => {
    await subscribe('/flaky');
    subscriber.behaviour = (received, response) => {
      const attempts = subscriber.got('POST', '/flaky').length;
      if (received.path === '/flaky' && attempts < 3) response.statusCode = 500;
      willing(received, response);
    };
    await publishAndWait();
    await until('the third attempt', () => subscriber.got('POST', '/flaky')[2]);
    await settled(6000);
    assert.equal(subscriber.got('POST', '/flaky').length, 3);
  });

  test('answers 410 has ended its subscription', async () => {
    await subscribe('/gone');
    subscriber.behaviour = (received, response) => {
      if (received.path === '/gone') response.statusCode = 410;
      willing(received, response);
    };
    await publishAndWait();
    await until('delivery', () => subscriber.got('POST', '/gone')[0]);
    await publishAndWait();
    await settled(3000);
    assert.equal(subscriber.got('POST', '/gone').length, 1);
  });

  test('redirects is not followed, neither when it is asked nor when it is served', async () => {
    subscriber.behaviour = (received, response) => {
      if (received.path !== '/away') return willing(received, response);
      response.writeHead(307, { Location: `${subscriber.url}/there?${received.query}` });
      response.end();
    };
    await ask('/away');
    await publishAndWait();
    assert.equal(subscriber.got('POST', '/away').length, 0);

    subscriber.behaviour = willing;
    await subscribe('/away');
    subscriber.behaviour = (received, response) => {
      if (received.path === '/away') response.writeHead(302, { Location: `${subscriber.url}/there` });
      willing(received, response);
    };
    await publishAndWait();
    await until('the second attempt', () => subscriber.got('POST', '/away')[1]);
    assert.deepEqual([...subscriber.got('GET', '/there'), ...subscriber.got('POST', '/there')], []);
    await newsroom.subscribe({ ...callback('/away'), 'hub.mode': 'unsubscribe' });
  });

  test('never answers is given up, and keeps nobody else from being served', async () => {
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        if (received.path === '/silent') response.on('close', resolve);
        else willing(received, response);
      };
    });
    await newsroom.subscribe(callback('/silent'));
    await until('verification', () => subscriber.got('GET', '/silent')[0]);
    await publishAndWait();
    await isClosed;
    assert.equal(subscriber.got('POST', '/silent').length, 0);
  });

  test('takes a delivery and never says so is hung up on, and gets it again later', async () => {
    await subscribe('/mute');
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        const isFirst = received.path === '/mute' && subscriber.got('POST', '/mute').length === 1;
        if (isFirst) response.on('close', resolve);
        else willing(received, response);
      };
    });
    await publishAndWait();
    await isClosed;
    const [first, second] = await until('the second delivery', () => {
      const got = subscriber.got('POST', '/mute');
      return got.length > 1 && got;
    });
    assert.deepEqual(second?.body, first?.body);
    await settled();
    assert.equal(subscriber.got('POST', '/mute').length, 2);
  });

  test('answers drop by drop is given up', async () => {
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        if (received.path !== '/slow') return willing(received, response);
        const challenge = received.query.get('hub.challenge') ?? '';
        let at = 0;
        const drop = setInterval(() => response.write(challenge[at++ % challenge.length]), 1000);
        response.on('close', () => {
          clearInterval(drop);
          resolve();
        });
      };
    });
    await newsroom.subscribe(callback('/slow'));
    await isClosed;
    await publishAndWait();
    assert.equal(subscriber.got('POST', '/slow').length, 0);
  });

  test('answers hugely is not read to its end', async () => {
    let sent = 0;
    const isClosed = new Promise<void>((resolve) => {
      subscriber.behaviour = (received, response) => {
        if (received.path !== '/huge') return willing(received, response);
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

  test('answers a challenge from before is not subscribed: each request has its own', async () => {
    const first = await subscribe('/replay');
    await ask('/replay', { 'hub.mode': 'unsubscribe' });
    await newsroom.gone(`${subscriber.url}/replay`);
    subscriber.behaviour = (received, response) => {
      if (received.path === '/replay') response.end(first.query.get('hub.challenge'));
      else willing(received, response);
    };
    const second = await ask('/replay');
    assert.notEqual(second.query.get('hub.challenge'), first.query.get('hub.challenge'));
    await publishAndWait();
    await settled();
    assert.equal(subscriber.got('POST', '/replay').length, 0);
  });

  test('never agreed gets nothing, and hears nothing more', async () => {
    subscriber.behaviour = (received, response) => {
      response.end(received.path === '/never' ? 'what?' : received.query.get('hub.challenge'));
    };
    await ask('/never');
    await publishAndWait();
    await settled();
    assert.equal(subscriber.received.filter(({ path }) => path === '/never').length, 1);
  });
});

test('a lease that is too short or too long is the nearest that is allowed', async () => {
  assert.equal(
    (await subscribe('/short', { 'hub.lease_seconds': '1' })).query.get('hub.lease_seconds'),
    '300',
  );
  const long = await subscribe('/long', { 'hub.lease_seconds': '999999999999' });
  assert.equal(long.query.get('hub.lease_seconds'), '2592000');
});

describe('refused at once, with a reason:', () => {
  for (const [what, parameters, status, reason] of [
    [
      'a topic of somebody else',
      { 'hub.topic': 'https://other.example/feed' },
      404,
      /hub\.topic must be a feed of/,
    ],
    ['a page that is no feed', { 'hub.topic': '/subscribe' }, 404, /hub\.topic/],
    ['a feed that is not there', { 'hub.topic': '/topics/nowhere/rss.xml' }, 404, /hub\.topic/],
    ['another spelling of a feed', { 'hub.topic': '/atom.xml?x' }, 404, /hub\.topic/],
    ['no callback', { 'hub.callback': '' }, 400, /hub\.callback must be an absolute http or https URL/],
    ['another scheme', { 'hub.callback': 'ftp://reader.example/' }, 400, /hub\.callback must be an absolute/],
    ['a private address', { 'hub.callback': 'http://192.168.0.1/' }, 400, /public Internet/],
    ['a private address in disguise', { 'hub.callback': 'http://0x0a000001/' }, 400, /public Internet/],
    [
      'the address of cloud metadata',
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
    [
      'a lease that is no number',
      { 'hub.lease_seconds': '-1' },
      400,
      /hub\.lease_seconds must be a whole number/,
    ],
    ['a long secret', { 'hub.secret': 'é'.repeat(100) }, 400, /hub\.secret must have fewer than 200 bytes/],
    ['a long request', { padding: 'x'.repeat(9000) }, 413, /at most 8192 bytes/],
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

  test('a body that is no form, and a method that is not POST', async () => {
    const body = '{"hub.mode":"subscribe"}';
    const headers = { 'Content-Type': 'application/json' };
    assert.equal((await fetch(`${newsroom.url}/hub`, { method: 'POST', headers, body })).status, 415);
    const get = await fetch(`${newsroom.url}/hub`);
    assert.equal(get.status, 405);
    assert.equal(get.headers.get('Allow'), 'POST');
    assert.match(await get.text(), /WebSub hub of .*for its own feeds/);
  });
});

test('the pauses between attempts grow', async () => {
  await subscribe('/failing');
  subscriber.behaviour = (received, response) => {
    if (received.path === '/failing') response.statusCode = 500;
    willing(received, response);
  };
  await publishAndWait();
  await until('attempts', () => subscriber.got('POST', '/failing')[4]);
  const times = subscriber.got('POST', '/failing').map(({ at }) => at);
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  // One second, then twice as long each time.
  for (const [index, pause] of pauses.entries()) assert.ok(pause >= 900 * 2 ** index, `pauses: ${pauses}`);
});

test('a callback that fails eleven times is dropped: it is told, and so is whoever asks for the status', async () => {
  const impatient = await openNewsroom({ vars: { HUB_RETRY_SECONDS: '0' } });
  await impatient.subscribe(callback('/dead'));
  await impatient.kept(`${subscriber.url}/dead`, 0);
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
  subscriber.behaviour = willing;
  await impatient.publish();
  await settled(3000);
  assert.equal(subscriber.got('POST', '/dead').length, 11);
  await impatient.stop();
});

// It uses up what this address may ask, so it comes last.
test('a flood of requests is stopped, with the time to come back', async () => {
  // The minutes are the clock's, so that a flood may fall into two of them: 200 of it are taken then.
  const answers = await Promise.all(
    Array.from({ length: 250 }, () => newsroom.subscribe({ 'hub.callback': 'x' })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length >= 50, `${refused.length} of 250 were refused`);
  assert.equal(refused[0]?.headers.get('Retry-After'), '60');
});
