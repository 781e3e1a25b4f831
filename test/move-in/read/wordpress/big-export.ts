// Reads an export of a size that no memory holds, and prints what it took: node big-export.ts MEGABYTES [FILE]. It is made on the way,
// and packed, so that it takes little room; a file that is named gets it as it is.

import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Index } from '../../../../src/move/in/old-site.ts';
import { readWordPress } from '../../../../src/move/in/read/wordpress/read.ts';
import { FOOT, head, item } from './wxr.ts';

/** About 20 kB, with words that differ. */
function post(id: number): string {
  const paragraph = (at: number) =>
    `<!-- wp:paragraph -->\n<p>In the year ${1000 + at}, ${id * at} ships came to the harbour, and “${id ^ at}” was written on each of them.</p>\n<!-- /wp:paragraph -->\n\n`;
  const content = Array.from({ length: 140 }, (_, at) => paragraph(at)).join('');
  const day = String((id % 28) + 1).padStart(2, '0');
  return item({
    id,
    slug: `story-${id}`,
    date: `2019-05-${day} 10:00:00`,
    dateUtc: `2019-05-${day} 08:00:00`,
    content,
  });
}

function* exportOf(bytes: number): Generator<string> {
  yield head();
  for (let [id, written] = [1, 0]; written < bytes; id++) {
    const text = post(id);
    written += Buffer.byteLength(text);
    yield text;
  }
  yield FOOT;
}

function indexOnDisk(path: string): Index {
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA synchronous = OFF; CREATE TABLE value (name TEXT, key TEXT, json TEXT, PRIMARY KEY (name, key)); BEGIN',
  );
  const put = database.prepare('INSERT OR REPLACE INTO value VALUES (?, ?, ?)');
  const get = database.prepare('SELECT json FROM value WHERE name = ? AND key = ?');
  return {
    put: (set, key, value) => void put.run(set, key, JSON.stringify(value)),
    get(set, key) {
      const row = get.get(set, key);
      return row && JSON.parse(String(row.json));
    },
  };
}

const [megabytes = '200', file] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), 'big-export-'));
try {
  const path = file ?? join(folder, 'export.xml.gz');
  await pipeline(
    Readable.from(exportOf(Number(megabytes) * 1_000_000)),
    file ? new PassThrough() : createGzip({ level: 1 }),
    createWriteStream(path),
  );
  const index = indexOnDisk(join(folder, 'index.sqlite'));
  const start = performance.now();
  let [posts, characters, losses] = [0, 0, 0];
  for await (const entry of readWordPress(path, { index, progress: () => {}, now: Date.now() })) {
    if (entry.kind === 'loss') losses++;
    if (entry.kind !== 'post') continue;
    posts++;
    characters += entry.post.content.text.length;
  }
  const seconds = (performance.now() - start) / 1000;
  // Kilobytes, on every system on which Node runs but macOS.
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(JSON.stringify({ posts, characters, losses, seconds, memory }));
} finally {
  await rm(folder, { recursive: true });
}
