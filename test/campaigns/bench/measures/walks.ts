import { countClosedPages } from '../../../../src/site/edition/edition.ts';
import { readerOf } from '../newsroom.ts';
import type { Program } from '../programs.ts';
import { interleave, measureThroughput, type Throughput } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';

export type Walk = 'archive as RSS' | 'archive as pages' | 'sitemaps';

export type Walks = Record<Walk, Throughput[]>;

async function fetchOk(runtime: Runtime, worker: string, path: string): Promise<Response> {
  const response = await fetch(`${runtime.urlOf(worker)}${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

const pathOf = (url: string) => new URL(url).pathname;

/** Finds the link to the previous document: a feed has it in a header, a page in its HTML. */
const PREVIOUS = {
  '/rss.xml': (response: Response) =>
    /<([^>]*)>; rel="prev-archive"/.exec(response.headers.get('Link') ?? ''),
  '/': (_response: Response, body: string) => /<a rel="prev" href="([^"]*)"/.exec(body),
};

/** Follows the links from the newest document to the first. Returns their number. Throws if any is missing. */
async function walkArchive(
  runtime: Runtime,
  worker: string,
  start: keyof typeof PREVIOUS,
  stories: number,
): Promise<number> {
  let count = 0;
  for (let path: string | undefined = start; path !== undefined; count++) {
    const response = await fetchOk(runtime, worker, path);
    const previous: string | undefined = PREVIOUS[start](response, await response.text())?.[1];
    path = previous === undefined ? undefined : pathOf(new URL(previous, 'https://any.host').href);
  }
  // The newest document includes the newest closed page.
  const expected = Math.max(1, countClosedPages(stories));
  if (count !== expected) throw new Error(`${start}: found ${count} documents instead of ${expected}`);
  return count;
}

/** Reads the sitemap index and each sitemap in it. Returns their number. */
async function walkSitemaps(runtime: Runtime, worker: string): Promise<number> {
  const index = await (await fetchOk(runtime, worker, '/sitemap.xml')).text();
  const paths = Array.from(index.matchAll(/<loc>([^<]*)<\/loc>/g), ([, url]) => pathOf(url as string));
  for (const path of paths) await (await fetchOk(runtime, worker, path)).arrayBuffer();
  return paths.length + 1;
}

/** Reads the whole archive and all sitemaps, each time in a new isolate. */
export async function measureWalks(
  { modules, state }: Program,
  scale: Scale,
  advance: () => void,
): Promise<Walks> {
  const subjects: Walk[] = ['archive as RSS', 'archive as pages', 'sitemaps'];
  const nameOf = (walk: Walk, round: number) => `${walk} ${round}`.replaceAll(' ', '-');
  const rounds = Array.from({ length: scale.rounds }, (_, round) => round);
  const readers = await openRuntime(
    subjects.flatMap((walk) => rounds.map((round) => readerOf(nameOf(walk, round), modules))),
    { state },
  );
  try {
    return await interleave(subjects, scale.rounds, async (walk, round) => {
      const worker = nameOf(walk, round);
      const passed = await measureThroughput(readers, () => {
        if (walk === 'sitemaps') return walkSitemaps(readers, worker);
        if (walk === 'archive as RSS') return walkArchive(readers, worker, '/rss.xml', scale.stories);
        return walkArchive(readers, worker, '/', scale.stories);
      });
      advance();
      return passed;
    });
  } finally {
    await readers.stop();
  }
}
