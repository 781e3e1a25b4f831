import { fingerprint } from '../lib/fingerprint.ts';
import type { LogEvent } from '../lib/log.ts';
import { Shelf } from '../lib/shelf.ts';
import { KV_CONVERGENCE, type KvMetadata, printedAt, Unavailable } from '../platform/kv.ts';
import { BrokenContainer, isContainer } from '../site/document/container.ts';
import { FinishedDocuments } from './finished-documents.ts';
import { type KvReader, type KvValue, readKvValue } from './kv-read.ts';

/** A value from KV, with the finished documents in it. */
export interface CachedValue extends KvValue {
  /** `undefined` if the value is not a container. */
  documents: FinishedDocuments | undefined;
  /** Bytes of the value. */
  size: number;
  /** When the key was last read from KV, in milliseconds. */
  checked: number;
  /** When KV last returned this version of the value, in milliseconds. */
  given: number;
}

/** The KV, the time and the settings with which a request reads. */
export interface ReadOptions {
  kv: KvReader;
  /** The time of the request, in milliseconds. */
  now: number;
  /** Seconds for which a cached value is used without reading KV again. */
  reuseSeconds: number;
  /** Writes a line to the log. */
  log: (event: LogEvent) => void;
}

/** The values that an isolate has read from KV. */
export class KvCache {
  readonly #shelf: Shelf<CachedValue>;

  /** @param capacity the most bytes to keep */
  constructor(capacity: number) {
    this.#shelf = new Shelf(capacity);
  }

  /** Returns the value if it was read within the last `reuseSeconds`, and the clock has not been set back since. */
  getFresh(key: string, now: number, reuseSeconds: number): CachedValue | undefined {
    const cached = this.#shelf.get(key);
    return cached && now >= cached.checked && now < cached.checked + reuseSeconds * 1000 ? cached : undefined;
  }

  /**
   * Reads the value from KV. If KV fails or returns a broken value, returns the last good copy, however old. Without a copy, throws
   * `Unavailable` if KV failed, and returns a broken value without documents, because the record in it may be intact.
   */
  async read(key: string, options: ReadOptions): Promise<CachedValue> {
    const { kv, now, log } = options;
    let value: KvValue;
    try {
      value = await readKvValue(kv, key);
    } catch (error) {
      const last = this.#shelf.get(key);
      log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: last !== undefined });
      if (last) return last;
      throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
    }
    const { bytes, metadata } = value;
    const same = this.#shelf.get(key);
    // If a value changes from A to B and back to A, the second A has a later `Last-Modified`, so it replaces the first.
    if (
      metadata &&
      same?.metadata?.version === metadata.version &&
      printedAt(metadata) <= printedAt(same.metadata)
    )
      return Object.assign(same, { checked: now, given: now });
    const read = { bytes, metadata, checked: now, given: now, size: bytes?.byteLength ?? 0 };
    let cached: CachedValue;
    try {
      cached = { ...read, documents: await documentsIn(key, value) };
    } catch (error) {
      const last = this.#shelf.get(key);
      log({ event: 'kv-value-broken', key, error: String(error), lastGoodCopy: last !== undefined });
      return last ?? { ...read, documents: undefined };
    }
    // Another request may have read a newer value while this one waited.
    const present = this.#shelf.get(key);
    if (present && isConverging(present, options) && isOlder(value, present))
      return Object.assign(present, { checked: now });
    // Missing keys are not kept, because requests for made-up addresses would fill the shelf.
    if (bytes) this.#shelf.put(key, cached);
    else this.#shelf.remove(key);
    return cached;
  }

  /** Remembers that KV has no value for a key whose document is served all the same: the feed of a topic before its first story. */
  keepAbsent(key: string, value: CachedValue): void {
    // Another request may have read a value while this one rendered.
    if (value.bytes === null && !this.#shelf.get(key)) this.#shelf.put(key, value);
  }

  /** Puts a container into the cache as if KV had just returned it. Returns a function that removes it. */
  putTemporarily(key: string, bytes: Uint8Array, metadata: KvMetadata): () => void {
    const now = Date.now();
    const documents = new FinishedDocuments(key, bytes, metadata);
    this.#shelf.put(key, { bytes, metadata, documents, size: bytes.byteLength, checked: now, given: now });
    return () => this.#shelf.remove(key);
  }
}

/**
 * Returns the finished documents in a value, or `undefined` if it is not a container. Throws `BrokenContainer` if the value's
 * fingerprint is not the version in its metadata, or if the container cannot be opened.
 */
async function documentsIn(
  key: string,
  { bytes, metadata }: KvValue,
): Promise<FinishedDocuments | undefined> {
  if (!bytes) return undefined;
  if (metadata ? (await fingerprint(bytes)) !== metadata.version : isContainer(bytes))
    throw new BrokenContainer('it is truncated, or the Desk did not write it');
  return metadata && isContainer(bytes) ? new FinishedDocuments(key, bytes, metadata) : undefined;
}

/**
 * Whether KV may still return values older than this one. As long as it may, the isolate ignores older values, so that no reader
 * sees a story change back. Always false if `REUSE_SECONDS` is 0.
 */
export const isConverging = ({ given }: CachedValue, { now, reuseSeconds }: ReadOptions): boolean =>
  reuseSeconds > 0 && now < given + 2 * KV_CONVERGENCE;

/** Whether a value from KV is older than the one in the cache. */
function isOlder({ bytes, metadata }: KvValue, cached: CachedValue): boolean {
  if (!cached.metadata) return false;
  return metadata ? printedAt(metadata) < printedAt(cached.metadata) : bytes === null;
}
