import { env } from 'cloudflare:workers';
import { XMLParser } from 'fast-xml-parser';
import { parseOpml } from 'feedsmith';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { KeyValueTable } from '../../../../../src/lib/key-value-table.ts';
import type { Desk } from '../../../../../src/newsroom/desk/desk.ts';
import { Ledger } from '../../../../../src/newsroom/desk/ledger/ledger.ts';
import { Mirrors } from '../../../../../src/newsroom/desk/publish/mirrors/mirrors.ts';
import { Rebuild } from '../../../../../src/newsroom/desk/publish/rebuild.ts';
import { reconcile } from '../../../../../src/newsroom/transfer/desk/reconcile.ts';
import { ann } from '../../../../actors.ts';
import { call, desk, read, reopen, turn } from '../../../../newsroom.ts';
import { deskObject, runInside } from '../../../../objects.ts';
import { aStory, site } from '../../../../samples.ts';

// The directory of scopes, from which /subscribe, the OPML and the sitemap of listings are made.

beforeEach(reopen);
afterEach(() => vi.restoreAllMocks());

const sources = (first: number, last: number) =>
  Array.from(
    { length: last - first + 1 },
    (_, index) => `p-${String(first + index).padStart(4, '0')}.example`,
  );

const citing = (slug: string, hosts: readonly string[], fields: Record<string, unknown> = {}) =>
  aStory({ slug, citation: hosts.map((host) => ({ url: `https://${host}/` })), ...fields });

async function put(story: ReturnType<typeof aStory>, revision?: number): Promise<void> {
  const headers = revision === undefined ? {} : { 'If-Match': `"${revision}"` };
  expect((await call('PUT', `/stories/${story.slug}`, story, { headers })).ok).toBe(true);
}

/** Prints everything but the hundreds of feeds of sources, which these tests do not read. */
async function drainDirectory(): Promise<void> {
  for (let round = 0; round < 50; round++) {
    await runInside(deskObject(), (_desk: Desk, { storage }) =>
      storage.sql.exec("DELETE FROM outbox WHERE key LIKE 'edition:source:%'"),
    );
    const { outbox, rebuild } = await desk().status(Date.now());
    if (outbox.depth === 0 && rebuild?.isDone !== false) return;
    await turn('no cards');
  }
  throw new Error('The outbox does not empty.');
}

const text = async (path: string) => (await read(path)).text();

/** Returns the hosts whose feeds the page lists. */
const listed = async (path: string) =>
  Array.from((await text(path)).matchAll(/<dt><a href="\/sources\/([^"]+)"/g), ([, host]) => host as string);

/** Returns the hosts in the OPML document, and its date: when a feed was last added or removed. */
async function opml(path: string) {
  const { head, body } = parseOpml(await text(path));
  const group = body?.outlines?.find((outline) => outline.text === 'Sources');
  const hosts = group?.outlines?.map(({ xmlUrl }) => new URL(xmlUrl ?? '').pathname.split('/')[2]);
  return { hosts, changed: head?.dateModified };
}

