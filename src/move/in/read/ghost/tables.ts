import { JSONParser } from '@streamparser/json';

/** One row of a table of the export; `row` has whatever stands there. */
export interface TableRow {
  table: string;
  row: unknown;
}

/** Larger chunks would only hold more rows in memory at once. */
const BUFFER = 64 * 1024;

/**
 * Parses an export of Ghost, bytes of UTF-8, and gives the rows of its tables in the order of the file; `meta` is a table of one row.
 * Memory holds the rows of one chunk. Ends with what the parser says if the JSON is cut short or broken; null if it is whole.
 */
export async function* readTables(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<TableRow, string | null> {
  const rows: TableRow[] = [];
  const parser = new JSONParser({
    paths: ['$.db.*.data.*.*', '$.db.*.meta', '$.data.*.*', '$.meta'],
    keepStack: false,
    stringBufferSize: BUFFER,
  });
  parser.onValue = ({ value, key, stack }) => {
    rows.push({ table: String(key === 'meta' ? key : stack.at(-1)?.key), row: value });
  };
  let fault: string | null = null;
  const attempt = (parse: () => void) => {
    try {
      parse();
    } catch (error) {
      fault = error instanceof Error ? error.message : String(error);
    }
  };
  for await (const chunk of chunks) {
    attempt(() => parser.write(chunk));
    yield* rows.splice(0);
    if (fault !== null) return fault;
  }
  if (!parser.isEnded) attempt(() => parser.end());
  yield* rows.splice(0);
  return fault;
}
