import { dirname, relative } from 'node:path';
import * as z from 'zod';
import { type ApiClient, ignoreNotFound, jsonBody } from '../../../cli/client/api-client.ts';
import { isSamePage, type SitePage } from '../../../site/site-page/site-page.ts';
import { readRecords, writeRecords } from '../../stories/cli/working-copy.ts';
import type { PageChange, PageDetail } from '../api/schemas.ts';
import type { PageFile } from './page-files.ts';
import { fingerprintPage } from './sample-pages.ts';

// Publishes the files of pages. A file replaces only the revision that it was made from, so that what somebody has changed in the
// newsroom is never overwritten unseen.

/** Records beside the pages which revision of a server each file was made from. */
const RECORDS = '.edgewire.json';
const basesSchema = z.record(
  z.string(),
  z.record(z.string(), z.object({ revision: z.int(), page: z.string() })),
);

/** The most earlier revisions in which a file's content is looked for. */
const MAX_REVISIONS = 20;

/** Returns a page as the server has it; undefined if it never had it. */
export const findPage = (api: ApiClient, slug: string): Promise<PageDetail | undefined> =>
  api.json<PageDetail>('GET', `/pages/${slug}`).catch(ignoreNotFound);

const basesOf = (file: string) => readRecords(dirname(file), RECORDS, basesSchema);

/** Records that a file has the content of a revision. */
export function recordPage(api: ApiClient, { file, page }: PageFile, revision: number): void {
  const bases = basesOf(file);
  const known = { ...bases[api.url], [page.slug]: { revision, page: fingerprintPage(page) } };
  writeRecords(dirname(file), RECORDS, { ...bases, [api.url]: known });
}

/** Whether an earlier revision of the server has the content of a file. */
export async function isEarlier(api: ApiClient, page: SitePage, newest: number): Promise<boolean> {
  for (let revision = newest - 1; revision > Math.max(0, newest - MAX_REVISIONS); revision--) {
    const path = `/pages/${page.slug}/revisions/${revision}`;
    const earlier = await api.json<PageDetail>('GET', path).catch(ignoreNotFound);
    if (earlier?.record && isSamePage(earlier.record, page)) return true;
  }
  return false;
}

/** What publishing did with a file. */
export interface PageOutcome {
  kind: 'new' | 'changed' | 'same' | 'newer on the server' | 'withdrawn' | 'refused';
  /** A line for the terminal. */
  message: string;
}

async function send(api: ApiClient, each: PageFile, replaces: number | undefined): Promise<string> {
  const condition = replaces === undefined ? { 'If-None-Match': '*' } : { 'If-Match': `"${replaces}"` };
  const { url, revision } = await api.json<PageChange>(
    'PUT',
    `/pages/${each.page.slug}`,
    jsonBody(each.page, condition),
  );
  recordPage(api, each, revision);
  return url;
}

/** Publishes a page, unless that would replace what its author has not seen. `isForced` replaces it. */
async function publishPage(api: ApiClient, each: PageFile, isForced = false): Promise<PageOutcome> {
  const { file, page } = each;
  const name = relative('.', file);
  const remote = await findPage(api, page.slug);
  if (!remote) return { kind: 'new', message: `${name}: published at ${await send(api, each, undefined)}` };
  if (remote.record && isSamePage(remote.record, page)) {
    recordPage(api, each, remote.revision);
    return { kind: 'same', message: `${name}: unchanged.` };
  }
  const base = basesOf(file)[api.url]?.[page.slug];
  const isFresh = base?.revision === remote.revision;
  if (isForced || (isFresh && remote.record)) {
    return { kind: 'changed', message: `${name}: changed at ${await send(api, each, remote.revision)}` };
  }
  if (!remote.record) {
    const message = `${name}: not published. ${remote.who} has withdrawn the page. To publish it again: npm run story -- pages publish --force ${name}`;
    return { kind: 'withdrawn', message };
  }
  if (base?.page === fingerprintPage(page) || (await isEarlier(api, page, remote.revision))) {
    const message = `${name}: kept. The server has a newer one, by ${remote.who}. To take it over: npm run story -- pages pull ${page.slug}`;
    return { kind: 'newer on the server', message };
  }
  const why = base
    ? `${remote.who} has changed the page on the server (revision ${remote.revision}), and you have changed the file.`
    : `The server has another text (revision ${remote.revision}, by ${remote.who}), and nothing here says whether your file was made from it.`;
  const message = [
    `${name}: not published. ${why}`,
    "  Save a copy of yours, replace the file with the server's, then redo your changes:",
    `    npm run story -- pages pull --force ${page.slug}`,
    "  Or replace the server's page with your file:",
    `    npm run story -- pages publish --force ${name}`,
  ].join('\n');
  return { kind: 'refused', message };
}

/** Publishes pages, one after the other. */
export async function publishPages(
  api: ApiClient,
  pages: readonly PageFile[],
  isForced = false,
): Promise<PageOutcome[]> {
  const outcomes: PageOutcome[] = [];
  for (const each of pages) outcomes.push(await publishPage(api, each, isForced));
  return outcomes;
}

/**
 * Finds pages that the server still has though their files, once published from this folder, are gone: a missing file withdraws nothing.
 * `pages` are all of the folder. Returns a line about each for the terminal.
 */
export async function findForgottenPages(api: ApiClient, pages: readonly PageFile[]): Promise<string[]> {
  const [first] = pages;
  if (!first) return [];
  const kept = new Set(pages.map(({ page }) => page.slug));
  const gone = Object.keys(basesOf(first.file)[api.url] ?? {}).filter((slug) => !kept.has(slug));
  const remotes = await Promise.all(gone.map((slug) => findPage(api, slug)));
  return remotes.flatMap((remote) =>
    remote?.record
      ? [
          `/${remote.slug} has no file any more, but is still published. To withdraw it: npm run story -- pages withdraw ${remote.slug}`,
        ]
      : [],
  );
}
