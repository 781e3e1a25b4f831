import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { Presets, SingleBar } from 'cli-progress';
import { type ApiClient, ServerError } from '../../../cli/client/api-client.ts';
import { splitLines } from '../../../cli/client/lines.ts';
import { formatCount } from '../../../cli/format.ts';
import { replaceFile } from '../../../cli/replace-file.ts';
import { escapeInvisibleLines, formatFault } from '../../../site/story/parse/fault.ts';
import { PictureList } from '../../pictures/cli/pictures.ts';
import type { ImportResult } from '../api/schemas.ts';

/** The server takes a second or two for a batch of this size. */
const MAX_LINES_PER_REQUEST = 200;
/** A longer line is sent alone. */
const MAX_BYTES_PER_REQUEST = 8_000_000;
/** The fewest lines for which an import shows a progress bar. */
const PROGRESS_BAR_MINIMUM = 20;

type Refused = Extract<ImportResult, { ok: false }>;

/** How many stories were published, how many were unchanged, how many pictures were stored, and the lines that were refused. */
export interface ImportSummary {
  changed: number;
  same: number;
  /** Left out by earlier versions, which knew no pictures. */
  pictures?: number;
  /** The slugs of the newsroom's own pages that came in, or have new revisions; left out if none. */
  pages?: string[];
  /** How many redirects from old addresses there are; left out if none. */
  redirects?: number;
  /** How many people came in, and how many drafts; left out if none. */
  people?: number;
  drafts?: number;
  refused: Refused[];
}

function progressBar(total: number): SingleBar | undefined {
  if (total < PROGRESS_BAR_MINIMUM || !process.stderr.isTTY) return undefined;
  const bar = new SingleBar(
    { format: '{bar} {percentage}% | {value} of {total} | {eta_formatted} left', stream: process.stderr },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return bar;
}

/** The connection broke during a request. */
class ConnectionLost extends ServerError {}

async function readBody(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    const { cause } = error as Error;
    const why = cause instanceof Error ? cause.message : (error as Error).message;
    throw new ConnectionLost(
      `The connection to the server broke during the import (${why}). Was the server stopped?`,
    );
  }
}

/** Imports lines with one request. Returns the server's answer to each, in order. */
export async function sendBatch(
  api: ApiClient,
  lines: readonly string[],
  replace: boolean,
): Promise<ImportResult[]> {
  const response = await api.request('POST', `/stories${replace ? '?replace=true' : ''}`, {
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  });
  const results = (await readBody(response))
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as ImportResult);
  if (results.length !== lines.length) {
    throw new ConnectionLost(
      `The server answered for only ${results.length} of ${formatCount(lines.length, 'line')}.`,
    );
  }
  return results;
}

/**
 * Imports records, one per line, in batches. Skips the first `begin` lines, whose summary is `before`, and adds to it. After each
 * batch, calls `acknowledged` with the number of lines so far and the last slug that the server accepted.
 */
export async function importRecords(
  api: ApiClient,
  lines: AsyncIterable<string> | Iterable<string>,
  options: {
    total: number;
    replace: boolean;
    begin?: number;
    before?: ImportSummary;
    acknowledged?: (count: number, soFar: ImportSummary, last: string | undefined) => Promise<void>;
    /** Called with the result of each line. */
    answered?: (result: ImportResult) => void;
  },
): Promise<ImportSummary> {
  const { total, replace, begin = 0, before, acknowledged, answered } = options;
  const summary: ImportSummary = before ?? { changed: 0, same: 0, refused: [] };
  const knownPictures = summary.pictures ?? 0;
  /** A backup has two lines for a picture: one with its bytes, one with its texts. */
  const pictures = new Set<string>();
  const bar = progressBar(total);
  let count = 0;
  let last: string | undefined;
  let waiting: string[] = [];
  let bytes = 0;
  const send = async () => {
    if (waiting.length === 0) return;
    const first = count - waiting.length;
    for (const sent of await sendBatch(api, waiting, replace)) {
      const result = { ...sent, line: first + sent.line };
      answered?.(result);
      if (!result.ok) summary.refused.push(result);
      else if ('slug' in result) {
        last = result.slug;
        if (!result.history) summary[result.changed ? 'changed' : 'same']++;
      } else if ('redirects' in result) summary.redirects = (summary.redirects ?? 0) + result.redirects;
      else if (!result.changed) continue;
      else if ('picture' in result) pictures.add(result.picture);
      // Each revision of a page is a line.
      else if ('page' in result) summary.pages = [...new Set([...(summary.pages ?? []), result.page])];
      else if (result.newsroom === 'person') summary.people = (summary.people ?? 0) + 1;
      else if (result.newsroom === 'draft') summary.drafts = (summary.drafts ?? 0) + 1;
    }
    summary.pictures = knownPictures + pictures.size;
    waiting = [];
    bytes = 0;
    bar?.update(count);
    await acknowledged?.(count, summary, last);
  };
  try {
    for await (const line of lines) {
      if (line.trim() === '') continue;
      count++;
      if (count <= begin) continue;
      if (bytes + line.length > MAX_BYTES_PER_REQUEST) await send();
      waiting.push(line);
      bytes += line.length;
      if (waiting.length === MAX_LINES_PER_REQUEST) await send();
    }
    await send();
  } catch (error) {
    const done = Math.max(begin, count - waiting.length);
    if (error instanceof ConnectionLost || (error instanceof ServerError && done > 0)) {
      error.message += `\n${done} of ${formatCount(total, 'line')} imported. Start the server and run the same command again to resume.`;
    }
    throw error;
  } finally {
    bar?.stop();
  }
  return summary;
}

