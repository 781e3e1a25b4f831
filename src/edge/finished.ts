import type { DocumentName } from '../document/policy.ts';
import { loggerOf } from '../lib/log.ts';
import type { EdgeContext } from './scopes.ts';
import { type Asking, type CachedValue, Values } from './values.ts';

/** Bytes of values that an isolate keeps; the runtime gives it 128 MB in all. */
const VALUES_BYTES = 16_000_000;

/** The values that this isolate has read. */
export const values = new Values(VALUES_BYTES);

/** Seconds for which an isolate answers from what it has read; a setting that is no number (NaN) reuses nothing. */
const reuseOf = ({ env }: EdgeContext) => Number(env.REUSE_SECONDS);

/** What a value is read with for a request. */
export const askingFor = (c: EdgeContext, now: number): Asking => ({
  kv: c.env.STORIES,
  now,
  reuseSeconds: reuseOf(c),
  log: loggerOf(c.req.raw),
});

/** The value of a key: from memory, if KV was asked moments ago, else from KV. */
export function findValue(c: EdgeContext, key: string): CachedValue | Promise<CachedValue> {
  const now = Date.now();
  return values.fresh(key, now, reuseOf(c)) ?? values.read(key, askingFor(c, now));
}

/** Answers from a value that does not have the document finished. */
export type Render = (held: CachedValue) => Promise<Response>;

/** Answers a GET or HEAD request with a finished document, or with `render` where the value has none. */
export function answer(
  c: EdgeContext,
  key: string,
  name: DocumentName,
  render: Render,
): Response | Promise<Response> {
  const held = findValue(c, key);
  return held instanceof Promise
    ? held.then((read) => answerFrom(c, key, read, name, render))
    : answerFrom(c, key, held, name, render);
}

/** Answers like `answer`, from a value that was found already. */
export function answerFrom(
  c: EdgeContext,
  key: string,
  held: CachedValue,
  name: DocumentName,
  render: Render,
): Response | Promise<Response> {
  const response = held.documents?.answer(c.req.raw, name);
  if (!response) return render(held);
  if (!(response instanceof Promise)) return response;
  return response.catch((error) => {
    loggerOf(c.req.raw)({ event: 'kv-value-broken', key, error: String(error), lastGoodCopy: false });
    return render(held);
  });
}
