import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { extname, join, relative, resolve } from 'node:path';
import { daysSinceRecorded, moveDates } from './recorded-dates.ts';

// Serves data/sources: pages and feeds of invented outlets, so that the wire can be tried without the Internet. Each outlet has a name
// of its own, so that it counts as a publisher of its own, and a port, because all of these names mean this machine. Browsers know them,
// and the wire does (`reachableUrl`).

/** How many ports above that of the newsroom the first outlet is. */
const DISTANCE = 100;

/** How many blocks of ports are tried. */
const MAX_BLOCKS = 20;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/feed+json',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
};

/** An outlet as it is served. */
interface SampleOutlet {
  /** The folder: what the host would be called. */
  name: string;
  /** Its address, without a slash at the end. */
  url: string;
  /** The addresses of its feeds. */
  feeds: string[];
}

export interface SampleSources {
  outlets: SampleOutlet[];
  stop: () => void;
}

/** Listens on a port of this machine; rejects if it is in use. */
const listen = (server: Server, port: number): Promise<void> =>
  new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', done);
  });

/** Opens servers at ports in a row, the first block of them that is free. */
async function listenInARow(servers: readonly Server[], near: number): Promise<number> {
  const step = near < 60_000 ? 1 : -1;
  for (let block = 0; block < MAX_BLOCKS; block++) {
    const first = near + step * (DISTANCE + block * servers.length);
    const results = await Promise.allSettled(servers.map((each, index) => listen(each, first + index)));
    if (results.every(({ status }) => status === 'fulfilled')) return first;
    await Promise.all(
      servers.filter(({ listening }) => listening).map((each) => new Promise((done) => each.close(done))),
    );
  }
  throw new Error('no free ports');
}

const isFeed = (path: string) => /(^|\/)(feed|rss)\.(xml|json)$/.test(path);

/**
 * Serves the outlets in a folder on this machine, until `stop` or the end of the process. Resolves to undefined if there is no such
 * folder, or if no ports are free near that of the newsroom.
 */
export async function serveSampleSources(
  folder: string,
  newsroomPort: number,
  now = Date.now(),
): Promise<SampleSources | undefined> {
  if (!existsSync(folder)) return undefined;
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const addresses = new Map<string, string>();
  const days = daysSinceRecorded(now);
  const answerFor =
    (name: string): RequestListener =>
    async (request, response) => {
      const root = join(folder, name);
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
      const file = resolve(join(root, pathname));
      const type = TYPES[extname(file)];
      const text = relative(root, file).startsWith('..') || type === undefined ? undefined : await read(file);
      if (text === undefined || type === undefined) {
        response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
        return;
      }
      let shown = moveDates(text, days);
      for (const [host, url] of addresses) shown = shown.replaceAll(`https://${host}`, url);
      const etag = `"${createHash('sha256').update(shown).digest('base64url')}"`;
      const isKnown = request.headers['if-none-match'] === etag;
      response
        .writeHead(isKnown ? 304 : 200, { 'Content-Type': type, ETag: etag })
        .end(isKnown || request.method === 'HEAD' ? undefined : shown);
    };
  const servers = names.map((name) => createServer(answerFor(name)));
  const stop = () => {
    for (const each of servers) {
      each.closeAllConnections();
      each.close();
    }
  };
  const first = await listenInARow(servers, newsroomPort).catch(() => undefined);
  if (first === undefined) {
    stop();
    return undefined;
  }
  const outlets = names.map((name, index) => {
    const url = `http://${name.replace(/\.example$/, '')}.localhost:${first + index}`;
    addresses.set(name, url);
    const paths = readdirSync(join(folder, name)).filter(isFeed);
    return { name, url, feeds: paths.map((path) => `${url}/${path}`) };
  });
  return { outlets, stop };
}

/** Reads a file; undefined if there is none. */
const read = (file: string): Promise<string | undefined> => readFile(file, 'utf8').catch(() => undefined);