const readLines = (file: string) => splitLines(createReadStream(file, 'utf8'));

/** Counts the file's lines that are not blank, hashes its content, and lists the pictures that it names but does not have. */
async function measureFile(file: string): Promise<{ total: number; hash: string; missing: string[] }> {
  const hash = createHash('sha256');
  const pictures = new PictureList();
  let total = 0;
  for await (const line of readLines(file)) {
    hash.update(`${line}\n`);
    pictures.add(line);
    if (line.trim() !== '') total++;
  }
  return { total, hash: hash.digest('hex'), missing: pictures.missing };
}

/** How far an import got: the content of its `.progress` file. */
interface Progress extends ImportSummary {
  server: string;
  /** Slug of the last story that the server accepted. If the server lacks it, it was emptied meanwhile, and the import starts over. */
  last: string | undefined;
  hash: string;
  replace: boolean;
  sent: number;
}

async function readProgress(file: string): Promise<Progress | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Progress;
  } catch {
    return undefined;
  }
}

/**
 * Imports an NDJSON file. Keeps its progress in a file beside it, from which an interrupted import resumes. `resumed` is the
 * number of lines that an earlier run sent.
 */
export async function importFile(api: ApiClient, file: string, replace: boolean) {
  const progressFile = `${file}.progress`;
  const { total, hash, missing } = await measureFile(file);
  const kept = await readProgress(progressFile);
  const canResume =
    kept?.last !== undefined &&
    kept.server === api.url &&
    kept.hash === hash &&
    kept.replace === replace &&
    (await api.findStory(kept.last)) !== undefined;
  const start: Omit<Progress, 'server' | 'last' | 'hash' | 'replace'> = {
    sent: 0,
    changed: 0,
    same: 0,
    refused: [],
  };
  const {
    sent,
    changed,
    same,
    pictures = 0,
    pages,
    redirects = 0,
    people,
    drafts,
    refused,
  } = canResume ? kept : start;
  const summary = await importRecords(api, readLines(file), {
    total,
    replace,
    begin: sent,
    before: {
      changed,
      same,
      pictures,
      ...(pages ? { pages } : {}),
      ...(redirects > 0 ? { redirects } : {}),
      ...(people === undefined ? {} : { people }),
      ...(drafts === undefined ? {} : { drafts }),
      refused,
    },
    acknowledged: (count, soFar, last = kept?.last) => {
      const progress: Progress = { server: api.url, last, hash, replace, sent: count, ...soFar };
      return replaceFile(progressFile, JSON.stringify(progress));
    },
  });
  await rm(progressFile, { force: true });
  const nowhere: string[] = [];
  for (const url of missing) if (!(await api.hasPicture(url))) nowhere.push(url);
  return { ...summary, resumed: sent, missing: nowhere };
}

/** Describes the result of an import for the terminal. */
export function describeImport(summary: ImportSummary): string {
  const { changed, same, pictures = 0, pages = [], redirects = 0, people = 0, drafts = 0, refused } = summary;
  const counts = [
    `${changed} published`,
    `${same} unchanged`,
    `${refused.length} refused`,
    ...(pictures > 0 ? [`${formatCount(pictures, 'picture')} stored`] : []),
    ...(pages.length > 0 ? [`${formatCount(pages.length, 'page')} imported`] : []),
    ...(redirects > 0 ? [`${formatCount(redirects, 'redirect')} in place`] : []),
    ...(drafts > 0 ? [`${formatCount(drafts, 'draft')} restored`] : []),
    ...(people > 0 ? [`${people === 1 ? '1 person' : `${people} people`} restored`] : []),
  ];
  const lines = refused.map(({ line, detail, faults = [] }) => {
    const rules = faults.map((fault) => `\n    ${formatFault(fault)}`).join('');
    return `  line ${line}: ${detail}${rules}`;
  });
  return escapeInvisibleLines([`${counts.join(', ')}.`, ...lines].join('\n'));
}
