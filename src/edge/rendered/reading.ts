import { BrokenValue, readRecord, type Value } from '../../document/stored.ts';
import { Unavailable } from '../../document/unavailable.ts';
import { printedAt, readMetadata } from '../../kv.ts';
import type { Shelf } from '../../lib/shelf.ts';
import { withTimeout } from '../../lib/timeout.ts';
import { KV_CACHE_SECONDS, KV_CONVERGED, KV_PATIENCE } from '../store.ts';
import type { Asking, CachedValue, Values } from '../values.ts';
import { type Dated, makeRendition, type Rendition, respond } from './rendition.ts';

// Documents that are rendered when they are read, as KV has no finished bytes of them.

/** A rendition with what is needed to know whether it still holds. */
export interface Kept {
  /** Bytes of its body and of `held`, which it keeps in memory even when the values' shelf has dropped it. */
  size: number;
  rendition: Rendition;
  /** The value that the document is made from. */
  held: CachedValue;
  /** When KV was asked for the value, in milliseconds, if the rendition holds no longer than until it is asked again. */
  until: number | undefined;
  /** What other values it was made of: when each was put into KV, where that is known. */
  parts: ReadonlyMap<string, Date | undefined>;
}

/** What a document is read and rendered with. */
export interface Reading extends Asking {
  values: Values;
  /** Its value, if it was found for this request already. */
  held?: CachedValue | undefined;
  shelf: Shelf<Kept>;
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
async function readAll(kv: Asking['kv'], keys: readonly string[]): Promise<Stored[]> {
  if (keys.length === 0) return [];
  const options = { type: 'text', cacheTtl: KV_CACHE_SECONDS } as const;
  const values = await withTimeout(KV_PATIENCE, kv.getWithMetadata([...keys], options)).catch(
    (error: unknown) => {
      if (keys.length > 1 && /\b413\b/.test(String(error))) return undefined;
      const others = keys.length > 1 ? ` and ${keys.length - 1} others` : '';
      throw new Unavailable(`KV could not be read for ${keys[0]}${others}`, { cause: error });
    },
  );
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
 * Whether one of these parts is older than the kept rendition's, as a value may be that KV gives (`Values`). Where nothing is
 * reused, what KV gives holds.
 */
function isOvertaken(
  parts: Kept['parts'],
  kept: Kept,
  { reuseSeconds, now }: Pick<Reading, 'reuseSeconds' | 'now'>,
): boolean {
  if (reuseSeconds === 0 || now >= kept.held.given + KV_CONVERGED) return false;
  return Array.from(parts).some(([key, printed]) => {
    const seen = kept.parts.get(key);
    return seen !== undefined && (printed === undefined || printed < seen);
  });
}

/**
 * Finds the document's rendition: the last one, if it was made from the very value that KV holds, else one that is made now. Where
 * its parts cannot be read, the last one stands in. `undefined` where there is no such document.
 */
export async function find(document: Document, reading: Reading): Promise<Rendition | undefined> {
  const { shelf, values, now, log } = reading;
  const { name, key } = document;
  let held: CachedValue;
  try {
    held = reading.held ?? values.fresh(key, now, reading.reuseSeconds) ?? (await values.read(key, reading));
  } catch (error) {
    // The value has left memory before what was made of it.
    const last = error instanceof Unavailable ? shelf.get(name) : undefined;
    if (last) return last.rendition;
    throw error;
  }
  const kept = shelf.get(name);
  if (kept?.held === held && (kept.until ?? held.checked) === held.checked) return kept.rendition;
  const parts = new Map<string, Date | undefined>();
  try {
    const { known } = held;
    const value = await readRecord(key, held.bytes, known);
    const rendered = await document.render(value, known && printedAt(known), async (keys) => {
      const all = await readAll(reading.kv, keys);
      for (const [index, { printed }] of all.entries()) parts.set(keys[index] as string, printed);
      return all;
    });
    if (!rendered) {
      shelf.remove(name);
      return undefined;
    }
    // Another request may have found something newer while this one waited.
    const present = shelf.get(name);
    if (present && isOvertaken(parts, present, reading)) return present.rendition;
    const rendition = await makeRendition(rendered);
    // What is not up to date yet is made anew as soon as KV is asked again.
    const until = rendered.isProvisional ? held.checked : undefined;
    shelf.put(name, { size: rendition.body.byteLength + held.size, rendition, held, until, parts });
    values.keepAbsent(key, held);
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

/** Answers a GET or HEAD request for a document; `undefined` where there is no such document. */
export async function serve(
  request: Request,
  document: Document,
  reading: Reading,
): Promise<Response | undefined> {
  const rendition = await find(document, reading);
  return rendition && respond(request, rendition);
}
