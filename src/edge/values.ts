import { BrokenContainer, isContainer } from '../document/container.ts';
import { Unavailable } from '../document/unavailable.ts';
import { type Metadata, printedAt } from '../kv.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import type { LogEvent } from '../lib/log.ts';
import { Shelf } from '../lib/shelf.ts';
import { Printed } from './printed.ts';
import { KV_CONVERGED, readValue, type Store, type StoredValue } from './store.ts';

/** A value as KV gave it, with its finished documents, if it has any. */
export interface CachedValue extends StoredValue {
  documents: Printed | undefined;
  /** Bytes that it takes. */
  size: number;
  /** When KV was last asked for it, and when it last gave this very value, in milliseconds. */
  checked: number;
  given: number;
}

/** What a value is read with. */
export interface Asking {
  kv: Store;
  /** The time now, in milliseconds. */
  now: number;
  /** Seconds for which what was read is answered from without asking KV. */
  reuseSeconds: number;
  /** Writes a line to the log. */
  log: (event: LogEvent) => void;
}

/** The values of KV that an isolate has read. */
export class Values {
  readonly #shelf: Shelf<CachedValue>;

  /** @param capacity the most bytes to keep */
  constructor(capacity: number) {
    this.#shelf = new Shelf(capacity);
  }

  /** The value, if KV was asked for it within `reuseSeconds`; not where the clock was set back since. */
  fresh(key: string, now: number, reuseSeconds: number): CachedValue | undefined {
    const held = this.#shelf.get(key);
    return held && now >= held.checked && now < held.checked + reuseSeconds * 1000 ? held : undefined;
  }

  /**
   * Reads the value from KV. Where KV fails, or gives what is not whole, the last good copy stands in, however old; where there is
   * none, a failure throws `Unavailable`, and a broken value is given as it is, as its record may be whole.
   */
  async read(key: string, asking: Asking): Promise<CachedValue> {
    const { kv, now, log } = asking;
    let value: StoredValue;
    try {
      value = await readValue(kv, key);
    } catch (error) {
      const held = this.#shelf.get(key);
      log({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: held !== undefined });
      if (held) return held;
      throw new Unavailable(`KV could not be read for ${key}`, { cause: error });
    }
    const { bytes, known } = value;
    const same = this.#shelf.get(key);
    // The same that was printed again, as something else was there meanwhile, is taken anew: that is older than it now.
    if (known && same?.known?.version === known.version && printedAt(known) <= printedAt(same.known))
      return Object.assign(same, { checked: now, given: now });
    const read = { bytes, known, checked: now, given: now, size: bytes?.byteLength ?? 0 };
    let held: CachedValue;
    try {
      held = { ...read, documents: await documentsIn(key, value) };
    } catch (error) {
      const last = this.#shelf.get(key);
      log({ event: 'kv-value-broken', key, error: String(error), lastGoodCopy: last !== undefined });
      return last ?? { ...read, documents: undefined };
    }
    // Another request may have found something newer while this one waited.
    const seen = this.#shelf.get(key);
    if (seen && isOvertaken(seen, value, asking)) return Object.assign(seen, { checked: now });
    // Missing keys are not kept: requests for made-up addresses would fill the shelf.
    if (bytes) this.#shelf.put(key, held);
    else this.#shelf.remove(key);
    return held;
  }

  /** Keeps that KV has nothing under a key: for what is shown all the same, as the feeds of a topic without stories are. */
  keepAbsent(key: string, held: CachedValue): void {
    // Another request may have found a value while this one rendered.
    if (held.bytes === null && !this.#shelf.get(key)) this.#shelf.put(key, held);
  }

  /** Holds a container as if KV had given it just now, until the function that is returned is called. */
  lend(key: string, bytes: Uint8Array, known: Metadata): () => void {
    const now = Date.now();
    const documents = new Printed(key, bytes, known);
    this.#shelf.put(key, { bytes, known, documents, size: bytes.byteLength, checked: now, given: now });
    return () => this.#shelf.remove(key);
  }
}

/**
 * The finished documents in a value; `undefined` where it is no container. Throws `BrokenContainer` where the value's fingerprint
 * is not the version in its metadata, or where the container cannot be opened.
 */
async function documentsIn(key: string, { bytes, known }: StoredValue): Promise<Printed | undefined> {
  if (!bytes) return undefined;
  if (known ? (await fingerprint(bytes)) !== known.version : isContainer(bytes))
    throw new BrokenContainer('it is cut short, or not what the press has written');
  return known && isContainer(bytes) ? new Printed(key, bytes, known) : undefined;
}

/**
 * Whether a value is older than the one seen before: some nodes of KV may not have the newer one yet, and whoever has seen it must
 * not be shown the older. Where nothing is reused, what KV gives holds.
 */
function isOvertaken(
  seen: CachedValue,
  { bytes, known }: StoredValue,
  { now, reuseSeconds }: Asking,
): boolean {
  if (!(reuseSeconds > 0) || now >= seen.given + KV_CONVERGED || !seen.known) return false;
  return known ? printedAt(known) < printedAt(seen.known) : bytes === null;
}
