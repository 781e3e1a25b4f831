import type { KvEntry, KvMetadata } from '../src/platform/kv.ts';

/** A value in KV, with its metadata. Hand-written values have none. */
export type StoredValue = { value: KvEntry['value']; metadata: KvMetadata | null } | null;

/** Returns the bytes of a value. */
export const bytesOf = (value: string | Uint8Array): Uint8Array =>
  typeof value === 'string' ? new TextEncoder().encode(value) : value;

/** Makes a KV with the values that `valueAt` returns. Like KV as this program uses it, it returns one value as bytes and several as text. */
export function fakeKv(valueAt: (key: string) => StoredValue | Promise<StoredValue>) {
  const reads = { single: 0, bulk: 0 };
  const one = async (key: string) => {
    const { value, metadata } = (await valueAt(key)) ?? { value: null, metadata: null };
    return { bytes: value === null ? null : bytesOf(value), metadata, cacheStatus: null };
  };
  const getWithMetadata = async (keys: string | string[]) => {
    if (typeof keys === 'string') {
      reads.single++;
      const { bytes, ...rest } = await one(keys);
      return { value: bytes && new Uint8Array(bytes).buffer, ...rest };
    }
    reads.bulk++;
    const read = keys.map(async (key) => {
      const { bytes, ...rest } = await one(key);
      return [key, { value: bytes && new TextDecoder().decode(bytes), ...rest }] as const;
    });
    return new Map(await Promise.all(read));
  };
  return { kv: { getWithMetadata } as unknown as KVNamespace, reads };
}
