import { KV_CONVERGENCE, MEDIA_PREFIX, parseKey, readMetadata } from '../../../platform/kv.ts';
import { makeStorableArticle } from '../../../site/edition/storable-article.ts';
import { checkEvidence, type EvidencePolicy } from '../../../site/story/evidence-policy.ts';
import { type Fault, formatFault } from '../../../site/story/parse/fault.ts';
import { parseStoryJson } from '../../../site/story/parse/parse.ts';
import { withDate } from '../../../site/story/story.ts';
import type { DeskClient } from '../../desk/desk-stub.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { shortenTrouble } from '../../status/desk/troubles.ts';

/** How long after a write KV may still list the version before it, in milliseconds. */
const SETTLING = 2 * KV_CONVERGENCE;
/** The most values that one run reads. With the calls that each needs, that is well below the runtime's 1,000 operations. */
const VALUES_PER_RUN = 200;

/** Where the next run continues: KV's cursor for a page of its keys, and the last key that was compared. */
interface Cursor {
  page: string | null;
  after: string;
}

/** Who publishes a record that somebody put into KV. */
const RECONCILIATION: Actor = { name: 'kv', role: 'admin', person: null };

/** A key whose value is not what the Desk last wrote. */
interface Suspect {
  name: string;
  /** Whether it has the metadata that the Desk writes. */
  hasMetadata: boolean;
}

/**
 * Compares a page of KV's keys with what the Desk wrote; the next run continues from there. The Desk writes missing and outdated
 * values again. A hand-written story is published; one that is broken, or that the policy on evidence refuses, is reported and stays
 * as it is.
 */
export async function reconcile(
  kv: KVNamespace,
  desk: DeskClient,
  now: number,
  policy: EvidencePolicy = 'off',
): Promise<void> {
  const { page, cursor, refusal } = await listFrom(await desk.reconcileCursor(), kv);
  const last = page.list_complete ? undefined : page.keys.at(-1)?.name;
  const { rows, isWhole } = await desk.writtenKeys(cursor.after, last);
  // `rows` may end before the page does. The keys beyond the last row are left to the next run.
  const horizon = isWhole ? last : rows.at(-1)?.key;
  const written = new Map(rows.map((row) => [row.key, row]));
  const keys = page.keys.filter(
    ({ name }) =>
      name > cursor.after &&
      (horizon === undefined || name <= horizon) &&
      // Whoever uploads a picture stores it, not the Desk.
      !name.startsWith(MEDIA_PREFIX),
  );

  const suspects: Suspect[] = [];
  for (const { name, metadata } of keys) {
    const known = readMetadata(metadata);
    const row = written.get(name);
    const isRecent = row !== undefined && row.at > now - SETTLING;
    if (!isRecent && !(known && row?.version === known.version)) {
      suspects.push({ name, hasMetadata: known !== undefined });
    }
  }
  const names = new Set(keys.map(({ name }) => name));
  const stale = rows
    .filter(({ key, version, at }) => !names.has(key) && version !== 'absent' && at <= now - SETTLING)
    .map(({ key }) => key);
  const troubles = refusal === undefined ? [] : [refusal];
  const examined = suspects.slice(0, VALUES_PER_RUN);
  for (const { name, hasMetadata } of examined) {
    const isOutdated = hasMetadata && written.has(name);
    const trouble = isOutdated ? 'outdated' : await tryToPublish(name, kv, desk, now, policy);
    // A key that the Desk wrote before is written again. Any other key is reported if its value cannot be published.
    if (trouble !== undefined && written.has(name)) stale.push(name);
    else if (trouble !== undefined) troubles.push(shortenTrouble(trouble));
  }
  await desk.rewriteKeys(stale, now);
  await desk.reportTroubles(troubles, now);
  const stoppedAt = suspects.length > examined.length ? examined.at(-1)?.name : isWhole ? undefined : horizon;
  const next: Cursor | null =
    stoppedAt !== undefined
      ? { page: cursor.page, after: stoppedAt }
      : page.list_complete
        ? null
        : { page: page.cursor, after: last ?? '' };
  await desk.setReconcileCursor(next && JSON.stringify(next));
}

/** Lists a page of KV's keys from the stored cursor on, or the first page if KV refuses the cursor. */
async function listFrom(stored: string | null, kv: KVNamespace) {
  const begin: Cursor = { page: null, after: '' };
  const cursor: Cursor = stored ? JSON.parse(stored) : begin;
  try {
    return { cursor, page: await kv.list({ cursor: cursor.page }) };
  } catch (error) {
    if (cursor.page === null) throw error;
    // If KV can list the first page, the cursor was at fault. If this call fails too, KV is down, and the Desk keeps the cursor.
    const page = await kv.list({ cursor: null });
    const refusal = `KV refused the cursor for the list of its keys, so the check of KV starts again at the first key: ${error}`;
    return { cursor: begin, page, refusal };
  }
}

/** Like `publishFromKv`, but returns an error instead of throwing it, so that later keys are still checked. */
async function tryToPublish(...parameters: Parameters<typeof publishFromKv>): Promise<string | undefined> {
  try {
    return await publishFromKv(...parameters);
  } catch (error) {
    return `The hand-written value of ${parameters[0]} could not be published: ${error}`;
  }
}

const listFaults = (faults: readonly Fault[]) => faults.map((fault) => formatFault(fault)).join('; ');

/** Publishes a hand-written story. Returns why it cannot be published, or undefined if it was. */
async function publishFromKv(
  name: string,
  kv: KVNamespace,
  desk: DeskClient,
  now: number,
  policy: EvidencePolicy,
): Promise<string | undefined> {
  const key = parseKey(name);
  if (key?.kind !== 'story') return `KV has a hand-written value under the unknown key ${name}.`;
  const text = await kv.get(name);
  if (text === null) return undefined;
  const parsed = parseStoryJson(text);
  if (!parsed.ok || parsed.value.slug !== key.slug) {
    const faults = parsed.ok ? 'slug: must match its key' : listFaults(parsed.faults);
    return `The hand-written value of ${name} is invalid and was not published: ${faults}`;
  }
  const { groundings, ...evidence } = checkEvidence(parsed.value, policy);
  const made = makeStorableArticle(withDate(parsed.value, now), '', groundings);
  const notPublished = `The hand-written story under ${name} was not published`;
  if (!made.ok) return `${notPublished}: ${listFaults(made.faults)}`;
  const options = { expected: 'any' as const, actor: RECONCILIATION, now, evidence };
  const result = await desk.save(parsed.value, made.value.rendering, options);
  if (!result.ok && result.why === 'evidence') return `${notPublished}: ${listFaults(result.faults ?? [])}`;
  if (!result.ok) return `${notPublished}: ${result.detail}`;
  // Replaces the bare record with a complete value, or removes it if the story is scheduled.
  if (!result.changed || result.status === 'scheduled') await desk.rewriteKeys([name], now);
  return undefined;
}
