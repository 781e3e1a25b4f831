import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { readPublicKey } from '../../src/fediverse/signing/keys.ts';
import { identityWith } from '../identity.ts';
import { call, desk, drain, read, reopen, saveSettings, turn } from '../newsroom.ts';
import { aStory } from '../samples.ts';

const ACTIVITY = 'application/activity+json';
/** What Mastodon sends. */
const MASTODON =
  'application/activity+json, application/ld+json; profile="https://www.w3.org/ns/activitystreams", text/html;q=0.1';

/** Asks as another server does. */
const fetchActivity = (path: string, accept = MASTODON) =>
  exports.default.fetch(
    new Request(`https://any.host${path}`, { headers: { Accept: accept }, redirect: 'manual' }),
  );
// biome-ignore lint/suspicious/noExplicitAny: documents are read as others read them
const objectAt = async (path: string): Promise<any> => {
  const response = await fetchActivity(path);
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, ACTIVITY]);
  return response.json();
};

const story = aStory({
  keywords: ['provenance'],
  author: [{ name: 'Ann Lee' }],
  datePublished: '2026-03-04T09:30:00Z',
});

beforeEach(() => reopen());

async function publish(record: typeof story = story, headers: Record<string, string> = {}): Promise<void> {
  const { status } = await call('PUT', `/stories/${record.slug}`, record, { headers });
  expect(status).toBeLessThan(300);
  await turn('no cards');
}

