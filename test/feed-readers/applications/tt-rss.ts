import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../cli/server.ts';
import { type Application, run } from '../application.ts';
import { outputOf } from '../debian-libraries.ts';
import { folderWithoutRoot, postgresPrograms, startPostgres, withoutRoot } from './postgres.ts';

// Runs tt-rss by its own command line, with its own PostgreSQL. It asks no loopback address, so it reaches the newsroom through a
// proxy, at an address that is reserved for documentation (RFC 5737).

/** Where tt-rss is unpacked. Everybody must be able to read it. */
const FOLDER = process.env.TT_RSS ?? '';
const HOST = '203.0.113.1';

/** tt-rss has no versions, so this is the day of its last change. `git archive` sets it. */
const dayOfLastChange = () => statSync(join(FOLDER, 'index.php')).mtime.toISOString().slice(0, 10);

/** Starts a proxy that asks the newsroom for everything. */
async function startProxy(newsroom: string) {
  const port = await freePort();
  const server = createServer(({ method = 'GET', url = '/', headers }, outgoing) => {
    const { pathname, search } = new URL(url, newsroom);
    request(`${newsroom}${pathname}${search}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    }).end();
  }).listen(port, '127.0.0.1');
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

interface Entry {
  title: string;
  link: string;
  content: string;
  author: string;
  updated: string;
}

export const ttRss: Application = {
  name: 'tt-rss',
  packageName:
    'TT_RSS names the folder of its sources; php-cli php-curl php-intl php-mbstring php-pgsql php-xml postgresql',
  version: () =>
    FOLDER !== '' &&
    postgresPrograms() &&
    outputOf('php', ['-r', 'pg_last_error(...); curl_init();']) !== undefined
      ? dayOfLastChange()
      : undefined,
  formats: ['rss', 'atom'],
  subscribe: async (url) => {
    const database = await startPostgres('ttrss');
    const proxy = await startProxy(new URL(url).origin);
    const folder = folderWithoutRoot();
    const cache = join(folder, 'cache');
    const own = ['export', 'feeds', 'images', 'upload'];
    await run(...withoutRoot('mkdir', '-p', join(folder, 'lock'), ...own.map((name) => join(cache, name))));
    const env = {
      TTRSS_DB_HOST: '127.0.0.1',
      TTRSS_DB_PORT: String(database.port),
      TTRSS_DB_USER: 'ttrss',
      TTRSS_DB_NAME: 'ttrss',
      TTRSS_DB_PASS: 'none',
      TTRSS_SINGLE_USER_MODE: 'true',
      TTRSS_CACHE_DIR: cache,
      TTRSS_LOCK_DIRECTORY: join(folder, 'lock'),
      TTRSS_HTTP_PROXY: proxy.url,
      TTRSS_CHECK_FOR_UPDATES: 'false',
    };
    const update = (...args: string[]) =>
      run(...withoutRoot('php', join(FOLDER, 'update.php'), ...args), env);
    const query = async (sql: string) => {
      const options = ['-h', '127.0.0.1', '-p', String(database.port), '-U', 'ttrss', '-tA', 'ttrss'];
      return JSON.parse(
        (await run('psql', [
          ...options,
          '-c',
          `SELECT coalesce(json_agg(found), '[]') FROM (${sql}) AS found`,
        ])) || '[]',
      );
    };
    await update('--update-schema=force-yes');
    const opml = join(folder, 'feeds.opml');
    const address = `http://${HOST}${new URL(url).pathname}`;
    writeFileSync(
      opml,
      `<?xml version="1.0"?><opml version="1.0"><head/><body><outline type="rss" text="Wire" xmlUrl="${address}"/></body></opml>`,
    );
    await update('--opml-import', `admin:${opml}`);
    return {
      refresh: async () => {
        // Within half a minute, it would read its copy of the document.
        for (const name of readdirSync(join(cache, 'feeds'))) rmSync(join(cache, 'feeds', name));
        await update('--debug-feed', '1');
      },
      items: async () =>
        ((await query('SELECT title, link, content, author, updated FROM ttrss_entries')) as Entry[]).map(
          (entry) => ({
            // tt-rss stores only a hash of the story's id.
            id: null,
            title: entry.title,
            link: entry.link,
            content: entry.content,
            authors: entry.author ? [entry.author] : [],
            published: entry.updated,
            updated: null,
          }),
        ),
      homePage: async () =>
        ((await query('SELECT site_url FROM ttrss_feeds')) as { site_url: string }[])[0]?.site_url ?? null,
      stop: async () => {
        proxy.stop();
        await database.stop();
      },
    };
  },
};
