import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { Presets, SingleBar } from 'cli-progress';
import { escapeInvisibleLines } from '../../story/parse/fault.ts';
import { type ApiClient, ServerError } from './api-client.ts';

/** Lines that are sent in one request: a second or two of the server's time. */
const MAX_LINES_PER_REQUEST = 200;
/** Bytes that are sent in one request at the most, if it is more than one line. */
const MAX_BYTES_PER_REQUEST = 8_000_000;
/** From how many lines on there is a progress bar. */
const PROGRESS_BAR_MINIMUM = 20;

/** What became of a line, as the server says. */
export interface LineResult {
  line: number;
  ok: boolean;
  slug?: string;
  revision?: number;
  changed?: boolean;
  /** That it was no story, but earlier revisions of one. */
  history?: true;
  status?: string;
  detail?: string;
  faults?: { field: string; rule: string }[];
}

/** How many stories were published, or had nothing new, and what was refused. */
export interface ImportSummary {
  changed: number;
  same: number;
  refused: LineResult[];
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

/** The server or its connection ended in the middle of a request. */
class ConnectionLost extends ServerError {}

async function readBody(response: Response): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    const { cause } = error as Error;
    const why = cause instanceof Error ? cause.message : (error as Error).message;
    throw new ConnectionLost(
      `The server broke off while it was taking stories (${why}). It may have been stopped.`,
    );
  }
}

async function sendBatch(api: ApiClient, lines: readonly string[], replace: boolean): Promise<LineResult[]> {
  const response = await api.request('POST', `/stories${replace ? '?replace=true' : ''}`, {
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: `${lines.join('\n')}\n`,
  });
  const results = (await readBody(response))
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LineResult);
  if (results.length !== lines.length) {
    throw new ConnectionLost(
      `The server answered for ${results.length} of the ${lines.length} lines that were sent.`,
    );
  }
  return results;
}

/** Sends records, a line each, some at a time. `begin` is how many were sent before, and `before` what
 * became of them; `acknowledged` is told how far it is. */
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
    answered?: (result: LineResult) => void;
  },
): Promise<ImportSummary> {
  const { total, replace, begin = 0, before, acknowledged, answered } = options;
  const summary: ImportSummary = before ?? { changed: 0, same: 0, refused: [] };
  const bar = progressBar(total);
  let count = 0;
  let last: string | undefined;
  let waiting: string[] = [];
  let bytes = 0;
  const send = async () => {
    if (waiting.length === 0) return;
    const first = count - waiting.length;
    for (const result of await sendBatch(api, waiting, replace)) {
      answered?.({ ...result, line: first + result.line });
      if (!result.ok) summary.refused.push({ ...result, line: first + result.line });
      else last = result.slug;
      if (result.ok && !result.history) summary[result.changed ? 'changed' : 'same']++;
    }
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
      error.message += `\n${done} of ${total} lines are done. Start the server and run the same command again: it goes on from there, and what the server has already is left as it is.`;
    }
    throw error;
  } finally {
    bar?.stop();
  }
  return summary;
}

/** The lines of a file; only a line feed ends one, as a story may hold other characters that look like it. */
async function* readLines(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const part of createReadStream(file, 'utf8')) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** How many lines the file has, and a name of its content. */
async function measureFile(file: string): Promise<{ total: number; hash: string }> {
  const hash = createHash('sha256');
  let total = 0;
  for await (const line of readLines(file)) {
    hash.update(`${line}\n`);
    if (line.trim() !== '') total++;
  }
  return { total, hash: hash.digest('hex') };
}

/** How far an import is, as the file beside it says. */
interface Progress extends ImportSummary {
  server: string;
  /** A story that the server has acknowledged. Where it does not have it any more, it is another than it was. */
  last: string | undefined;
  hash: string;
  replace: boolean;
  sent: number;
}

async function readProgress(mark: string): Promise<Partial<Progress>> {
  try {
    return JSON.parse(await readFile(mark, 'utf8')) as Progress;
  } catch {
    return {};
  }
}

/** Sends a file of NDJSON. How far it is stands in a file beside it, so that an interrupted import goes on from there. */
export async function importFile(
  api: ApiClient,
  file: string,
  replace: boolean,
): Promise<ImportSummary & { resumed: number }> {
  const mark = `${file}.progress`;
  const { total, hash } = await measureFile(file);
  const kept = await readProgress(mark);
  const isSame =
    kept.server === api.url &&
    kept.hash === hash &&
    kept.replace === replace &&
    kept.last !== undefined &&
    (await api.findStory(kept.last)) !== undefined;
  const begin = isSame ? (kept.sent ?? 0) : 0;
  const before: ImportSummary = {
    changed: isSame ? (kept.changed ?? 0) : 0,
    same: isSame ? (kept.same ?? 0) : 0,
    refused: isSame ? (kept.refused ?? []) : [],
  };
  const summary = await importRecords(api, readLines(file), {
    total,
    replace,
    begin,
    before,
    acknowledged: (sent, soFar, last = kept.last) =>
      writeFile(
        mark,
        JSON.stringify({ server: api.url, last, hash, replace, sent, ...soFar } satisfies Progress),
      ),
  });
  await rm(mark, { force: true });
  return { ...summary, resumed: begin };
}

/** What became of the stories, for the person at the terminal. */
export function describeImport({ changed, same, refused }: ImportSummary): string {
  const counts = [`${changed} published`, `${same} had nothing new`, `${refused.length} refused`];
  const lines = refused.map(({ line, slug, detail, faults }) => {
    const rules = (faults ?? []).map(({ field, rule }) => `\n    ${field}: ${rule}`).join('');
    return `  ${slug ?? `line ${line}`}: ${detail ?? 'refused'}${rules}`;
  });
  return escapeInvisibleLines([`${counts.join(', ')}.`, ...lines].join('\n'));
}
