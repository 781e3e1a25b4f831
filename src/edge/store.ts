import { type Metadata, readMetadata } from '../kv.ts';
import { withTimeout } from '../lib/timeout.ts';

/** The part of KV that readers' requests use. */
export type Store = Pick<KVNamespace, 'getWithMetadata'>;

/** What KV holds under a key: nothing, or bytes and what the press noted beside them. */
export interface StoredValue {
  bytes: Uint8Array | null;
  /** Undefined for a value that was put by hand. */
  known: Metadata | undefined;
}

/** Seconds for which Cloudflare may answer a KV read from nearby: the least that KV allows. */
export const KV_CACHE_SECONDS = 30;

/** The longest read of KV that a reader waits for, in milliseconds: one that hangs is as one that fails. */
export const KV_PATIENCE = 5000;

/** How long KV may give a value again that it has replaced, in milliseconds: "60 seconds or more", and clocks may be off. */
export const KV_CONVERGED = 180_000;

/** Reads a value; rejects if KV fails, or does not answer within `KV_PATIENCE`. */
export async function readValue(kv: Store, key: string): Promise<StoredValue> {
  const options = { type: 'arrayBuffer', cacheTtl: KV_CACHE_SECONDS } as const;
  const { value, metadata } = await withTimeout(KV_PATIENCE, kv.getWithMetadata(key, options));
  return { bytes: value && new Uint8Array(value), known: readMetadata(metadata) };
}
