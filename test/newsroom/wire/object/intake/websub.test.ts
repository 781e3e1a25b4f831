import { describe, expect, test } from 'vitest';
import { DAY, EDITOR, HOUR, type Intake, NOW, page, rss, withIntake } from './intake.ts';

// This site as a WebSub subscriber: https://www.w3.org/TR/websub/

const TOPIC = 'https://a.example/feed';
const HUB = 'https://hub.example/';
const links = `<atom:link rel="hub" href="${HUB}"/><atom:link rel="self" href="${TOPIC}"/>`;

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function sign(body: string, secret: string, method = 'sha256'): Promise<string> {
  const hash = `SHA-${method.slice(3)}`;
  const encode = (text: string) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey('raw', encode(secret), { name: 'HMAC', hash }, false, ['sign']);
  return `${method}=${hex(await crypto.subtle.sign('HMAC', key, encode(body)))}`;
}

/** Follows a feed that names a hub, and lets the subscriber ask the hub. Returns what the hub was told. */
async function subscribe(intake: Intake, headers: Record<string, string> = {}, channel = links) {
  intake.world.page = ({ etag }) =>
    etag === '"1"' ? { status: 304 } : page(rss([1], channel), { headers: { etag: '"1"', ...headers } });
  const added = await intake.feeds.add({ url: TOPIC, title: null }, { actor: EDITOR, now: NOW });
  if (!added.ok) throw new Error(added.detail);
  await intake.subscriber.run(intake.now());
  const form = intake.toHub[0]?.form ?? new URLSearchParams();
  const token = new URL(form.get('hub.callback') ?? 'https://x.example/').pathname.split('/').pop() ?? '';
  return { id: added.feed.id, form, token, secret: form.get('hub.secret') ?? '' };
}

const verification = (mode: string, topic = TOPIC, lease = 864_000) => ({
  mode,
  topic,
  challenge: 'abc',
  lease,
});

/** Delivers a feed with the given numbers, signed by `secret`. */
async function deliver(
  intake: Intake,
  token: string,
  numbers: number[],
  signature: (body: string) => Promise<string>,
) {
  const body = rss(numbers);
  const delivery = {
    signature: await signature(body),
    contentType: 'application/rss+xml',
    body: new Uint8Array(new TextEncoder().encode(body)),
  };
  return intake.deliveries.accept(token, delivery, intake.now());
}

describe('a hub that a feed names', () => {
  test('is asked for a subscription, with a secret and an address that nobody can guess', () =>
    withIntake(async (intake) => {
      const { form, token, secret } = await subscribe(intake);
      expect(Object.fromEntries(form)).toMatchObject({
        'hub.mode': 'subscribe',
        'hub.topic': TOPIC,
        'hub.callback': expect.stringMatching(/^https:\/\/news\.example\/websub\/[\da-f]{64}$/),
        'hub.lease_seconds': '864000',
      });
      expect(token).toMatch(/^[\da-f]{64}$/);
      expect(secret).toMatch(/^[\da-f]{64}$/);
      expect(secret).not.toBe(token);
    }));

  test('in its HTTP headers counts before one in the feed', () =>
    withIntake(async (intake) => {
      const link = `<https://hub2.example/>; rel="hub", <https://a.example/other>; rel=self`;
      const { form } = await subscribe(intake, { link });
      expect(intake.toHub[0]?.url).toBe('https://hub2.example/');
      expect(form.get('hub.topic')).toBe('https://a.example/other');
    }));

  test.each([
    'http://hub.example/',
    'https://192.168.0.1/',
    'https://localhost/',
    'https://news.example/hub',
    'ftp://hub.example/',
  ])('is left alone at %s', (hub) =>
    withIntake(async (intake) => {
      await subscribe(intake, {}, `<atom:link rel="hub" href="${hub}"/>`);
      expect(intake.toHub).toEqual([]);
    }),
  );

  test('is not followed to an address that it must not be at, nor sent the secret unencrypted', () =>
    withIntake(async (intake) => {
      intake.world.hub = ({ url }) =>
        url === HUB
          ? new Response(null, { status: 307, headers: { Location: 'http://hub.example/' } })
          : new Response(null, { status: 202 });
      await subscribe(intake);
      expect(intake.toHub).toHaveLength(1);
    }));

  test('is asked again after an hour, then ever more rarely', () =>
    withIntake(async (intake) => {
      intake.world.hub = () => new Response(null, { status: 500 });
      await subscribe(intake);
      const first = intake.subscriber.nextDue() ?? 0;
      expect(first - NOW).toBe(HOUR);
      await intake.subscriber.run(first);
      expect((intake.subscriber.nextDue() ?? 0) - first).toBe(2 * HOUR);
    }));
});

