import { withTimeout } from '../lib/timeout.ts';
import { KV_READ_TIMEOUT, type KvMetadata, readMetadata } from '../platform/kv.ts';

/** The part of KV that requests from readers use. */
export type KvReader = Pick<KVNamespace, 'getWithMetadata'>;

/** The value of a key in KV. */
export interface KvValue {
  /** `null` if the key does not exist. */
  bytes: Uint8Array | null;
  /** `undefined` for a hand-written value. */
  metadata: KvMetadata | undefined;
}

/** Seconds for which a Cloudflare location may answer reads from its own cache (`cacheTtl`): the shortest time that KV allows. */
export const KV_CACHE_TTL = 30;

/** Reads a value. Rejects if KV fails, or does not answer within `KV_READ_TIMEOUT`. */
export async function readKvValue(kv: KvReader, key: string): Promise<KvValue> {
  const options = { type: 'arrayBuffer', cacheTtl: KV_CACHE_TTL } as const;
  const { value, metadata } = await withTimeout(KV_READ_TIMEOUT, kv.getWithMetadata(key, options));
  return { bytes: value && new Uint8Array(value), metadata: readMetadata(metadata) };
}
