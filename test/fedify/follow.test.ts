import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  Accept,
  type Activity,
  type Actor,
  Announce,
  Article,
  Create,
  Delete,
  type Follow,
  Move,
  Note,
  QuoteAuthorization,
  Tombstone,
  Update,
} from '@fedify/vocab';
import { type Newsroom, openNewsroom } from '../websub/newsroom.ts';
import { until } from '../websub/subscriber.ts';
import { FedifyServer } from './server.ts';

// A server run by Fedify follows the newsroom, over real connections. Fedify takes only what is signed by who it says.

let peer: FedifyServer;
let newsroom: Newsroom;
let own: Actor;

const fediverse = { username: 'news', topics: ['web-feeds'] };
before(async () => {
  peer = await FedifyServer.open();
  newsroom = await openNewsroom({
    site: { fediverse },
    wrangler: [['limit = 300, period = 60', 'limit = 100000, period = 60']],
  });
  await newsroom.runJob();
  own = await until('the account', () => peer.find(`${newsroom.url}/actor`).catch(() => undefined));
});
after(async () => {
  peer.close();
  await newsroom.stop();
});

type Type<T extends Activity> = new (...parameters: never[]) => T;

/** Waits for the next activity of a type that is not one of those before, and that `is` the wanted one. */
async function next<T extends Activity>(
  type: Type<T>,
  from: number,
  is: (activity: T) => boolean = () => true,
) {
  const found = await until(`a ${type.name}`, () =>
    peer.received.slice(from).find((each): each is T => each instanceof type && is(each as T)),
  );
  assert.ok(found.actorId?.href.startsWith(`${newsroom.url}/actor`));
  return found;
}

let follow: Follow;
const story = (fields: Record<string, unknown> = {}) => ({
  headline: 'Feeds are back',
  abstract: 'Three newsrooms publish feeds again.',
  articleBody: 'What we think.([a](https://a.example/))',
  inLanguage: 'en',
  keywords: ['web-feeds'],
  ...fields,
});
async function put(slug: string, fields: Record<string, unknown> = {}): Promise<void> {
  const headers = { 'If-Match': '*' };
  const body = { slug, ...story(fields) };
  const first = await newsroom.call('PUT', `/stories/${slug}`, { body });
  const response = first.ok ? first : await newsroom.call('PUT', `/stories/${slug}`, { body, headers });
  assert.ok(response.ok, await response.clone().text());
}

test('who follows is accepted', async () => {
  follow = await peer.follow(own);
  const accept = await next(Accept, 0);
  assert.equal(accept.objectId?.href ?? (await accept.getObject())?.id?.href, follow.id?.href);
  const status = await newsroom.status();
  assert.deepEqual(status.troubles, []);
});

test('a story arrives, is corrected, and is withdrawn, with words and reason', async () => {
  let from = peer.received.length;
  await put('feeds-are-back', { datePublished: undefined });
  const create = await next(Create, from);
  const article = await create.getObject();
  assert.ok(article instanceof Article);
  const id = `${newsroom.url}/stories/feeds-are-back`;
  assert.equal(article.id?.href, id);
  assert.equal(String(article.name), 'Feeds are back');
  assert.match(String(article.summary), /Three newsrooms publish feeds again\./);
  assert.match(String(article.content), /What we think\./);
  const asRead = await until('the object at its address', () => peer.read(id).catch(() => undefined));
  assert.ok(asRead instanceof Article);

  from = peer.received.length;
  const correction = [{ text: 'It was two newsrooms.', datePublished: new Date().toISOString() }];
  const published = article.published?.toString();
  await put('feeds-are-back', { datePublished: published, abstract: 'Two newsrooms do.', correction });
  const update = await next(Update, from);
  const corrected = await update.getObject();
  assert.ok(corrected instanceof Article && corrected.updated);
  assert.match(String(corrected.summary), /It was two newsrooms\./);

  from = peer.received.length;
  const reason = 'The source took it back.';
  await newsroom.call('DELETE', `/stories/feeds-are-back?reason=${encodeURIComponent(reason)}`);
  const removal = await next(Delete, from);
  const tombstone = await removal.getObject();
  assert.ok(tombstone instanceof Tombstone);
  assert.equal(tombstone.id?.href, id);
  const note = await (await next(Create, from)).getObject();
  assert.ok(note instanceof Note);
  assert.match(String(note.content), /The source took it back\./);
});

