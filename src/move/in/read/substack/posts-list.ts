import { parse } from 'csv-parse';
import type { Row } from '../fields.ts';

/** One line of posts.csv, by the names of its columns, and where it stands. */
interface ListedPost {
  row: Row;
  line: number;
}

/** A line that is no line of a table. */
interface BrokenLine {
  line: number;
  reason: string;
}

/** A record is a line of a table: no title is that long. A quotation that never closes would take the rest of the file. */
const MAX_RECORD = 262_144;

/** Reads posts.csv (RFC 4180), UTF-8, line by line. */
export async function* readList(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ListedPost | BrokenLine> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD,
  });
  const feed = (async () => {
    for await (const chunk of chunks) {
      if (parser.destroyed) return;
      if (!parser.write(chunk)) await new Promise((done) => parser.once('drain', done).once('close', done));
    }
    parser.end();
  })();
  feed.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error))));
  let columns: string[] | undefined;
  let line = 1;
  try {
    for await (const { record, info } of parser) {
      const start = line;
      line = Number(info.lines) + 1;
      const values: unknown[] = record;
      if (!columns) {
        columns = values.map((value) => String(value).trim().toLowerCase());
        continue;
      }
      const names = columns;
      yield {
        row: Object.fromEntries(values.map((value, at) => [names[at] ?? `column ${at + 1}`, value])),
        line: start,
      };
    }
  } catch (error) {
    yield { line, reason: error instanceof Error ? error.message : String(error) };
  }
}
