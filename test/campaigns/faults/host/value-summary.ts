import { gunzip } from '../../../../src/lib/gzip.ts';
import { isContainer, openContainer, storedBytes } from '../../../../src/site/document/container.ts';
import { marksIn, type ValueSummary } from '../faults.ts';

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Returns the record in a value, which may be a container or the bare record. */
async function recordIn(value: ArrayBuffer): Promise<string> {
  const bytes = new Uint8Array(value);
  if (!isContainer(bytes)) return new TextDecoder().decode(bytes);
  const container = openContainer(bytes);
  const { record } = container.table;
  const stored = storedBytes(container, record);
  return new TextDecoder().decode(record.coding === 'gzip' ? await gunzip(stored) : stored);
}

/** Summarizes a value for the witness. `value` is null if the key is deleted. */
export async function summarizeValue(
  key: string,
  value: ArrayBuffer | null,
  metadata: unknown,
): Promise<ValueSummary> {
  const { updated } = (metadata ?? {}) as { updated?: string };
  const at = updated === undefined ? {} : { updated: Date.parse(updated) };
  if (value === null) return { content: 'nothing', ...at };
  if (key.startsWith('card:'))
    return { content: `picture ${hex(await crypto.subtle.digest('SHA-1', value))}`, ...at };
  const record = await recordIn(value);
  if (record.startsWith('{"withdrawn"')) return { content: 'withdrawn', ...at };
  if (record.startsWith('{"movedTo"')) return { content: 'moved', ...at };
  const summary: ValueSummary = { content: marksIn(record), ...at };
  if (key.startsWith('archive:')) {
    const { stories } = JSON.parse(record) as { stories: { slug: string; updated: string }[] };
    summary.lists = stories.map((story) => ({ slug: story.slug, updated: Date.parse(story.updated) }));
  }
  if (key.startsWith('edition:')) summary.previous = (JSON.parse(record) as { previous: number }).previous;
  return summary;
}
