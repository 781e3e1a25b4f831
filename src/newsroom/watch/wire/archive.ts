import * as z from 'zod';
import type { FetchPage } from '../../wire/fetching/fetched.ts';

// Archived copies of pages at the Wayback Machine (https://archive.org/help/wayback_api.php).

/** What the availability API answers. Fields that the watch has no use for may change. */
const availabilitySchema = z.object({
  archived_snapshots: z.object({
    closest: z
      .object({ available: z.boolean(), status: z.string().regex(/^2\d\d$/), url: z.string().max(10_000) })
      .optional()
      // A copy of an error page is no copy.
      .catch(undefined),
  }),
});

/** How long the archive may take to accept a page, in milliseconds. */
const SAVE_TIMEOUT = 15_000;

/** Returns a time as the archive writes it: `YYYYMMDDhhmmss`, in UTC. */
const toTimestamp = (time: number) => new Date(time).toISOString().replace(/\D/g, '').slice(0, 14);

/** Returns the address of a copy by https, if it is one of the archive's, and of this page. */
function readCopy(address: string, page: string): string | null {
  const [url, original] = [URL.parse(address), URL.parse(page)];
  const [, copied] = /^\/web\/\d{14}\/(.+)$/.exec(url ? url.pathname + url.search : '') ?? [];
  if (!url || !original || url.hostname !== 'web.archive.org' || url.port !== '' || copied === undefined)
    return null;
  if (url.username !== '' || url.password !== '') return null;
  // The archive may leave out the scheme, and calls a page by its host with or without `www.`.
  const host = URL.parse(/^https?:/.test(copied) ? copied : `http://${copied}`)?.hostname ?? '';
  const bare = (name: string) => name.replace(/^www\./, '');
  if (bare(host) !== bare(original.hostname)) return null;
  url.protocol = 'https:';
  return url.href;
}

/** Returns the archived copy of a page nearest to a time; null if there is none, undefined if the archive did not say. */
export async function findCopy(
  page: string,
  time: number,
  fetchPage: FetchPage,
): Promise<string | null | undefined> {
  const query = new URLSearchParams({ url: page, timestamp: toTimestamp(time) });
  const fetched = await fetchPage({
    url: `https://archive.org/wayback/available?${query}`,
    purpose: 'archive',
  });
  if (!fetched.ok || fetched.status !== 200) return undefined;
  const answer = availabilitySchema.safeParse(parseJson(fetched.body));
  if (!answer.success) return undefined;
  const { closest } = answer.data.archived_snapshots;
  return closest?.available ? readCopy(closest.url, page) : null;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/**
 * Asks the archive to save a page (Save Page Now 2). `key` is `access:secret`. Returns whether the archive has accepted that; the copy
 * can be found some hours later. Never rejects.
 */
export async function saveCopy(page: string, key: string, send: typeof fetch): Promise<boolean> {
  try {
    const response = await send('https://web.archive.org/save', {
      method: 'POST',
      headers: { Accept: 'application/json', Authorization: `LOW ${key}` },
      body: new URLSearchParams({ url: page, skip_first_archive: '1', if_not_archived_within: '30d' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(SAVE_TIMEOUT),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
