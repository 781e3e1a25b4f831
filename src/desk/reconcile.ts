import { metadataSchema, storyKey } from '../kv.ts';
import { describeFault } from '../story/fault.ts';
import { parseStoryJson } from '../story/parse.ts';
import type { Desk } from './desk.ts';

/** What was printed a moment ago may not be seen everywhere yet, in milliseconds. */
const SETTLING = 180_000;

/**
 * Compares a page of KV's keys (up to 1,000) with what the Desk printed, and goes on with the next page the next time:
 * what is missing or older is printed again, a story that somebody put into KV by hand is adopted, one that is broken is
 * reported and left alone.
 */
export async function reconcile(kv: KVNamespace, desk: DurableObjectStub<Desk>, now: number): Promise<void> {
  const cursor = await desk.reconcileCursor();
  const { after, kvCursor } = cursor
    ? (JSON.parse(cursor) as { after: string; kvCursor: string })
    : { after: '', kvCursor: null };
  const page = await kv.list({ cursor: kvCursor });
  const last = page.list_complete ? undefined : (page.keys.at(-1)?.name ?? after);
  const printed = new Map(
    (await desk.printed(after, last, now - SETTLING)).map(({ key, version }) => [key, version]),
  );
  const recent = new Set(
    (await desk.printed(after, last, now + 1)).map(({ key }) => key).filter((key) => !printed.has(key)),
  );
  const seen = new Set<string>();
  const wrong: string[] = [];
  for (const { name, metadata } of page.keys) {
    seen.add(name);
    if (recent.has(name)) continue;
    const known = metadataSchema.safeParse(metadata);
    if (known.success && printed.get(name) === known.data.version) continue;
    const isOurs = known.success && printed.has(name);
    if (isOurs || !(await adopt(name, kv, desk, now))) {
      if (printed.has(name) && (isOurs || !name.startsWith('story:'))) wrong.push(name);
    }
  }
  for (const key of printed.keys()) if (!seen.has(key)) wrong.push(key);
  await desk.reprint(wrong, now);
  await desk.reconcileCursor(
    page.list_complete ? null : JSON.stringify({ after: last, kvCursor: page.cursor }),
  );
}

/** Takes a story that was put straight into KV into the Desk; says what is wrong with it where it cannot. */
async function adopt(
  name: string,
  kv: KVNamespace,
  desk: DurableObjectStub<Desk>,
  now: number,
): Promise<boolean> {
  if (!name.startsWith('story:')) return false;
  const text = await kv.get(name);
  if (text === null) return false;
  const parsed = parseStoryJson(text);
  const trouble = parsed.ok
    ? storyKey(parsed.value.slug) === name
      ? undefined
      : `slug: must be that of its key (is "${parsed.value.slug}")`
    : parsed.faults.map((fault) => describeFault(fault)).join('; ');
  if (trouble !== undefined || !parsed.ok) {
    await desk.report(
      `The value of ${name}, which somebody put into KV, is broken and was left alone: ${trouble}`,
      now,
    );
    return false;
  }
  const result = await desk.save(parsed.value, undefined, { expected: 'any', who: 'kv', now });
  if (!result.ok)
    await desk.report(
      `The story that somebody put into KV as ${name} was not adopted: ${result.detail}`,
      now,
    );
  // A record that the Desk has already is printed again, so that the value is whole.
  else if (!result.changed) await desk.reprint([name], now);
  return result.ok;
}
