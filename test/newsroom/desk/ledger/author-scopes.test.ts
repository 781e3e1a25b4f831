import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { KeyValueTable } from '../../../../src/lib/key-value-table.ts';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { Ledger } from '../../../../src/newsroom/desk/ledger/ledger.ts';
import { Mirrors } from '../../../../src/newsroom/desk/publish/mirrors/mirrors.ts';
import { Rebuild } from '../../../../src/newsroom/desk/publish/rebuild.ts';
import { call, drain, read, recordUnder, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { idOf, publish, storiesFrom, story, walkFeed, withdraw } from '../../../published-stories.ts';
import { site } from '../../../samples.ts';

beforeEach(reopen);

const samuel = { author: [{ name: 'Samuel Osei' }] };

/** Renders every story again for a site with these people, as the rebuild after a deploy does. Returns what it invalidates. */
const rebuildFor = (people: typeof site.people) =>
  runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
    const ledger = new Ledger(sql, { ...site, people });
    const mirrors = new Mirrors(sql, ledger, () => env, { mirrors: [] });
    const rebuild = new Rebuild(new KeyValueTable(sql), ledger, {
      mirrors,
      pages: { keys: () => [] },
      redirects: { keys: () => [] },
      settings: { keys: () => [] },
      actorKey: { keys: () => [] },
    });
    rebuild.begin(Date.now(), false);
    const scopes = new Set<string>();
    while (rebuild.isRunning())
      for (const scope of rebuild.step(Date.now(), () => undefined).invalidations.scopes) scopes.add(scope);
    return scopes;
  });

/** Returns the slugs of the stories in a scope in the order of their places; `-` where the scope no longer shows one. */
const placesIn = (scope: string) =>
  runInside(deskObject(), (_desk: Desk, { storage: { sql } }) =>
    sql
      .exec<{ slug: string; shown: number }>(
        'SELECT slug, shown FROM place JOIN story ON story.id = place.story WHERE scope = ? ORDER BY sequence',
        scope,
      )
      .toArray()
      .map(({ slug, shown }) => (shown ? slug : `-${slug}`)),
  );

const title = async (path: string) => /<title>([^<]*)<\/title>/.exec(await (await read(path)).text())?.[1];

test('an author has a page, feeds and a place in every list of feeds, before the first story and after', async () => {
  expect((await read('/authors/samuel-osei')).status).toBe(200);
  expect((await read('/authors/samuel-osei/feed.json')).status).toBe(200);
  expect((await read('/authors/nobody')).status).toBe(404);
  expect((await read('/authors/Samuel')).status).toBe(404);
  expect((await read('/authors/%E0%A4')).status).toBe(404);
  await publish(story(1, samuel), story(2, { author: [{ name: 'Bo Li' }] }), story(3, samuel));
  await drain();
  expect(await title('/authors/samuel-osei')).toBe('Stories by Samuel Osei | Open Wire');
  const feed = JSON.parse(await (await read('/authors/samuel-osei/feed.json')).text());
  expect(feed).toMatchObject({ title: 'Open Wire: Stories by Samuel Osei' });
  expect(feed.items.map(({ id }: { id: string }) => id)).toEqual([idOf('s-3'), idOf('s-1')]);
  expect(feed.items[0].authors).toEqual([
    {
      name: 'Samuel Osei',
      url: 'https://news.example/authors/samuel-osei',
      avatar: 'https://news.example/pictures/samuel-osei.png',
    },
  ]);
  for (const path of ['/subscribe', '/feeds.opml', '/sitemaps/listings.xml'])
    expect(await (await read(path)).text(), path).toContain('/authors/samuel-osei');
  expect(await recordUnder('edition:author:samuel-osei')).toMatchObject({ count: 2 });
});

test('an author’s archive has every story once', async () => {
  await publish(
    ...storiesFrom(1, 65).map((each) => ({ ...each, author: [{ name: 'SAMUEL  OSEI', url: null }] })),
  );
  await drain();
  expect(await walkFeed('json', '/authors/samuel-osei')).toHaveLength(65);
  expect((await read('/authors/samuel-osei/archive/1')).status).toBe(200);
});

test('a story by an author costs one KV write more than one by nobody', async () => {
  const keysOf = async (fields: Record<string, unknown>, n: number) => {
    await publish(story(n, fields));
    return runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
      const keys = sql
        .exec<{ key: string }>("SELECT key FROM outbox WHERE key NOT LIKE 'card:%' ORDER BY key")
        .toArray();
      sql.exec('DELETE FROM outbox');
      return keys.map(({ key }) => key).filter((key) => key !== `story:s-${n}`);
    });
  };
  await keysOf(samuel, 1);
  const [nobody, author] = [await keysOf({}, 2), await keysOf(samuel, 3)];
  expect(author.filter((key) => !nobody.includes(key) && !key.startsWith('story:'))).toEqual([
    'edition:author:samuel-osei',
  ]);
});

test('whoever joins people has the old stories as well, in the order in which they were first saved', async () => {
  const bo = { author: [{ name: 'Bo Li' }] };
  await publish(story(2, bo), story(1, bo), story(3, samuel), story(4, bo));
  await withdraw('s-4');
  expect(await placesIn('author:bo-li')).toEqual([]);
  const joined = [...site.people, { slug: 'bo-li', name: 'bo  LI' }];
  expect(await rebuildFor(joined)).toContain('author:bo-li');
  expect(await placesIn('author:bo-li')).toEqual(['s-2', 's-1']);
  // Whoever leaves has no stories any more; places stay for ever, so whoever comes back has the same ones.
  await rebuildFor(site.people);
  expect(await placesIn('author:bo-li')).toEqual(['-s-2', '-s-1']);
  await rebuildFor(joined);
  expect(await placesIn('author:bo-li')).toEqual(['s-2', 's-1']);
  expect(await placesIn('all')).toEqual(['s-2', 's-1', 's-3', '-s-4']);
});

test('whoever leaves people has no page and no feeds any more, and their addresses may lead elsewhere', async () => {
  await publish(story(1, { author: [{ name: 'Bo Li' }, { name: 'Samuel Osei' }] }));
  await rebuildFor([...site.people, { slug: 'bo-li', name: 'Bo Li' }]);
  await rebuildFor(site.people);
  await drain();
  // What was written while Bo was in the list is still there.
  const { value, metadata } = await env.STORIES.getWithMetadata('edition:author:samuel-osei', 'arrayBuffer');
  await env.STORIES.put('edition:author:bo-li', value ?? '', { metadata });
  const endings = ['', '/rss.xml', '/atom.xml', '/feed.json', '/archive/1', '/archive/1/rss.xml'];
  for (const ending of endings) expect((await read(`/authors/bo-li${ending}`)).status).toBe(404);
  const redirects = endings.map((ending) =>
    JSON.stringify({ from: `/authors/bo-li${ending}`, to: `/authors/samuel-osei${ending}` }),
  );
  expect(await (await call('POST', '/redirects', redirects.join('\n'))).text()).not.toContain('"ok":false');
  await drain();
  for (const ending of endings) {
    const { status, headers } = await read(`/authors/bo-li${ending}`);
    expect([status, headers.get('Location')]).toEqual([
      301,
      `https://news.example/authors/samuel-osei${ending}`,
    ]);
  }
});

test('a story that is withdrawn leaves its author’s feed, which says so', async () => {
  await publish(story(1, samuel), story(2, samuel));
  await withdraw('s-1');
  await drain();
  const feed = JSON.parse(await (await read('/authors/samuel-osei/feed.json')).text());
  expect(feed._tombstones.withdrawn).toMatchObject([{ id: idOf('s-1') }]);
});
