import { marksIn, type Said } from '../faults.ts';

// What a value that is written says, for the witness.

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

async function saysOf(value: string | ArrayBuffer | null): Promise<Omit<Said, 'updated'>> {
  if (value === null) return { says: 'nothing' };
  if (typeof value !== 'string')
    return { says: `picture ${hex(await crypto.subtle.digest('SHA-1', value))}` };
  if (value.startsWith('{"withdrawn"')) return { says: 'withdrawn' };
  if (value.startsWith('{"movedTo"')) return { says: 'moved' };
  return { says: marksIn(value) };
}

/** What a key is given, as far as the campaign looks at it. */
export async function saidBy(
  key: string,
  value: string | ArrayBuffer | null,
  metadata: unknown,
): Promise<Said> {
  const said: Said = await saysOf(value);
  const { updated } = (metadata ?? {}) as { updated?: string };
  if (updated !== undefined) said.updated = Date.parse(updated);
  if (typeof value !== 'string') return said;
  if (key.startsWith('archive:')) {
    const { stories } = JSON.parse(value) as { stories: { slug: string; updated: string }[] };
    said.lists = stories.map((story) => ({ slug: story.slug, updated: Date.parse(story.updated) }));
  }
  if (key.startsWith('edition:')) said.previous = (JSON.parse(value) as { previous: number }).previous;
  return said;
}
