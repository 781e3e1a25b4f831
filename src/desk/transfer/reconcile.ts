import { makeStorableArticle } from '../../edition/storable-article.ts';
import { KV_CONVERGENCE, readMetadata, storyKey } from '../../kv.ts';
import { formatFault } from '../../story/parse/fault.ts';
import { parseStoryJson } from '../../story/parse/parse.ts';
import type { Desk } from '../desk.ts';
import { shortenTrouble } from '../troubles.ts';

/** For how long after a write KV is not expected to list it, in milliseconds. */
const SETTLING = 2 * KV_CONVERGENCE;
/** Values that are looked at in one run: with what each of them needs well below the runtime's 1,000 operations. */
const LOOKS_A_RUN = 200;

/** Where the next run goes on: a page of KV's keys, and the last key that was seen of it. */
interface Cursor {
  page: string | null;
  after: string;
}

/** A key whose value is not what the Desk printed. */
interface Odd {
  name: string;
  /** It has the metadata of a value that the press printed. */
  isPrinted: boolean;
}

/**
 * Compares a page of KV's keys with what the Desk printed, and goes on from there the next time: what is missing or older is
 * printed again, a story that somebody put into KV by hand is adopted, one that is broken is reported and left alone.
 */
export async function reconcile(kv: KVNamespace, desk: DurableObjectStub<Desk>, now: number): Promise<void> {
  const { page, cursor, refused } = await listFrom(await desk.reconcileCursor(), kv);
  const last = page.list_complete ? undefined : page.keys.at(-1)?.name;
  const { rows, isWhole } = await desk.writtenKeys(cursor.after, last);
  // Beyond the last row that the Desk gave, nothing is known of what it printed.
  const horizon = isWhole ? last : rows.at(-1)?.key;
  const printed = new Map(rows.map((row) => [row.key, row]));
  const keys = page.keys.filter(
    ({ name }) => name > cursor.after && (horizon === undefined || name <= horizon),
  );

  const odd: Odd[] = [];
  for (const { name, metadata } of keys) {
    const known = readMetadata(metadata);
    const row = printed.get(name);
    const isRecent = row !== undefined && row.at > now - SETTLING;
    if (!isRecent && !(known && row?.version === known.version)) {
      odd.push({ name, isPrinted: known !== undefined });
    }
  }
  const names = new Set(keys.map(({ name }) => name));
  const wrong = rows
    .filter(({ key, version, at }) => !names.has(key) && version !== 'absent' && at <= now - SETTLING)
    .map(({ key }) => key);
  const troubles = refused === undefined ? [] : [refused];
  const looks = odd.slice(0, LOOKS_A_RUN);
  for (const { name, isPrinted } of looks) {
    const trouble = isPrinted && printed.has(name) ? 'older' : await tryToPublish(name, kv, desk, now);
    // What the Desk knows, it prints again; what it does not know, and cannot take, is reported and left alone.
    if (trouble !== undefined && printed.has(name)) wrong.push(name);
    else if (trouble !== undefined) troubles.push(shortenTrouble(trouble));
  }
  await desk.rewrite(wrong, now);
  await desk.reportTroubles(troubles, now);
  const stoppedAt = odd.length > looks.length ? looks.at(-1)?.name : isWhole ? undefined : horizon;
  const next: Cursor | null =
    stoppedAt !== undefined
      ? { page: cursor.page, after: stoppedAt }
      : page.list_complete
        ? null
        : { page: page.cursor, after: last ?? '' };
  await desk.setReconcileCursor(next && JSON.stringify(next));
}

/** A page of KV's keys from the kept cursor on; where KV does not take it, the first page. */
async function listFrom(kept: string | null, kv: KVNamespace) {
  const begin: Cursor = { page: null, after: '' };
  const cursor: Cursor = kept ? JSON.parse(kept) : begin;
  try {
    return { cursor, page: await kv.list({ cursor: cursor.page }) };
  } catch (error) {
    if (cursor.page === null) throw error;
    // Where KV gives the first page, the cursor is what was wrong; where it does not, KV is away and the cursor stays.
    const page = await kv.list({ cursor: null });
    const refused = `KV did not go on with the list of its keys, so that they are compared from the first on: ${error}`;
    return { cursor: begin, page, refused };
  }
}

/** One key that cannot be adopted must not keep those after it from being compared; the next round tries it again. */
async function tryToPublish(...parameters: Parameters<typeof publishFromKv>): Promise<string | undefined> {
  try {
    return await publishFromKv(...parameters);
  } catch (error) {
    return `The value of ${parameters[0]}, which somebody put into KV, could not be adopted: ${error}`;
  }
}

/** Takes a story that was put straight into KV into the Desk; says why where it cannot. */
async function publishFromKv(
  name: string,
  kv: KVNamespace,
  desk: DurableObjectStub<Desk>,
  now: number,
): Promise<string | undefined> {
  if (!name.startsWith('story:')) return `Nobody knows the key ${name}, which somebody put into KV.`;
  const text = await kv.get(name);
  if (text === null) return undefined;
  const parsed = parseStoryJson(text);
  if (!parsed.ok || storyKey(parsed.value.slug) !== name) {
    const faults = parsed.ok
      ? 'slug: must be that of its key'
      : parsed.faults.map((fault) => formatFault(fault)).join('; ');
    return `The value of ${name}, which somebody put into KV, is broken and was left alone: ${faults}`;
  }
  const made = makeStorableArticle(parsed.value, '');
  if (!made.ok) {
    const faults = made.faults.map((fault) => formatFault(fault)).join('; ');
    return `The story that somebody put into KV as ${name} was not adopted: ${faults}`;
  }
  const result = await desk.save(parsed.value, made.value.rendering, { expected: 'any', who: 'kv', now });
  if (!result.ok) return `The story that somebody put into KV as ${name} was not adopted: ${result.detail}`;
  // The value is to be whole; and gone, where the story's time is still to come.
  if (!result.changed || result.status === 'scheduled') await desk.rewrite([name], now);
  return undefined;
}
