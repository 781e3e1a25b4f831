import { fingerprint } from '../fingerprint.ts';
import { type Metadata, metadataSchema, printedAt } from '../kv.ts';
import type { LogEvent } from '../log.ts';
import { within } from '../patience.ts';
import { RENDERER_VERSION } from '../story/article.ts';
import { makeRendition, type Rendered, type Rendition, respond } from './rendition.ts';
import type { Copy, Kept, Shelf } from './shelf.ts';
import { BrokenValue, type Value } from './stored.ts';

/** What a request is read with. */
export interface Reading {
  kv: Pick<KVNamespace, 'getWithMetadata'>;
  shelf: Shelf;
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
  render: (value: Value | null, printed: Date | undefined, readAll: ReadAll) => Promise<Rendered | undefined>;
}

/** A value, when what it says last changed, and when it was put into KV, where that is known. */
export interface Stored {
  value: Value | null;
  updated: Date | undefined;
  printed: Date | undefined;
}

/** Reads at most 100 keys at once; gives their values in the order of the keys. */
export type ReadAll = (keys: readonly string[]) => Promise<Stored[]>;

/** KV could not be read, or holds what cannot be shown, and there is no good copy. */
export class Unavailable extends Error {}

/** Seconds for which Cloudflare may answer a KV read from nearby: the least that KV allows. */
export const KV_CACHE_SECONDS = 30;

/** The longest read of KV that a reader waits for, in milliseconds: one that hangs is as one that fails. */
export const KV_PATIENCE = 5000;

/** How long KV may give a value again that it has replaced, in milliseconds: "60 seconds or more", and clocks may be off. */
const KV_CONVERGED = 180_000;

/**
 * The value as it was printed, and not a part of it: its version is its fingerprint. What was put by hand has no metadata, and
 * is known by its text.
 */
export async function check(
  key: string,
  json: string | null,
  known: Metadata | undefined,
): Promise<Value | null> {
  if (json === null) return null;
  if (known && (await fingerprint(new TextEncoder().encode(json))) !== known.version) {
    throw new Unavailable(`KV gave a part of ${key}`);
  }
  return { json, isPrinted: known?.renderer === RENDERER_VERSION };
}

async function readValue(reading: Reading, key: string) {
  const options = { type: 'text', cacheTtl: KV_CACHE_SECONDS } as const;
  const { value, metadata } = await within(KV_PATIENCE, reading.kv.getWithMetadata(key, options));
  const known = metadataSchema.safeParse(metadata).data;
  return {
    json: value,
    known,
    version: known?.version ?? (await fingerprint(new TextEncoder().encode(value ?? ''))),
    printed: known && printedAt(known),
  };
}

/** Reads many values; in halves where together they are more than the 25 MB that one answer may have. */
async function readAll(kv: Reading['kv'], keys: readonly string[]): Promise<Stored[]> {
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
      const known = metadataSchema.safeParse(metadata).data;
      return {
        value: await check(key, value, known),
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
  let stored: Awaited<ReturnType<typeof readValue>>;
  try {
    stored = await readValue(reading, key);
  } catch (error) {
    log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: kept !== undefined });
    if (kept) return kept.rendition;
    throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
  }
  const { json, known, version, printed } = stored;
  const copies = new Map<string, Copy>([[key, { isThere: json !== null, printed }]]);
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
    const value = await check(key, json, known);
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
    shelf.put(name, { rendition, version: made, copies, checked: now, given: now });
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