describe('verification', () => {
  test('sends the challenge back for what was asked, and for nothing else', () =>
    withIntake(async (intake) => {
      const { token, id } = await subscribe(intake);
      const verify = (...parameters: Parameters<typeof verification>) =>
        intake.deliveries.verify(token, verification(...parameters), NOW);
      expect(verify('subscribe', 'https://a.example/other')).toBeNull();
      expect(verify('unsubscribe')).toBeNull();
      expect(verify('publish')).toBeNull();
      expect(intake.deliveries.verify('0'.repeat(64), verification('subscribe'), NOW)).toBeNull();
      expect(
        intake.deliveries.verify(token, { ...verification('subscribe'), challenge: 'x'.repeat(2000) }, NOW),
      ).toBeNull();
      expect(verify('subscribe')).toBe('abc');
      intake.feeds.remove(id, { actor: EDITOR, now: NOW });
      expect(verify('subscribe')).toBeNull();
      expect(verify('unsubscribe')).toBe('abc');
      expect(verify('unsubscribe')).toBeNull();
    }));

  test('is not asked again within the hour, however short a lease it grants', () =>
    withIntake(async (intake) => {
      const { token } = await subscribe(intake);
      intake.deliveries.verify(token, verification('subscribe', TOPIC, 1), intake.now());
      expect(intake.subscriber.nextDue()).toBe(intake.now() + HOUR);
    }));

  test('begins a lease that is renewed before it ends', () =>
    withIntake(async (intake) => {
      const { token } = await subscribe(intake);
      intake.deliveries.verify(token, verification('subscribe', TOPIC, 7200), NOW);
      expect(intake.subscriber.nextDue()).toBe(NOW + 1.6 * HOUR);
      await intake.subscriber.run(NOW + 1.6 * HOUR);
      expect(intake.toHub).toHaveLength(2);
      expect(intake.toHub[1]?.form.get('hub.callback')).toBe(intake.toHub[0]?.form.get('hub.callback'));
    }));

  test('a refusal is remembered for a week', () =>
    withIntake(async (intake) => {
      const { token } = await subscribe(intake);
      expect(intake.deliveries.verify(token, verification('denied'), NOW)).toBe('');
      expect(intake.deliveries.isWanted(token)).toBe(false);
      expect(intake.subscriber.nextDue()).toBe(NOW + 7 * DAY);
    }));
});

describe('a delivery', () => {
  test.each(['sha1', 'sha256', 'sha384', 'sha512'])(
    'signed by %s is taken in like a poll, which then comes daily',
    (method) =>
      withIntake(async (intake) => {
        const { token, secret } = await subscribe(intake);
        intake.deliveries.verify(token, verification('subscribe'), NOW);
        expect(intake.feeds.list(NOW)[0]?.isPushed).toBe(false);
        expect(await deliver(intake, token, [2, 1], (body) => sign(body, secret, method))).toBe(true);
        expect(intake.items.map(({ id }) => id)).toEqual(['1', '2']);
        expect(intake.feeds.list(NOW)[0]).toMatchObject({
          isPushed: true,
          answer: 'The hub delivered 1 new item.',
        });
        expect(intake.poller.nextDue()).toBeGreaterThanOrEqual(NOW + DAY);
      }),
  );

  test.each<[string, (body: string, secret: string) => Promise<string>]>([
    ['no signature', async () => ''],
    ['another secret', (body) => sign(body, 'other')],
    ['the signature of another body', (body, secret) => sign(`${body} `, secret)],
    ['a cut signature', async (body, secret) => (await sign(body, secret)).slice(0, -2)],
    ['an unknown method', async (body, secret) => (await sign(body, secret)).replace('sha256', 'sha999')],
  ])('with %s changes nothing, and is not told so', (_what, signature) =>
    withIntake(async (intake) => {
      const { token, secret } = await subscribe(intake);
      intake.deliveries.verify(token, verification('subscribe'), NOW);
      expect(await deliver(intake, token, [2], (body) => signature(body, secret))).toBe(true);
      expect(intake.items).toHaveLength(1);
      expect(intake.feeds.list(NOW)[0]).toMatchObject({ isPushed: false, answer: 'New: 1 of 1 item.' });
    }),
  );

  test('that is no feed changes nothing', () =>
    withIntake(async (intake) => {
      const { token, secret } = await subscribe(intake);
      intake.deliveries.verify(token, verification('subscribe'), NOW);
      const body = '<html>';
      const delivery = {
        signature: await sign(body, secret),
        contentType: 'text/html',
        body: new Uint8Array(new TextEncoder().encode(body)),
      };
      expect(await intake.deliveries.accept(token, delivery, NOW)).toBe(true);
      expect(intake.items).toHaveLength(1);
    }));

  test('is refused for a feed that was removed or muted', () =>
    withIntake(async (intake) => {
      const { token, id, secret } = await subscribe(intake);
      intake.deliveries.verify(token, verification('subscribe'), NOW);
      intake.feeds.mute(id, { actor: EDITOR, now: NOW });
      expect(await deliver(intake, token, [2], (body) => sign(body, secret))).toBe(false);
      await intake.subscriber.run(NOW);
      expect(intake.toHub.at(-1)?.form.get('hub.mode')).toBe('unsubscribe');
      expect(intake.toHub.at(-1)?.form.has('hub.secret')).toBe(false);
    }));

  test('missed by the hub ends the trust in it', () =>
    withIntake(async (intake) => {
      const { token, secret } = await subscribe(intake);
      intake.deliveries.verify(token, verification('subscribe', TOPIC, 30 * 86_400), NOW);
      await deliver(intake, token, [2, 1], (body) => sign(body, secret));
      intake.world.page = () => page(rss([3, 2, 1], links), { headers: { etag: '"3"' } });
      await intake.pass(2 * DAY);
      expect(intake.items.map(({ id }) => id)).toEqual(['1', '2', '3']);
      expect(intake.feeds.list(intake.now())[0]?.isPushed).toBe(false);
    }));
});
