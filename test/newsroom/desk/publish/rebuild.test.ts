import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import type { KvMetadata } from '../../../../src/platform/kv.ts';
import type { Edition } from '../../../../src/site/edition/edition.ts';
import { call, desk, drain, drainCards, read, recordUnder, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory } from '../../../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });

test('a rebuild writes everything again', async () => {
  await call(
    'POST',
    '/stories',
    Array.from({ length: 65 }, (_, n) => JSON.stringify(record({ slug: `s-${n}` }))).join('\n'),
  ).then((response) => response.text());
  await drainCards();
  const { keys } = await env.STORIES.list();
  const before = await Promise.all(keys.map(({ name }) => env.STORIES.get(name)));
  await Promise.all(keys.map(({ name }) => env.STORIES.delete(name)));
  const begun = await call('POST', '/rebuild');
  expect(begun.status).toBe(202);
  expect(await begun.json()).toMatchObject({ done: 0, total: 65, isDone: false });
  await drainCards();
  expect(await (await call('GET', '/status')).json()).toMatchObject({
    rebuild: { done: 65, isDone: true },
    outbox: { depth: 0 },
  });
  expect(await Promise.all(keys.map(({ name }) => env.STORIES.get(name)))).toEqual(before);
});

test('a rebuild also writes the scopes whose stories are all withdrawn', async () => {
  const slugs = Array.from({ length: 31 }, (_, n) => `s-${n}`);
  for (const slug of slugs) await call('PUT', `/stories/${slug}`, record({ slug, keywords: ['given-up'] }));
  for (const slug of slugs) await call('DELETE', `/stories/${slug}?reason=Wrong.`);
  await drain();
  const { keys } = await env.STORIES.list();
  const versions = async () =>
    (await env.STORIES.list<KvMetadata>()).keys.map(({ name, metadata }) => [name, metadata?.version]);
  const before = await versions();
  expect(await recordUnder('edition:all')).toMatchObject({ count: 0 });
  for (const key of ['edition:topic:given-up', 'archive:topic:given-up:1']) {
    const { withdrawn } = (await recordUnder(key)) as Edition;
    expect([key, withdrawn[0]?.reason]).toEqual([key, 'Wrong.']);
  }
  await Promise.all(keys.map(({ name }) => env.STORIES.delete(name)));
  await call('POST', '/rebuild');
  await drain();
  for (const path of ['/feed.json', '/topics/given-up/feed.json', '/topics/given-up/archive/1/atom.xml']) {
    expect([path, (await read(path)).status]).toEqual([path, 200]);
  }
  expect(await versions()).toEqual(before);
});

test('a rebuild does not fill in fields that the record leaves out: the cited sources stay the reporting', async () => {
  await call('PUT', '/stories/a-story', record({ articleBody: 'Said.([a](https://a.example/))' }));
  await drain();
  const documents = () => Promise.all(['story:a-story', 'edition:all'].map((key) => env.STORIES.get(key)));
  const before = await documents();
  expect(before[0]).toContain('"isBasedOn":true');
  await call('POST', '/rebuild');
  await drain();
  expect(await documents()).toEqual(before);
});

test('after a deploy that renders stories differently, the scheduled job writes them again', async () => {
  await call('PUT', '/stories/a-story', record());
  await drain();
  await runInside(deskObject(), (_desk: Desk, state) => {
    // As a Desk that an earlier version of the program wrote.
    state.storage.sql.exec("UPDATE note SET value = '0' WHERE name = 'renderer'");
    state.storage.sql.exec(
      "UPDATE story SET article = replace(article, '<p>What we think.</p>', '<p>Old HTML.</p>')",
    );
    state.storage.sql.exec('UPDATE printed SET version = NULL');
  });
  await desk().rewriteKeys(['story:a-story'], Date.now());
  await drain();
  expect(await (await read('/stories/a-story')).text()).toContain('Old HTML.');
  await desk().wake(Date.now());
  await drain();
  expect(await (await read('/stories/a-story')).text()).toContain('<p>What we think.</p>');
  expect((await desk().status(Date.now())).rebuild).toMatchObject({ isDone: true, total: 1 });
});
