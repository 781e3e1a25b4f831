import { countClosedPages } from '../../../../src/edition/edition.ts';
import { readerOf } from '../newsroom.ts';
import type { Program } from '../programs.ts';
import { interleave, type Passed, pass } from '../rounds.ts';
import { openRuntime, type Runtime } from '../runtime.ts';
import type { Scale } from '../scale.ts';

export type Walk = 'archive as RSS' | 'archive as pages' | 'sitemaps';

export type Walks = Record<Walk, Passed[]>;

async function textAt(runtime: Runtime, worker: string, path: string): Promise<Response> {
  const response = await fetch(`${runtime.urlOf(worker)}${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

const pathOf = (url: string) => new URL(url).pathname;

/** Where a document says that the one before it is: a feed in its headers, a page in a link of its own. */
const PREVIOUS = {
  '/rss.xml': (response: Response) =>
    /<([^>]*)>; rel="prev-archive"/.exec(response.headers.get('Link') ?? ''),
  '/': (_response: Response, body: string) => /<a rel="prev" href="([^"]*)"/.exec(body),
};

/** Follows the links from the newest document to the first; throws where that is not the whole archive. */
async function walkArchive(
  runtime: Runtime,
  worker: string,
  start: keyof typeof PREVIOUS,
  stories: number,
): Promise<number> {
  let count = 0;
  for (let path: string | undefined = start; path !== undefined; count++) {
    const response = await textAt(runtime, worker, path);
    const previous: string | undefined = PREVIOUS[start](response, await response.text())?.[1];
    path = previous === undefined ? undefined : pathOf(new URL(previous, 'https://any.host').href);
  }
  // The newest document has the newest closed page in it.
  const expected = Math.max(1, countClosedPages(stories));
  if (count !== expected) throw new Error(`${start}: ${count} documents of the archive, not ${expected}`);
  return count;
}

/** Reads the index of the sitemaps and each sitemap that it names. */
async function walkSitemaps(runtime: Runtime, worker: string): Promise<number> {
  const index = await (await textAt(runtime, worker, '/sitemap.xml')).text();
  const paths = Array.from(index.matchAll(/<loc>([^<]*)<\/loc>/g), ([, url]) => pathOf(url as string));
  for (const path of paths) await (await textAt(runtime, worker, path)).arrayBuffer();
  return paths.length + 1;
}

/** Reads the whole archive and all sitemaps, each time in an isolate that has read none of it. */
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
      const passed = await pass(readers, () => {
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
