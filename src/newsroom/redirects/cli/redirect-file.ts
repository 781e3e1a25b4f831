import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { splitLines } from '../../../cli/client/lines.ts';
import { InvalidFiles } from '../../../cli/command-error.ts';
import type { NewRedirect } from '../desk/redirect.ts';

// Files of redirects: CSV (RFC 4180) with the old address and where it leads, or NDJSON.

/** A redirect with its line in the file, from 1. */
type NumberedRedirect = NewRedirect & { line: number };

/** The most faults of a file that are listed. */
const MAX_FAULTS = 20;

/**
 * Reads a file of redirects. Its first character says which form it has. `name` is the file's name in messages. Throws `InvalidFiles`
 * with what is wrong, if anything is.
 */
export async function readRedirectFile(file: string, name: string): Promise<NumberedRedirect[]> {
  const faults: string[] = [];
  const found: NumberedRedirect[] = [];
  const add = (line: number, redirect: NewRedirect | string) => {
    if (typeof redirect !== 'string') found.push({ line, ...redirect });
    else faults.push(`${name}, line ${line}: ${redirect}`);
  };
  if (await isNdjson(file)) await readNdjson(file, add);
  else await readCsv(file, add);
  if (faults.length === 0 && found.length === 0) faults.push(`${name}: has no redirects.`);
  if (faults.length === 0) return found;
  const more = faults.length - MAX_FAULTS;
  throw new InvalidFiles([
    ...faults.slice(0, MAX_FAULTS),
    ...(more > 0 ? [`And ${more} more in ${name}.`] : []),
  ]);
}

type Add = (line: number, redirect: NewRedirect | string) => void;

async function isNdjson(file: string): Promise<boolean> {
  const stream = createReadStream(file, { encoding: 'utf8', end: 4096 });
  for await (const text of stream) {
    stream.destroy();
    return /^\uFEFF?\s*\{/.test(String(text));
  }
  return false;
}

async function readNdjson(file: string, add: Add): Promise<void> {
  let line = 0;
  for await (const text of splitLines(createReadStream(file, 'utf8'))) {
    line++;
    if (text.trim() === '') continue;
    try {
      const { from, to } = JSON.parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
      add(
        line,
        typeof from === 'string' && typeof to === 'string'
          ? { from, to }
          : 'must be {"from":"/old","to":"/new"}.',
      );
    } catch {
      add(line, 'is not JSON.');
    }
  }
}

/** Returns what is wrong with a row; undefined if nothing is. */
function ruleAgainst(columns: readonly string[]): string | undefined {
  const must = 'must have two columns, the old address and where it leads, but';
  if (columns.length !== 2) return `${must} has ${columns.length === 1 ? 'one' : columns.length}.`;
  return columns.includes('') ? `${must} one is empty.` : undefined;
}

async function readCsv(file: string, add: Add): Promise<void> {
  const parser = createReadStream(file).pipe(
    parse({ bom: true, info: true, relaxColumnCount: true, skipEmptyLines: true, trim: true }),
  );
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number; records: number };
    }>) {
      const [from = '', to = ''] = record;
      const isHeader = info.records <= 1 && from.toLowerCase() === 'from' && to.toLowerCase() === 'to';
      if (isHeader) continue;
      const rule = ruleAgainst(record);
      add(info.lines, rule ?? { from, to });
    }
  } catch (error) {
    const { lines, message } = error as Error & { lines?: number };
    add(lines ?? 1, `is not CSV: ${message}.`);
  }
}

/** Writes a field of CSV (RFC 4180 section 2). */
const field = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Writes redirects as CSV, with a header. */
export const formatRedirects = (redirects: readonly NewRedirect[]): string =>
  [['from', 'to'], ...redirects.map(({ from, to }) => [from, to])]
    .map((columns) => `${columns.map(field).join(',')}\n`)
    .join('');
