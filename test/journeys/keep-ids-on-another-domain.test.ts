import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { app } from '../../src/app.ts';
import { Desk } from '../../src/newsroom/desk/desk.ts';
import { call, drain, read, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { aStory } from '../samples.ts';

beforeEach(reopen);

/** Deploys the site at a different address: the scheduled job wakes the Desk, which writes everything again. */
const moveTo = (SITE_URL: string) =>
  runInside(deskObject(), async (_desk: unknown, state) => {
    const moved = new Desk(state, { ...env, SITE_URL });
    await moved.wake(Date.now());
    for (let depth = 1; depth > 0; ) {
      state.storage.sql.exec("UPDATE outbox SET due = 0 WHERE key NOT LIKE 'card:%'");
      await moved.alarm();
      const { outbox, rebuild } = await moved.status(Date.now());
      depth = rebuild?.isDone ? outbox.depth : 1;
    }
    await state.storage.deleteAlarm();
  });

/** Returns a document of the site after it has moved to the address. */
const readAt = async (SITE_URL: string, path: string) => {
  await moveTo(SITE_URL);
  const request = new Request(`${SITE_URL}${path}`);
  const response = await app.fetch(request, { ...env, SITE_URL }, createExecutionContext());
  expect(response.status).toBe(200);
  return response.text();
};

/** Returns every id in a document: those of the feed, of its entries and of withdrawn stories. */
const idsOf = (text: string) =>
  [
    ...text.matchAll(/<(?:\w+:)?id>([^<]+)</g),
    ...text.matchAll(/<guid[^>]*>([^<]+)</g),
    ...text.matchAll(/\bref="([^"]+)"/g),
    ...text.matchAll(/"id":"([^"]+)"/g),
  ].map(([, id]) => id ?? '');

test.each(['/rss.xml', '/atom.xml', '/feed.json', '/topics/web-feeds/atom.xml'])(
  'a site that moves to another domain keeps every id of %s',
  async (path) => {
    for (const slug of ['one', 'two', 'three'])
      await call('PUT', `/stories/${slug}`, aStory({ slug, keywords: ['web-feeds'] }));
    await call('DELETE', '/stories/three?reason=Wrong.');
    await drain();
    const before = await readAt('https://old.example', path);
    const after = await readAt('https://new.example', path);
    const ids = idsOf(before);
    expect(ids).toEqual(idsOf(after));
    expect(ids).toEqual(expect.arrayContaining([1, 2].map(() => expect.stringMatching(/^tag:/))));
    expect(ids.filter((id) => !id.startsWith('tag:'))).toEqual([]);
    // Every other URL has moved.
    expect(after).toContain('https://new.example/stories/one');
    expect(after).not.toContain('old.example');
  },
);

test('a story that was published on the old domain keeps its id when it is corrected', async () => {
  await call('PUT', '/stories/one', aStory({ slug: 'one' }));
  const headers = {
    Authorization: 'Bearer ann-token',
    'Content-Type': 'application/json',
    'If-Match': '"1"',
  };
  const body = JSON.stringify(aStory({ slug: 'one', headline: 'Another headline' }));
  const request = new Request('https://new.example/api/stories/one', { method: 'PUT', headers, body });
  const moved = { ...env, SITE_URL: 'https://new.example' };
  const answer = await app.fetch(request, moved, createExecutionContext());
  expect(await answer.json()).toMatchObject({
    identifier: 'tag:edgewire.example,2026:stories/one',
    revision: 2,
    url: 'https://new.example/stories/one',
  });
});

test.each([
  ['https://old.example/?p=123&lang=en', 'https://old.example/?p=123&lang=en'],
  [
    '123 at https://old.example/\u7EDF',
    'tag:edgewire.example,2026:guids/123%20at%20https%3A%2F%2Fold.example%2F%E7%BB%9F',
  ],
])('a story that moves in keeps the id %s through every change and an import', async (identifier, inAtom) => {
  const keepsIt = async (revision: number) => {
    await drain();
    const rss = await (await read('/rss.xml')).text();
    expect(rss).toContain(`<guid isPermaLink="false">${identifier.replace('&', '&amp;')}</guid>`);
    const atom = await (await read('/atom.xml')).text();
    expect(atom).toContain(`<id>${inAtom.replace('&', '&amp;')}</id>`);
    const { items } = (await (await read('/feed.json')).json()) as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual([identifier]);
    const history = (await (await read('/stories/renamed/history.json')).json()) as {
      story: string;
      revisions: { statement: { story: string } }[];
    };
    expect([history.story, ...history.revisions.map(({ statement }) => statement.story)]).toEqual(
      Array(revision + 1).fill(identifier),
    );
  };
  await call('PUT', '/stories/one', aStory({ slug: 'one', identifier }));
  await call('PUT', '/stories/renamed', aStory({ slug: 'renamed', formerSlugs: ['one'] }), {
    headers: { 'If-Match': '"1"' },
  });
  await keepsIt(2);
  await call('DELETE', '/stories/renamed?reason=Wrong.');
  await drain();
  const atom = await (await read('/atom.xml')).text();
  expect(atom).toContain(`<at:deleted-entry ref="${inAtom.replace('&', '&amp;')}"`);
  await call('POST', '/stories/renamed/restore');
  await keepsIt(4);
  const exported = await (await call('GET', '/export')).text();
  await reopen();
  const results = (await (await call('POST', '/stories', exported)).text()).trim().split('\n');
  expect(results.map((line) => JSON.parse(line))).toMatchObject([{ ok: true, revision: 4 }]);
  await keepsIt(4);
});
