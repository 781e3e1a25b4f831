// The value of a key in KV: a part of all redirects, as text. Its first line names the form; each of the others is an old address
// and where it leads, with a tab between.

/** How many parts the redirects have. With 500,000 of them, each part has about 2,000, or 200 kB. */
export const SHARD_COUNT = 256;

const FORM = 'redirects 1';

/** Returns the number of the part in which a key is: its 32-bit FNV-1a hash (draft-eastlake-fnv, section 2), folded. */
export function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return ((hash >>> 16) ^ (hash >>> 8) ^ hash) & (SHARD_COUNT - 1);
}

/** Makes the value of a part. */
export const serializeShard = (entries: readonly { key: string; to: string }[]): string =>
  `${[FORM, ...entries.map(({ key, to }) => `${key}\t${to}`)].join('\n')}\n`;

/** Finds where a key leads. Returns undefined if the part does not have it. Throws if the value is no part. */
export function findInShard(value: string, key: string): string | undefined {
  if (!value.startsWith(`${FORM}\n`)) throw new Error('the value is of another form');
  const before = `\n${key}\t`;
  const at = value.indexOf(before);
  if (at < 0) return undefined;
  const from = at + before.length;
  return value.slice(from, value.indexOf('\n', from));
}
