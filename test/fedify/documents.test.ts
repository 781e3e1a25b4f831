import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { getDocumentLoader } from '@fedify/fedify';
import {
  Announce,
  Article,
  Create,
  Image,
  isActor,
  lookupObject,
  Note,
  Organization,
  Service,
  traverseCollection,
} from '@fedify/fedify/vocab';
import { lookupWebFinger } from '@fedify/webfinger';
import { type Server, startServer, TOKEN } from '../cli/server.ts';

// Fedify finds the sample newsroom, and reads what it has published.

const documentLoader = getDocumentLoader({ allowPrivateAddress: true });
const options = { documentLoader, contextLoader: documentLoader };

let server: Server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

async function ownActor(): Promise<Organization> {
  const found = await lookupObject(`${server.url}/actor`, options);
  assert.ok(found instanceof Organization);
  return found;
}

describe('Fedify', () => {
  test('finds the newsroom by WebFinger', async () => {
    const found = await lookupWebFinger(`${server.url}/actor`, { allowPrivateAddress: true });
    assert.equal(found?.subject, `acct:openwire@${new URL(server.url).host}`);
    const self = found?.links?.find(({ rel }) => rel === 'self');
    assert.equal(self?.href, `${server.url}/actor`);
    // Fedify asks for an address of this form by https only.
    const byName = await fetch(`${server.url}/.well-known/webfinger?resource=${found?.subject}`);
    assert.deepEqual(await byName.json(), found);
  });

  test('reads the newsroom’s actor, and its key', async () => {
    const actor = await ownActor();
    assert.ok(isActor(actor));
    assert.equal(actor.preferredUsername, 'openwire');
    assert.equal(actor.inboxId?.href, `${server.url}/actor/inbox`);
    assert.equal(actor.endpoints?.sharedInbox?.href, `${server.url}/actor/inbox`);
    const key = await actor.getPublicKey(options);
    assert.equal(key?.id?.href, `${server.url}/actor#main-key`);
    assert.equal(key?.ownerId?.href, actor.id?.href);
    assert.ok(key?.publicKey);
    assert.ok((await actor.getIcon(options))?.url);
  });

  test('reads the stories in its outbox', async () => {
    const actor = await ownActor();
    const outbox = await actor.getOutbox(options);
    assert.ok(outbox?.totalItems);
    let read = 0;
    for await (const activity of traverseCollection(outbox, options)) {
      assert.ok(activity instanceof Create);
      assert.equal(activity.actorId?.href, actor.id?.href);
      const article = await activity.getObject(options);
      assert.ok(article instanceof Article);
      assert.equal(article.attributionId?.href, actor.id?.href);
      assert.ok(article.name && article.summary && article.content && article.published);
      const languages = article.names.map((name) => (typeof name === 'string' ? '' : name.locale.baseName));
      assert.ok(languages.some((language) => language !== ''));
      for await (const picture of article.getAttachments(options)) assert.ok(picture instanceof Image);
      const preview = await article.getPreview(options);
      assert.ok(preview instanceof Note && preview.content);
      assert.deepEqual(
        article.interactionPolicy?.canQuote?.automaticApprovals.map(({ href }) => href),
        ['https://www.w3.org/ns/activitystreams#Public'],
      );
      read++;
    }
    assert.ok(read > 5, `${read} stories`);
  });

  test('reads a story at its own address, and as what an author’s account shares', async () => {
    const author = await lookupObject(`${server.url}/actor/authors/ann-lee`, options);
    assert.ok(author instanceof Service);
    const outbox = await author.getOutbox(options);
    assert.ok(outbox);
    let shared: Article | undefined;
    for await (const activity of traverseCollection(outbox, options)) {
      assert.ok(activity instanceof Announce);
      const article = await lookupObject(activity.objectId as URL, options);
      assert.ok(article instanceof Article);
      assert.equal(article.id?.href, activity.objectId?.href);
      shared = article;
    }
    assert.ok(shared);
    // The page of the account leads to it, too.
    const byPage = await lookupObject(`${server.url}/authors/ann-lee`, options);
    assert.equal(byPage?.id?.href, author.id?.href);
  });

  test('finds that a withdrawn story is gone', async () => {
    const outbox = await (await ownActor()).getOutbox(options);
    assert.ok(outbox);
    for await (const activity of traverseCollection(outbox, options)) {
      assert.ok(activity instanceof Create);
      const { href } = activity.objectId as URL;
      const { status } = await fetch(`${server.url}/api${new URL(href).pathname}?reason=Wrong.`, {
        method: 'DELETE',
        headers: { Authorization: `Bearer ${TOKEN}` },
      });
      assert.equal(status, 200);
      const ask = () => fetch(href, { headers: { Accept: 'application/activity+json' } });
      let response = await ask();
      for (let attempt = 0; response.status !== 410 && attempt < 100; attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        response = await ask();
      }
      assert.equal(response.status, 410);
      assert.equal(((await response.json()) as { type: string }).type, 'Tombstone');
      assert.equal(await lookupObject(href, options), null);
      return;
    }
    assert.fail('There is no story.');
  });
});
