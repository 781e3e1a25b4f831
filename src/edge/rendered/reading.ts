import { BrokenValue, readRecord, Unavailable, type Value } from '../../document/stored.ts';
import { fingerprint } from '../../fingerprint.ts';
import { printedAt, readMetadata } from '../../kv.ts';
import type { LogEvent } from '../../log.ts';
import { within } from '../../patience.ts';
import type { Shelf } from '../shelf.ts';
import {
  KV_CACHE_SECONDS,
  KV_CONVERGED,
  KV_PATIENCE,
  readValue,
  type Store,
  type StoredValue,
} from '../store.ts';
import { type Dated, makeRendition, type Rendition, respond } from './rendition.ts';

// Documents that are rendered when they are read, as KV has no finished bytes of them.

/** What KV gave for a key: whether there was anything, and when it was put there, where that is known. */
interface Copy {
  isThere: boolean;
  printed: Date | undefined;
}

/** A rendition with what is needed to know whether it still holds. */
export interface Kept {
  /** Bytes of its body. */
  size: number;
  rendition: Rendition;
  /** The version of the KV value that the document is made from. */
  version: string;
  /** What it was made of, by key. */
  copies: ReadonlyMap<string, Copy>;
  /** When KV was last asked for it, in milliseconds. */
  checked: number;
  /** When KV last gave this version, in milliseconds. */
  given: number;
}

/** What a request is read with. */
export interface Reading {
  kv: Store;
  /** What KV gave for the document's key, if it was asked for this request already. */
  given?: Promise<StoredValue> | undefined;
  shelf: Shelf<Kept>;
  /** The time now, in milliseconds. */
  now: number;
  /** Seconds for which what was read is answered from without asking KV. */
  reuseSeconds: number;
  /** Writes a line to the log. */
  log: (event: LogEvent) => void;
}

/** A document that is rendered from one KV value. */
export interface Document {
  /** Its name on the shelf: one for each address and variant. */
  name: string;
  /** The one key that it is made from. */
  key: string;
  /**
   * Renders the value; `undefined` where nothing is (yet) to be shown. `value` is `null` where KV has none; `printed` is when
   * it was put there, where that is known. `readAll` reads the values that it lists.
   */
  render: (value: Value | null, printed: Date | undefined, readAll: ReadAll) => Promise<Dated | undefined>;
}

/** A value, when what it says last changed, and when it was put into KV, where that is known. */
export interface Stored {
  value: Value | null;
  updated: Date | undefined;
  printed: Date | undefined;
}

/** Reads at most 100 keys at once; gives their values in the order of the keys. */
export type ReadAll = (keys: readonly string[]) => Promise<Stored[]>;

/** Reads many values; in halves where together they are more than the 25 MB that one answer may have. */
async function readAll(kv: Store, keys: readonly string[]): Promise<Stored[]> {
  if (keys.length === 0) return [];
  const options = { type: 'text', cacheTtl: KV_CACHE_SECONDS } as const;
  const values = await within(KV_PATIENCE, kv.getWithMetadata([...keys], options)).catch((error: unknown) => {
    if (keys.length > 1 && /\b413\b/.test(String(error))) return undefined;
    const others = keys.length > 1 ? ` and ${keys.length - 1} others` : '';
    throw new Unavailable(`KV could not be read for ${keys[0]}${others}`, { cause: error });
  });
  if (!values) {
    const half = Math.ceil(keys.length / 2);
    return [...(await readAll(kv, keys.slice(0, half))), ...(await readAll(kv, keys.slice(half)))];
  }
  return Promise.all(
    keys.map(async (key) => {
      const { value, metadata } = values.get(key) ?? { value: null, metadata: null };
      const known = readMetadata(metadata);
      const bytes = value === null ? null : new TextEncoder().encode(value);
      return {
        value: await readRecord(key, bytes, known),
        updated: known && new Date(known.updated),
        printed: known && printedAt(known),
      };
    }),
  );
}

/**
 * Whether KV has given what was there before one of the copies that the kept rendition is made of: other nodes of it may not
 * have replaced that yet. Whoever has seen the newer one must not be shown the older. With nothing reused, what KV gives holds.
 */
function isOvertaken(
  copies: ReadonlyMap<string, Copy>,
  kept: Kept,
  { reuseSeconds, now }: Pick<Reading, 'reuseSeconds' | 'now'>,
): boolean {
  if (reuseSeconds === 0 || now >= kept.given + KV_CONVERGED) return false;
  return Array.from(copies).some(([key, { isThere, printed }]) => {
    const seen = kept.copies.get(key)?.printed;
    return seen !== undefined && (printed ? printed < seen : !isThere);
  });
}

/**
 * Finds the document's rendition: on the shelf, if KV was asked moments ago or still holds the same version, else made
 * from what KV holds. When KV fails, the last good copy is used, however old. `undefined` where there is no such document.
 */
export async function find(document: Document, reading: Reading): Promise<Rendition | undefined> {
  const { shelf, now, log } = reading;
  const { name, key } = document;
  const kept = shelf.get(name);
  // A clock that was set back has not asked yet.
  if (kept && now >= kept.checked && now < kept.checked + reading.reuseSeconds * 1000) return kept.rendition;
  let stored: StoredValue;
  try {
    stored = await (reading.given ?? readValue(reading.kv, key));
  } catch (error) {
    log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: kept !== undefined });
    if (kept) return kept.rendition;
    throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
  }
  const { bytes, known } = stored;
  const version = known?.version ?? (await fingerprint(bytes ?? new Uint8Array()));
  const printed = known && printedAt(known);
  const copies = new Map<string, Copy>([[key, { isThere: bytes !== null, printed }]]);
  if (kept?.version === version) {
    kept.checked = now;
    kept.given = now;
    return kept.rendition;
  }
  if (kept && isOvertaken(copies, kept, reading)) {
    kept.checked = now;
    return kept.rendition;
  }
  try {
    const value = await readRecord(key, bytes, known);
    const rendered = await document.render(value, printed, async (keys) => {
      const all = await readAll(reading.kv, keys);
      for (const [index, part] of all.entries()) {
        copies.set(keys[index] as string, { isThere: part.value !== null, printed: part.printed });
      }
      return all;
    });
    // Another request may have found something newer while this one waited.
    const present = shelf.get(name);
    if (present && isOvertaken(copies, present, reading)) {
      present.checked = now;
      return present.rendition;
    }
    if (!rendered) {
      shelf.remove(name);
      return undefined;
    }
    const rendition = await makeRendition(rendered);
    // What is not up to date yet is made anew as soon as KV is asked again.
    const made = rendered.isProvisional ? `${version}, provisional` : version;
    const size = rendition.body.byteLength;
    shelf.put(name, { size, rendition, version: made, copies, checked: now, given: now });
    return rendition;
  } catch (error) {
    if (error instanceof Unavailable) {
      log({
        event: 'kv-read-failed',
        key,
        error: error.cause ? `${error.message}: ${error.cause}` : error.message,
        lastGoodCopy: !!kept,
      });
      if (kept) return kept.rendition;
    }
    if (!(error instanceof BrokenValue)) throw error;
    log({ event: 'kv-value-broken', key, error: error.message });
    shelf.remove(name);
    throw new Unavailable(error.message, { cause: error });
  }
}

/** Answers a GET or HEAD request for a document; `undefined` where there is no such document. */
export async function serve(
  request: Request,
  document: Document,
  reading: Reading,
): Promise<Response | undefined> {
  const rendition = await find(document, reading);
  return rendition && respond(request, rendition);
}
