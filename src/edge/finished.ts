import type { DocumentName } from '../document/policy.ts';
import { type Metadata, printedAt } from '../kv.ts';
import { logOf } from '../log.ts';
import { Printed } from './printed.ts';
import type { EdgeContext } from './scopes.ts';
import { Shelf } from './shelf.ts';
import { KV_CONVERGED, readValue, type StoredValue } from './store.ts';

/** Bytes of values that an isolate keeps; the runtime gives it 128 MB in all. */
const SHELF_BYTES = 16_000_000;

/** A key whose value has no finished documents, as a record that somebody put there by hand. */
interface Unfinished {
  size: 0;
  checked: number;
}

const shelf = new Shelf<Printed | Unfinished>(SHELF_BYTES);

/** What KV gave: what is rendered from it need not ask KV again. Undefined where KV was asked moments ago. */
export type Given = Promise<StoredValue> | undefined;

/** Finished documents; or that there are none, and what KV gave. */
export type Found = Printed | { given: Given };

/** Milliseconds for which an isolate answers from what it has read; a setting that is no number is none. */
const reuseOf = ({ env }: EdgeContext) => Number(env.REUSE_SECONDS) * 1000;

/** The finished documents of a key: from the shelf, if KV was asked moments ago, else from KV. */
export function find(c: EdgeContext, key: string): Found | Promise<Found> {
  const now = Date.now();
  const kept = shelf.get(key);
  // A clock that was set back has not asked yet.
  const isFresh = kept !== undefined && now >= kept.checked && now < kept.checked + reuseOf(c);
  if (!isFresh) return read(c, key, now);
  return kept instanceof Printed ? kept : { given: undefined };
}

/** When KV fails, or gives what is broken, the last good copy is used, however old. */
async function read(c: EdgeContext, key: string, now: number): Promise<Found> {
  const given = readValue(c.env.STORIES, key);
  let value: StoredValue;
  try {
    value = await given;
  } catch (error) {
    const kept = keptUnder(key);
    if (kept) logOf(c.req.raw)({ event: 'kv-read-failed', key, error: String(error), lastGoodCopy: true });
    return kept ?? { given };
  }
  const { bytes, known } = value;
  const seen = keptUnder(key);
  if (seen && known?.version === seen.known.version) {
    seen.given = now;
    return checkedAt(now, seen);
  }
  let printed: Printed | undefined;
  try {
    printed = bytes ? await Printed.of(key, bytes, known, now) : undefined;
  } catch (error) {
    const kept = keptUnder(key);
    const lastGoodCopy = kept !== undefined;
    logOf(c.req.raw)({ event: 'kv-value-broken', key, error: String(error), lastGoodCopy });
    return kept ?? { given };
  }
  // Another request may have found something newer while this one waited.
  const present = keptUnder(key);
  if (present && isOvertaken(present, value, now, reuseOf(c))) return checkedAt(now, present);
  if (printed) {
    shelf.put(key, printed);
    return printed;
  }
  if (bytes) shelf.put(key, { size: 0, checked: now });
  else shelf.remove(key);
  return { given };
}

function keptUnder(key: string): Printed | undefined {
  const kept = shelf.get(key);
  return kept instanceof Printed ? kept : undefined;
}

function checkedAt(now: number, printed: Printed): Printed {
  printed.checked = now;
  return printed;
}

/**
 * Whether KV has given what was there before: other nodes of it may not have replaced that yet. Whoever has seen the newer one
 * must not be shown the older. With nothing reused, what KV gives holds.
 */
function isOvertaken(seen: Printed, { bytes, known }: StoredValue, now: number, reuse: number): boolean {
  if (!(reuse > 0) || now >= seen.given + KV_CONVERGED) return false;
  return known ? printedAt(known) < seen.printed : bytes === null;
}

/** Has the keys hold a value, until the function that is returned is called. */
export function remember(keys: readonly string[], bytes: Uint8Array, known: Metadata): () => void {
  for (const key of keys) shelf.put(key, new Printed(key, bytes, known, Date.now()));
  return () => {
    for (const key of keys) shelf.remove(key);
  };
}

/** Answers a GET or HEAD request with a finished document; what is not finished, `render` answers. */
export function answer(
  c: EdgeContext,
  key: string,
  name: DocumentName,
  render: (given: Given) => Promise<Response>,
): Response | Promise<Response> {
  const found = find(c, key);
  return found instanceof Promise
    ? found.then((each) => answerFrom(c, key, each, name, render))
    : answerFrom(c, key, found, name, render);
}

/** The same of documents that were found. */
export function answerFrom(
  c: EdgeContext,
  key: string,
  found: Found,
  name: DocumentName,
  render: (given: Given) => Promise<Response>,
): Response | Promise<Response> {
  if (!(found instanceof Printed)) return render(found.given);
  const { bytes, known } = found;
  const instead = () => render(Promise.resolve({ bytes, known }));
  const response = found.answer(c.req.raw, name);
  if (!response) return instead();
  if (!(response instanceof Promise)) return response;
  return response.catch((error) => {
    logOf(c.req.raw)({ event: 'kv-value-broken', key, error: String(error), lastGoodCopy: false });
    return instead();
  });
}