describe('a newsroom with accounts', () => {
  identityWith({ fediverse: { username: 'openwire', authors: ['ann-lee'], topics: true } });

  test('is found by WebFinger, and has an actor with a key of its own', async () => {
    const found = await read('/.well-known/webfinger?resource=acct:openwire@news.example');
    expect(found.headers.get('Content-Type')).toBe('application/jrd+json');
    expect(found.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const { links } = (await found.json()) as { links: { rel: string; href: string }[] };
    expect(links[0]).toMatchObject({ rel: 'self', href: 'https://news.example/actor' });
    const actor = await objectAt('/actor');
    expect(actor).toMatchObject({ id: 'https://news.example/actor', preferredUsername: 'openwire' });
    expect(await readPublicKey(actor.publicKey.publicKeyPem)).toBeDefined();
    const author = await objectAt('/actor/authors/ann-lee');
    expect(author.publicKey).toEqual({
      id: 'https://news.example/actor/authors/ann-lee#main-key',
      owner: 'https://news.example/actor/authors/ann-lee',
      publicKeyPem: actor.publicKey.publicKeyPem,
    });
    // The key is made once.
    await turn('no cards');
    expect(await env.STORIES.get('actor')).toBe(actor.publicKey.publicKeyPem);
    expect((await objectAt('/actor')).publicKey).toEqual(actor.publicKey);
    expect(await desk().actorKey.pair()).toMatchObject({ publicKeyPem: actor.publicKey.publicKeyPem });
  });

  test.each([
    ['/.well-known/webfinger', 400],
    ['/.well-known/webfinger?resource=openwire', 400],
    ['/.well-known/webfinger?resource=acct:nobody@news.example', 404],
    ['/.well-known/webfinger?resource=acct:openwire@other.example', 404],
    ['/actor/authors/samuel-osei', 404],
    ['/actor/authors/nobody', 404],
    ['/actor/authors/..%2Fadmin', 404],
    ['/actor/sources/a.example', 404],
    ['/actor/nothing', 404],
    ['/actor/withdrawals/a-story/1', 404],
  ])('%s answers %i', async (path, status) => {
    expect((await fetchActivity(path)).status).toBe(status);
  });

  test('somebody whom the newsroom adds under Settings has an account, as WebFinger says', async () => {
    await objectAt('/actor');
    await drain();
    await saveSettings({ people: [{ slug: 'ann-lee', name: 'Ann Lee of Kyoto' }] });
    await drain();
    expect(await objectAt('/actor/authors/ann-lee')).toMatchObject({
      name: 'Ann Lee of Kyoto',
    });
  });

  test('a method that nothing answers is refused', async () => {
    const response = await exports.default.fetch(new Request('https://any.host/actor', { method: 'PUT' }));
    expect(response.status).toBe(405);
    const options = await exports.default.fetch(new Request('https://any.host/actor', { method: 'OPTIONS' }));
    expect(options.status).toBe(204);
  });

  test('publishes a story at its own address, for those who ask for an object', async () => {
    await publish();
    const response = await fetchActivity('/stories/a-story');
    expect(response.headers.get('Vary')).toBe('Accept, Accept-Encoding');
    expect(await response.json()).toMatchObject({
      '@context': expect.arrayContaining(['https://www.w3.org/ns/activitystreams']),
      id: 'https://news.example/stories/a-story',
      type: 'Article',
      attributedTo: 'https://news.example/actor',
    });
    const profile = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"';
    expect((await fetchActivity('/stories/a-story', profile)).headers.get('Content-Type')).toBe(ACTIVITY);
    for (const accept of ['', '*/*', 'text/html,application/xhtml+xml,*/*;q=0.8', `text/html, ${ACTIVITY}`]) {
      const page = await fetchActivity('/stories/a-story', accept);
      expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
    }
    const head = await exports.default.fetch(
      new Request('https://any.host/stories/a-story', { method: 'HEAD', headers: { Accept: ACTIVITY } }),
    );
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('lists what it has published, and an author’s and a topic’s account what they share', async () => {
    await publish();
    const { totalItems, first } = await objectAt('/actor/outbox');
    expect(totalItems).toBe(1);
    expect(first.orderedItems).toMatchObject([
      { type: 'Create', object: { id: 'https://news.example/stories/a-story', type: 'Article' } },
    ]);
    for (const path of ['/actor/authors/ann-lee', '/actor/topics/provenance']) {
      const shared = await objectAt(`${path}/outbox`);
      expect(shared.first.orderedItems).toMatchObject([
        {
          type: 'Announce',
          actor: `https://news.example${path}`,
          object: 'https://news.example/stories/a-story',
        },
      ]);
    }
    expect(await objectAt('/actor/topics/web-feeds/outbox')).toMatchObject({ totalItems: 0 });
    expect((await objectAt('/actor/followers')).type).toBe('OrderedCollection');
  });

  test('a renamed story keeps its id, which leads to its address', async () => {
    await publish();
    const renamed = { ...story, slug: 'another-name', formerSlugs: ['a-story'] };
    await publish(renamed, { 'If-Match': '"1"' });
    const moved = await fetchActivity('/stories/a-story');
    expect([moved.status, moved.headers.get('Location')]).toEqual([
      301,
      'https://news.example/stories/another-name',
    ]);
    expect(await objectAt('/stories/another-name')).toMatchObject({
      id: 'https://news.example/stories/a-story',
      url: 'https://news.example/stories/another-name',
    });
  });

  test('a withdrawn story is gone: a tombstone with status 410, and a note that says why', async () => {
    await publish();
    const withdrawn = await call('DELETE', '/stories/a-story?reason=It was wrong.');
    expect(withdrawn.status).toBe(200);
    await turn('no cards');
    const response = await fetchActivity('/stories/a-story');
    expect([response.status, response.headers.get('Content-Type')]).toEqual([410, ACTIVITY]);
    const tombstone = (await response.json()) as { deleted: string };
    expect(tombstone).toMatchObject({
      id: 'https://news.example/stories/a-story',
      type: 'Tombstone',
      formerType: 'Article',
    });
    const at = Date.parse(tombstone.deleted);
    const note = await objectAt(`/actor/withdrawals/a-story/${at}`);
    expect(note).toMatchObject({ type: 'Note', content: expect.stringContaining('It was wrong.') });
    expect((await fetchActivity(`/actor/withdrawals/a-story/${at + 1}`)).status).toBe(404);
    expect((await fetchActivity('/stories/a-story', 'text/html')).status).toBe(410);
    expect(await objectAt('/actor/outbox')).toMatchObject({ totalItems: 0, first: { orderedItems: [] } });
  });

  test('a post may quote a story until that is withdrawn, also one that has another name by now', async () => {
    await publish();
    await publish({ ...story, slug: 'another-name', formerSlugs: ['a-story'] }, { 'If-Match': '"1"' });
    const [first, by] = ['https://news.example/stories/a-story', 'https://peer.example/1'];
    const stamp = `/actor/quotes?${new URLSearchParams({ story: first, by })}`;
    expect(await objectAt(stamp)).toMatchObject({ interactingObject: by, interactionTarget: first });
    expect((await call('DELETE', '/stories/another-name?reason=It was wrong.')).status).toBe(200);
    await turn('no cards');
    expect((await fetchActivity(stamp)).status).toBe(404);
  });

  test('a program that asks too often how many follow is told when to ask again', async () => {
    const limit = vi.spyOn(env.INBOX_RATE, 'limit').mockResolvedValue({ success: false });
    const response = await fetchActivity('/actor/followers?again');
    limit.mockRestore();
    expect([response.status, response.headers.get('Retry-After')]).toEqual([429, '60']);
  });

  test('costs no write to KV when a story is published', async () => {
    await objectAt('/actor');
    await turn('no cards');
    const keys = async () => (await env.STORIES.list()).keys.map(({ name }) => name);
    const before = new Set(await keys());
    await publish();
    const added = (await keys()).filter((key) => !before.has(key));
    expect(added.sort()).toEqual([
      'directory',
      'edition:all',
      'edition:author:ann-lee',
      'edition:topic:provenance',
      'story:a-story',
    ]);
  });
});

describe('a newsroom without accounts', () => {
  identityWith({ fediverse: '@wire@social.example' });

  test('answers 404 everywhere, and has no key', async () => {
    await publish();
    for (const path of [
      '/actor',
      '/actor/outbox',
      '/actor/authors/ann-lee',
      '/.well-known/webfinger?resource=acct:openwire@news.example',
    ])
      expect((await fetchActivity(path)).status).toBe(404);
    expect(await env.STORIES.get('actor')).toBeNull();
    expect(await desk().actorKey.pair()).toBeUndefined();
  });

  test('sends pages to those who ask for an object', async () => {
    await publish();
    const page = await fetchActivity('/stories/a-story', MASTODON);
    expect(page.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
  });
});
