import { isContainer, openContainer, storedBytes } from '../../../../src/document/container.ts';
import { gunzip } from '../../../../src/lib/gzip.ts';
import { marksIn, type Said } from '../faults.ts';

// What a value that is written says, for the witness.

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The record in a value. */
async function recordIn(value: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(value);
  if (!isContainer(bytes)) return new TextDecoder().decode(bytes);
  const container = openContainer(bytes);
  const { record } = container.table;
  const stored = storedBytes(container, record);
  return new TextDecoder().decode(record.coding === 'gzip' ? await gunzip(stored) : stored);
}

/** What a key is given, as far as the campaign looks at it. */
export async function saidBy(key: string, value: ArrayBuffer | null, metadata: unknown): Promise<Said> {
  const { updated } = (metadata ?? {}) as { updated?: string };
  const at = updated === undefined ? {} : { updated: Date.parse(updated) };
  if (value === null) return { says: 'nothing', ...at };
  if (key.startsWith('card:'))
    return { says: `picture ${hex(await crypto.subtle.digest('SHA-1', value))}`, ...at };
  const record = await recordIn(value);
  if (record.startsWith('{"withdrawn"')) return { says: 'withdrawn', ...at };
  if (record.startsWith('{"movedTo"')) return { says: 'moved', ...at };
  const said: Said = { says: marksIn(record), ...at };
  if (key.startsWith('archive:')) {
    const { stories } = JSON.parse(record) as { stories: { slug: string; updated: string }[] };
    said.lists = stories.map((story) => ({ slug: story.slug, updated: Date.parse(story.updated) }));
  }
  if (key.startsWith('edition:')) said.previous = (JSON.parse(record) as { previous: number }).previous;
  return said;
}
