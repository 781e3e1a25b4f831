import { describe, expect, test } from 'vitest';
import { parseSubscriptionRequest } from '../../src/push/subscription-request.ts';
import { site } from '../samples.ts';

const valid = {
  'hub.mode': 'subscribe',
  'hub.topic': 'https://news.example/atom.xml',
  'hub.callback': 'https://reader.example/callback?own=a%20b+c&own',
};
const parse = (parameters: Record<string, string>, isLoopbackAllowed = false) =>
  parseSubscriptionRequest(
    String(new URLSearchParams({ ...valid, ...parameters })),
    { site, isLoopbackAllowed },
    7,
  );

test('a request gets the default lease if it names none; unknown parameters are ignored', () => {
  expect(parse({ 'hub.verify_token': 'x', other: 'y' })).toEqual({
    kind: 'verify',
    mode: 'subscribe',
    topic: valid['hub.topic'],
    callback: valid['hub.callback'],
    leaseSeconds: 864_000,
    secret: null,
    asked: 7,
  });
});

test.each([
  ['0', 300],
  ['299', 300],
  ['300', 300],
  ['3600', 3600],
  ['2592000', 2_592_000],
  ['999999999999999', 2_592_000],
])('for a lease of %s seconds, the hub grants %i', (asked, granted) => {
  expect(parse({ 'hub.lease_seconds': asked }).leaseSeconds).toBe(granted);
});

test('a callback is normalised', () => {
  expect(parse({ 'hub.callback': 'HTTPS://Reader.example:443/a/../b' }).callback).toBe(
    'https://reader.example/b',
  );
});

test('a loopback callback is accepted only if the settings allow it, and no other private host ever is', () => {
  expect(parse({ 'hub.callback': 'http://127.0.0.1:4000/' }, true).callback).toBe('http://127.0.0.1:4000/');
  expect(() => parse({ 'hub.callback': 'http://127.0.0.1:4000/' })).toThrow(/public Internet/);
  expect(() => parse({ 'hub.callback': 'http://10.0.0.1/' }, true)).toThrow(/public Internet/);
});

test('a secret that is not UTF-8 is refused: no signature would match', () => {
  const form = `${new URLSearchParams(valid)}&hub.secret=%FF%FE`;
  expect(() => parseSubscriptionRequest(form, { site, isLoopbackAllowed: false }, 7)).toThrow(
    'hub.secret must be UTF-8.',
  );
});

describe('a request is refused with the parameter and the rule:', () => {
  test.each([
    [{ 'hub.mode': 'denied' }, 'hub.mode must be subscribe or unsubscribe (is "denied").'],
    [
      { 'hub.callback': 'reader.example' },
      'hub.callback must be an absolute http or https URL (is "reader.example").',
    ],
    [{ 'hub.callback': 'javascript:alert(1)' }, 'hub.callback must be an absolute http or https URL'],
    [{ 'hub.callback': 'https://a:b@reader.example/' }, 'hub.callback must have no user name or password'],
    [{ 'hub.callback': 'https://reader.example/#' }, 'hub.callback must have no fragment'],
    [
      { 'hub.callback': `https://reader.example/${'x'.repeat(2000)}` },
      'hub.callback must have at most 2,000 characters',
    ],
    // Short enough as written, but too long once percent-encoded.
    [
      { 'hub.callback': `https://reader.example/${'é'.repeat(600)}` },
      'hub.callback must have at most 2,000 characters',
    ],
    [{ 'hub.callback': 'https://reader.example/?hub.mode=x' }, 'hub.callback must have no hub. parameters'],
    // Ports of services that an HTTP request could mislead, or that obey one.
    ...[22, 25, 1024, 2375, 3000, 6379, 8500, 9200, 27017, 65_535].map((port): [object, string] => [
      { 'hub.callback': `http://reader.example:${port}/` },
      'hub.callback must use one of the ports 80, 443, 8000, 8008, 8080, 8443, 8888 (is',
    ]),
    ...['kubernetes.default.svc', 'vault.service.consul', 'a.onion', 'nas.test'].map(
      (host): [object, string] => [
        { 'hub.callback': `https://${host}/` },
        'hub.callback must be on a host of the public Internet',
      ],
    ),
    [{ 'hub.callback': 'https://news.example/hub' }, 'hub.callback must not be an address of this site'],
    [{ 'hub.callback': 'https://news.example./hub' }, 'hub.callback must not be an address of this site'],
    [{ 'hub.callback': 'http://news.example:8080/' }, 'hub.callback must not be an address of this site'],
    [{ 'hub.lease_seconds': '1.5' }, 'hub.lease_seconds must be a whole number of seconds (is "1.5").'],
    [{ 'hub.lease_seconds': '-1' }, 'hub.lease_seconds must be a whole number of seconds'],
    // The message does not repeat a secret.
    [{ 'hub.secret': 'x'.repeat(200) }, 'hub.secret must have fewer than 200 bytes.'],
  ])('%o', (parameters, message) => {
    expect(() => parse(parameters as Record<string, string>)).toThrow(message);
  });

  test.each(['hub.mode', 'hub.topic', 'hub.callback'])('a request without %s', (name) => {
    const parameters = new URLSearchParams(valid);
    parameters.delete(name);
    expect(() => parseSubscriptionRequest(String(parameters), { site, isLoopbackAllowed: false }, 7)).toThrow(
      `${name} must be`,
    );
  });

  test.each(Object.keys(valid))('a request with two of %s', (name) => {
    const parameters = new URLSearchParams(valid);
    parameters.append(name, 'another');
    expect(() => parseSubscriptionRequest(String(parameters), { site, isLoopbackAllowed: false }, 7)).toThrow(
      `${name} must be given exactly once.`,
    );
  });
});

test.each([80, 443, 8000, 8008, 8080, 8443, 8888])('a callback on port %i is accepted', (port) => {
  for (const scheme of ['http', 'https']) {
    const callback = `${scheme}://reader.example:${port}/`;
    expect(parse({ 'hub.callback': callback }).callback).toBe(new URL(callback).href);
  }
});

test('a loopback callback may have any port, if the settings allow it', () => {
  const form = String(new URLSearchParams({ ...valid, 'hub.callback': 'http://127.0.0.1:9/' }));
  expect(parseSubscriptionRequest(form, { site, isLoopbackAllowed: true }, 7).callback).toBe(
    'http://127.0.0.1:9/',
  );
  expect(() => parseSubscriptionRequest(form, { site, isLoopbackAllowed: false }, 7)).toThrow(
    'public Internet',
  );
});

test('an empty parameter counts as left out, because older subscribers send it so', () => {
  expect(parse({ 'hub.secret': '', 'hub.lease_seconds': '' })).toMatchObject({
    secret: null,
    leaseSeconds: 864_000,
  });
});