describe('with more scopes than fit on a page', () => {
  test('pages list each feed once, and link to the next page', async () => {
    await put(citing('first', sources(1, 150), { keywords: ['web-feeds', 'a-topic'] }));
    await put(citing('second', sources(101, 320)));
    await put(citing('third', sources(1, 1), { keywords: ['late-topic'] }));
    await drainDirectory();
    // Page 1 has two topics and 198 sources, page 2 has 122 sources and a topic.
    expect(await listed('/subscribe')).toEqual(sources(1, 198));
    expect(await listed('/subscribe/2')).toEqual(sources(199, 320));
    expect((await opml('/feeds.opml')).hosts).toEqual(sources(1, 198));
    expect((await opml('/feeds/2.opml')).hosts).toEqual(sources(199, 320));
    expect(await text('/subscribe')).toContain('/topics/a-topic');
    expect(await text('/subscribe')).not.toContain('/topics/late-topic');
    expect(await text('/subscribe/2')).toContain('/topics/late-topic');
    expect(await text('/subscribe')).toContain('<a rel="next" href="/subscribe/2">');
    const link = async (path: string) => (await read(path)).headers.get('Link');
    expect(await link('/feeds.opml')).toBe(
      '<https://news.example/feeds/2.opml>; rel="next"; type="text/x-opml"',
    );
    expect(await link('/feeds/2.opml')).toBe(
      '<https://news.example/feeds.opml>; rel="prev"; type="text/x-opml"',
    );
    for (const path of [
      '/subscribe/0',
      '/subscribe/1',
      '/subscribe/3',
      '/subscribe/x',
      '/feeds/2',
      '/feeds/3.opml',
    ]) {
      expect([path, (await read(path)).status]).toEqual([path, 404]);
    }
  });

  test('the sitemaps list every page that lists stories', async () => {
    await put(citing('first', sources(1, 250)));
    await drainDirectory();
    const parser = new XMLParser();
    const index = parser.parse(await text('/sitemap.xml')).sitemapindex.sitemap as { loc: string }[];
    const paths = index.map(({ loc }) => new URL(loc).pathname);
    expect(paths).toEqual(['/sitemaps/listings.xml', '/sitemaps/listings/2.xml', '/sitemaps/stories/1.xml']);
    const pages = await Promise.all(
      paths.slice(0, 2).map(async (path) => {
        const { url } = parser.parse(await text(path)).urlset as { url: { loc: string }[] };
        return url.map(({ loc }) => loc.slice(site.url.length));
      }),
    );
    expect(pages.flat().filter((path) => path.startsWith('/sources/'))).toEqual(
      sources(1, 250).map((host) => `/sources/${host}`),
    );
    expect(pages.flat().filter((path) => path.startsWith('/subscribe'))).toEqual([
      '/subscribe',
      '/subscribe/2',
    ]);
  });

  test('the source of a withdrawn story leaves its page, and returns there when the story is restored', async () => {
    await put(citing('first', sources(1, 199)));
    await put(citing('gone', sources(200, 201)));
    await drainDirectory();
    expect(await listed('/subscribe/2')).toEqual(sources(201, 201));
    await call('DELETE', '/stories/gone?reason=Wrong.');
    await drainDirectory();
    expect(await listed('/subscribe')).toEqual(sources(1, 199));
    expect(await listed('/subscribe/2')).toEqual([]);
    await put(citing('later', sources(202, 202)));
    await call('POST', '/stories/gone/restore');
    await drainDirectory();
    expect(await listed('/subscribe')).toEqual(sources(1, 200));
    expect(await listed('/subscribe/2')).toEqual(sources(201, 202));
  });

  test('a new source writes one page of the directory, however many there are', async () => {
    await put(citing('first', sources(1, 450)));
    await drainDirectory();
    const printedAt = async () => {
      const { keys } = await env.STORIES.list<{ printed: string }>({ prefix: 'directory' });
      return new Map(keys.map(({ name, metadata }) => [name, metadata?.printed]));
    };
    const before = await printedAt();
    expect([...before.keys()]).toEqual(['directory', 'directory:2', 'directory:3']);
    await put(citing('second', sources(451, 451)));
    await drainDirectory();
    const after = await printedAt();
    expect([...after].filter(([name, at]) => before.get(name) !== at).map(([name]) => name)).toEqual([
      'directory:3',
    ]);
  });

  test('the scheduled job has a page that KV has lost written again', async () => {
    await put(citing('first', sources(1, 205)));
    await drainDirectory();
    await env.STORIES.delete('directory:2');
    // Ten minutes later, because `reconcile` skips keys that were just written.
    await reconcile(env.STORIES, desk(), Date.now() + 600_000);
    await drainDirectory();
    expect(await listed('/subscribe/2')).toEqual(sources(201, 205));
    expect((await desk().status(Date.now())).troubles).toEqual([]);
  });

  test('a rebuild lists scopes that an earlier version added while it was deployed again', async () => {
    await put(citing('first', sources(1, 3)));
    await drainDirectory();
    await runInside(deskObject(), (_desk: Desk, { storage }) =>
      storage.sql.exec("UPDATE scope SET number = NULL, listed = 0 WHERE scope = 'source:p-0002.example'"),
    );
    await call('POST', '/rebuild');
    await drainDirectory();
    expect(await listed('/subscribe')).toEqual(sources(1, 3));
    expect(await text('/sitemaps/listings.xml')).toContain('/sources/p-0002.example');
  });

  test('a story with many new sources adds each page to the outbox once', async () => {
    await put(citing('first', sources(1, 450)));
    const asked = await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) =>
      sql.exec("SELECT key, ticket FROM outbox WHERE key LIKE 'directory%' ORDER BY key").toArray(),
    );
    expect(asked).toEqual([
      { key: 'directory', ticket: 1 },
      { key: 'directory:2', ticket: 1 },
      { key: 'directory:3', ticket: 1 },
    ]);
  });

  test('a rebuild invalidates all of it, in steps with a limited number of keys', async () => {
    await put(citing('first', sources(1, 500)));
    await drainDirectory();
    await env.STORIES.delete('directory:2');
    const steps = await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
      const ledger = new Ledger(sql, site);
      const mirrors = new Mirrors(sql, ledger, () => env, { mirrors: [] });
      const rebuild = new Rebuild(new KeyValueTable(sql), ledger, {
        mirrors,
        pages: { keys: () => [] },
        redirects: { keys: () => [] },
        settings: { keys: () => [] },
        actorKey: { keys: () => [] },
      });
      rebuild.begin(Date.now(), true);
      const taken = [];
      while (rebuild.isRunning()) taken.push(rebuild.step(Date.now(), () => undefined));
      return taken.map(({ invalidations: { scopes, directory } }) => ({ scopes, directory }));
    });
    expect(Math.max(...steps.map(({ scopes }) => scopes.length))).toBeLessThanOrEqual(200);
    expect(steps.flatMap(({ scopes }) => scopes).sort()).toEqual(
      ['all', ...sources(1, 500).map((host) => `source:${host}`)].sort(),
    );
    expect([...new Set(steps.flatMap(({ directory }) => directory))].sort()).toEqual([1, 2, 3]);
    await desk().rebuild(ann, Date.now());
    await drainDirectory();
    expect(await listed('/subscribe/2')).toEqual(sources(201, 400));
  });
});