test('a story that is restored arrives as another object, which servers that keep deleted ids take, too', async () => {
  const deleted = (id: URL | null | undefined) =>
    peer.received.some((each) => each instanceof Delete && each.objectId?.href === id?.href);
  let from = peer.received.length;
  assert.ok((await newsroom.call('POST', '/stories/feeds-are-back/restore')).ok);
  const article = await (await next(Create, from)).getObject();
  assert.ok(article instanceof Article && article.id);
  assert.equal(deleted(article.id), false);
  assert.match(String(article.summary), /Published again · /);
  const asRead = await peer.read(article.id);
  assert.equal(asRead?.id?.href, article.id.href);

  from = peer.received.length;
  await peer.askToQuote(own, article.id, new URL('/posts/2', peer.url));
  const { resultId } = await next(Accept, from);
  const stamp = await peer.read(resultId?.href ?? '');
  assert.ok(stamp instanceof QuoteAuthorization);
  assert.equal(stamp.interactionTargetId?.href, article.id.href);

  from = peer.received.length;
  await newsroom.call('DELETE', '/stories/feeds-are-back?reason=Again.');
  const tombstone = await (await next(Delete, from)).getObject();
  assert.equal(tombstone?.id?.href, article.id.href);
  await next(Create, from);
});

test('a server that fails for a while gets everything afterwards, in order and once', async () => {
  const from = peer.received.length;
  let refused = 0;
  peer.interfere = (path) => (path === '/inbox' && ++refused <= 3 ? 503 : undefined);
  await put('first-of-two');
  await until('an attempt', () => refused > 0);
  await put('second-of-two');
  await next(Create, from, ({ objectId }) => objectId?.href.endsWith('/second-of-two') ?? false);
  peer.interfere = () => undefined;
  const ids = peer.received.slice(from).map(({ objectId }) => objectId?.pathname);
  assert.deepEqual(ids, ['/stories/first-of-two', '/stories/second-of-two']);
});

test('a server that does not understand RFC 9421 is sent the older signatures', async () => {
  const from = peer.received.length;
  let refused = 0;
  peer.interfere = (path) => (path === '/inbox' && refused++ === 0 ? 401 : undefined);
  await put('an-older-server');
  await next(Create, from);
  peer.interfere = () => undefined;
  assert.equal(refused, 2);
});

test('a topic’s account shares its stories', async () => {
  const topic = await peer.find(`${newsroom.url}/actor/topics/web-feeds`);
  const followed = await peer.follow(topic);
  await next(Accept, 0, ({ actorId }) => actorId?.href === topic.id?.href);
  const from = peer.received.length;
  await put('shared');
  const announce = await next(Announce, from);
  assert.equal(announce.objectId?.href, `${newsroom.url}/stories/shared`);
  await peer.unfollow(topic, followed);
});

test('a post may quote a story, and whoever asks is shown so', async () => {
  const from = peer.received.length;
  const [quoted, post] = [new URL(`${newsroom.url}/stories/shared`), new URL('/posts/1', peer.url)];
  await peer.askToQuote(own, quoted, post);
  const { resultId } = await next(Accept, from);
  assert.ok(resultId);
  const stamp = await peer.read(resultId);
  assert.ok(stamp instanceof QuoteAuthorization);
  assert.equal(stamp.attributionId?.href, own.id?.href);
  assert.equal(stamp.interactingObjectId?.href, post.href);
  assert.equal(stamp.interactionTargetId?.href, quoted.href);
  const other = resultId.href.replace('shared', 'feeds-are-back');
  assert.equal((await fetch(other)).status, 404);
});

test('who moves says so to their followers', async () => {
  const from = peer.received.length;
  const movedTo = 'https://social.example/users/news';
  const moved = await openNewsroom({ site: { fediverse: { ...fediverse, movedTo } } });
  try {
    await moved.runJob();
    const actor = await until('the account', () => peer.find(`${moved.url}/actor`).catch(() => undefined));
    await peer.follow(actor);
    await until('an Accept', () => peer.received.slice(from).some((each) => each instanceof Accept));
    await moved.runJob();
    const move = await until('a Move', () =>
      peer.received.slice(from).find((each): each is Move => each instanceof Move),
    );
    assert.equal(move.targetId?.href, movedTo);
  } finally {
    await moved.stop();
  }
});

test('who unfollows, or is deleted, is told nothing any more', async () => {
  const witness = await FedifyServer.open();
  const has = (server: FedifyServer, slug: string) =>
    server.received.some(({ objectId }) => objectId?.pathname === `/stories/${slug}`);
  /** Publishes a story, and waits until the witness has it. */
  const publish = async (slug: string) => {
    await put(slug);
    await until(`${slug} at the witness`, () => has(witness, slug));
  };
  try {
    await witness.follow(await witness.find(`${newsroom.url}/actor`));
    await peer.unfollow(own, follow);
    await publish('after-the-undo');
    const from = peer.received.length;
    follow = await peer.follow(own);
    await next(Accept, from);
    await publish('after-the-second-follow');
    await until('the story', () => has(peer, 'after-the-second-follow'));
    await peer.leave(own);
    await publish('after-the-end');
    await publish('after-everything');
    assert.deepEqual(
      ['after-the-undo', 'after-the-end', 'after-everything'].filter((slug) => has(peer, slug)),
      [],
    );
  } finally {
    witness.close();
  }
});
