import type { Shelf } from '../../lib/shelf.ts';
import { withTimeout } from '../../lib/timeout.ts';
import { KV_READ_TIMEOUT, printedAt, readMetadata, Unavailable } from '../../platform/kv.ts';
import type { Site } from '../../settings/site.ts';
import { withUsagePolicy } from '../../site/document/headers.ts';
import { BrokenValue, readRecord, type StoredRecord } from '../../site/document/stored-record.ts';
import { type CachedValue, isConverging, type KvCache, type ReadOptions } from '../kv-cache.ts';
import { KV_CACHE_TTL } from '../kv-read.ts';
import type { DatedSite } from '../site.ts';
import { type DatedDocument, makeTextRendition, type Rendition } from './rendition.ts';

// Documents that are rendered on request, because KV does not contain them finished.

/** A document that is rendered from the record in one KV value. */
export interface LazyDocument {
  /** Its name on the shelf: one for each address and variant. */
  name: string;
  /** The key of the value. */
  key: string;
  /** Renders the document, or returns `undefined` if there is none (yet). */
  render: (input: RenderInput) => Promise<DatedDocument | undefined>;
}

/** The data that a document is rendered from. */
export interface RenderInput extends Pick<RenderContext, 'site' | 'now' | 'log'> {
  /** The record in the value; `null` if the key does not exist. */
  record: StoredRecord | null;
  /** When the value was written to KV; `undefined` for a hand-written value. */
  printed: Date | undefined;
  /** Reads the records of at most 100 other keys in bulk; returns them in the order of the keys. */
  readOthers: (keys: readonly string[]) => Promise<ReadRecord[]>;
}

/** A record, with the times from the metadata of its value. */
export interface ReadRecord {
  /** `null` if the key does not exist. */
  record: StoredRecord | null;
  /** When the record last changed. */
  updated: Date | undefined;
  /** When the value was written to KV. */
  printed: Date | undefined;
}

/** A rendition on the shelf, with the settings and the values that it was rendered from. */
export interface KeptRendition {
  rendition: Rendition;
  site: Site;
  value: CachedValue;
  /** Whether it must be rendered again after the next read of KV, because KV may not have converged. */
  isProvisional: boolean;
  /** `value.checked` when it was rendered. */
  checked: number;
  /** The other keys that it was rendered from, and when their values were written to KV. */
  others: ReadonlyMap<string, Date | undefined>;
  /** Bytes of its body and of `value`, which it keeps in memory even after the KV cache has dropped it. */
  size: number;
}

/** The caches and settings with which a request renders documents. */
export interface RenderContext extends ReadOptions {
  site: Site;
  /** Returns the site with what is saved in place of that of data/site.json, if the document's value says that something is. */
  savedSite?: (value: CachedValue) => Promise<DatedSite>;
  kvCache: KvCache;
  /** The document's value, if this request has already read it. */
  value?: CachedValue | undefined;
  shelf: Shelf<KeptRendition>;
}

/** Reads the records of many keys. If they exceed the 25 MB that a bulk read may return, reads each half by itself. */
export async function readRecords(kv: RenderContext['kv'], keys: readonly string[]): Promise<ReadRecord[]> {
  if (keys.length === 0) return [];
  const options = { type: 'text', cacheTtl: KV_CACHE_TTL } as const;
  const values = await withTimeout(KV_READ_TIMEOUT, kv.getWithMetadata([...keys], options)).catch(
    (error: unknown) => {
      if (keys.length > 1 && /\b413\b/.test(String(error))) return undefined;
      const others = keys.length > 1 ? ` and ${keys.length - 1} others` : '';
      throw new Unavailable(`KV could not be read for ${keys[0]}${others}`, { cause: error });
    },
  );
  if (!values) {
    const half = Math.ceil(keys.length / 2);
    return [...(await readRecords(kv, keys.slice(0, half))), ...(await readRecords(kv, keys.slice(half)))];
  }
  return Promise.all(
    keys.map(async (key) => {
      const { value, metadata: stored } = values.get(key) ?? { value: null, metadata: null };
      const metadata = readMetadata(stored);
      const bytes = value === null ? null : new TextEncoder().encode(value);
      return {
        record: await readRecord(key, bytes, metadata),
        updated: metadata && new Date(metadata.updated),
        printed: metadata && printedAt(metadata),
      };
    }),
  );
}

const laterOf = (one: Date, other: Date): Date => (one < other ? other : one);

/** Whether any of these values is older than the value of the same key from which the kept rendition was rendered. */
const hasOlder = (others: KeptRendition['others'], kept: KeptRendition): boolean =>
  Array.from(others).some(([key, printed]) => {
    const before = kept.others.get(key);
    return before !== undefined && (printed === undefined || printed < before);
  });

/**
 * Returns the document's rendition: the kept one if its value has not changed or KV cannot be read, else a new one. Returns
 * `undefined` if there is no such document. Throws `Unavailable` if KV cannot be read and no rendition is kept, or if the value
 * is broken.
 */
export async function getRendition(
  document: LazyDocument,
  context: RenderContext,
): Promise<Rendition | undefined> {
  const { shelf, kvCache, now, log } = context;
  const { name, key } = document;
  let value: CachedValue;
  try {
    value =
      context.value ?? kvCache.getFresh(key, now, context.reuseSeconds) ?? (await kvCache.read(key, context));
  } catch (error) {
    // The shelf may still have the rendition after the cache has dropped its value.
    const last = error instanceof Unavailable ? shelf.get(name) : undefined;
    if (last) return last.rendition;
    throw error;
  }
  const { site, printed: saved } = (await context.savedSite?.(value)) ?? { site: context.site };
  const kept = shelf.get(name);
  if (kept?.value === value && kept.site === site && (!kept.isProvisional || kept.checked === value.checked))
    return kept.rendition;
  const others = new Map<string, Date | undefined>();
  try {
    const { bytes, metadata } = value;
    const record = await readRecord(key, bytes, metadata);
    const printed = metadata && printedAt(metadata);
    const readOthers: RenderInput['readOthers'] = async (keys) => {
      const read = await readRecords(context.kv, keys);
      for (const [index, { printed }] of read.entries()) others.set(keys[index] as string, printed);
      return read;
    };
    const rendered = await document.render({ record, printed, site, now, log, readOthers });
    if (!rendered) {
      shelf.remove(name);
      return undefined;
    }
    // Another request may have rendered newer values while this one waited.
    const present = shelf.get(name);
    if (present && isConverging(present.value, context) && hasOlder(others, present))
      return present.rendition;
    const headers = withUsagePolicy(rendered.headers, site);
    // What is saved may have changed since the value.
    const lastModified = rendered.lastModified && saved && laterOf(rendered.lastModified, saved);
    const rendition = await makeTextRendition({
      ...rendered,
      ...(lastModified && { lastModified }),
      headers,
    });
    const { isProvisional = false } = rendered;
    const size = rendition.body.byteLength + value.size;
    shelf.put(name, { rendition, site, value, isProvisional, checked: value.checked, others, size });
    kvCache.keepAbsent(key, value);
    return rendition;
  } catch (error) {
    if (error instanceof Unavailable) {
      const { message, cause } = error;
      const lastGoodCopy = kept !== undefined;
      log({ event: 'kv-read-failed', key, error: cause ? `${message}: ${cause}` : message, lastGoodCopy });
      if (kept) return kept.rendition;
    }
    if (!(error instanceof BrokenValue)) throw error;
    log({ event: 'kv-value-broken', key, error: error.message });
    shelf.remove(name);
    throw new Unavailable(error.message, { cause: error });
  }
}