describe('an export', () => {
  const documents = () =>
    Promise.all(
      ['/feeds.opml', '/feeds/2.opml', '/subscribe', '/subscribe/2', '/sitemaps/listings/2.xml'].map(
        async (path) => [path, await text(path)],
      ),
    );
  const importAll = async (lines: string) => {
    const results = await (await call('POST', '/stories', lines)).text();
    expect(results).not.toContain('"ok":false');
    await drainDirectory();
  };

  test('imported into an empty server makes the same lists, with the same time of their last change', async () => {
    const hour = 3_600_000;
    const clock = vi.spyOn(Date, 'now');
    // Less than 30 days ago, because feeds report withdrawals for 30 days.
    const start = Math.floor(Date.now() / hour - 24) * hour;
    const utc = (hours: number) => new Date(start + hours * hour).toUTCString();
    const at = (hours: number) => clock.mockReturnValue(start + hours * hour);
    at(0);
    // It is published later than stories that were saved after it, so its sources come after theirs.
    await put(
      citing('embargoed', sources(300, 302), { datePublished: new Date(start + 2 * hour).toISOString() }),
    );
    await put(citing('first', sources(1, 210)));
    await put(citing('gone', sources(400, 400)));
    at(1);
    await call('DELETE', '/stories/gone?reason=Wrong.');
    at(3);
    await drainDirectory();
    // An old story gets a new source.
    at(4);
    await put(citing('first', [...sources(1, 210), ...sources(500, 500)]), 1);
    await drainDirectory();
    const before = await documents();
    expect((await opml('/feeds/2.opml')).changed).toBe(utc(4));
    expect((await opml('/feeds.opml')).changed).toBe(utc(0));
    const exported = await (await call('GET', '/export')).text();

    vi.restoreAllMocks();
    await reopen();
    await importAll(exported);
    expect(await documents()).toEqual(before);
    expect(await (await call('GET', '/export')).text()).toBe(exported);
    // The next source comes last, on both servers.
    await put(citing('next', ['next.example']));
    await drainDirectory();
    expect((await listed('/subscribe/2')).includes('next.example')).toBe(true);
  });

  test('of an earlier version, without numbers and dates, is accepted', async () => {
    await put(citing('first', sources(1, 205)));
    const exported = await (await call('GET', '/export')).text();
    await reopen();
    const stripped = exported.replaceAll(/,"number":\d+,"listed":"[^"]+"/g, '');
    expect(stripped).not.toBe(exported);
    await importAll(stripped);
    expect([...(await listed('/subscribe')), ...(await listed('/subscribe/2'))]).toEqual(sources(1, 205));
  });

  test('imported beside existing stories takes the next numbers, and pages link over the gaps', async () => {
    await put(citing('first', sources(1, 3)));
    const exported = await (await call('GET', '/export')).text();
    await reopen();
    await put(citing('here', ['here.example']));
    // As if there were a thousand sources between the second and the third.
    await importAll(exported.replace('"number":3', '"number":1003'));
    expect(await listed('/subscribe')).toEqual(['here.example', 'p-0001.example', 'p-0002.example'].sort());
    expect(await text('/subscribe')).toContain('<a rel="next" href="/subscribe/6">');
    expect(await listed('/subscribe/6')).toEqual(sources(3, 3));
    expect(await text('/subscribe/6')).toContain('<a rel="prev" href="/subscribe">');
  });

  test('cannot date the directory later than now', async () => {
    await put(citing('first', sources(1, 1)));
    const exported = await (await call('GET', '/export')).text();
    await reopen();
    const wrong = exported.replace(/"listed":"[^"]+"/, '"listed":"2999-01-01T00:00:00Z"');
    expect(wrong).not.toBe(exported);
    expect(await (await call('POST', '/stories', wrong)).text()).toContain('"ok":false');
  });

  test('cannot number a scope far beyond all others; scopes numbered after the highest number can still be imported', async () => {
    await put(citing('first', sources(1, 1)));
    const exported = await (await call('GET', '/export')).text();
    const importAs = async (number: string) => {
      await reopen();
      const body = exported.replace('"number":1', `"number":${number}`);
      expect(await (await call('POST', '/stories', body)).text()).toContain('"ok":true');
    };
    await importAs('1000001');
    expect(await (await call('GET', '/export')).text()).toBe(exported);
    await importAs('1000000');
    await put(citing('second', sources(2, 2)));
    const both = await (await call('GET', '/export')).text();
    await reopen();
    const answer = await (await call('POST', '/stories', both)).text();
    expect(answer.match(/"ok":true/g)).toHaveLength(2);
    await drainDirectory();
    const pages = await Promise.all(['/subscribe', '/subscribe/5000', '/subscribe/5001'].map(listed));
    expect(pages.flat().toSorted()).toEqual(sources(1, 2));
  });
});
