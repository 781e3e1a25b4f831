import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { FetchedPage, FetchPage } from '../../wire/fetching/fetched.ts';
import type { StoredSource } from './drafting-table.ts';

/** What came of reading a source: it was read, it waits for its host until a time, or it cannot be read. */
export type Reading = Pick<StoredSource, 'state' | 'detail' | 'source'> & { retryAt?: number };

/** How long an address waits for its host. */
const MAX_WAIT_MS = 10 * 60_000;

const unread = (detail: string): Reading => ({ state: 'unread', detail, source: null });

/** What a status says of a page that was to be read. */
function explainStatus(status: number, host: string): string {
  if (status === 404 || status === 410) return `${host} has no such page (${status}). Check the address.`;
  if (status === 401 || status === 402 || status === 403 || status === 451)
    return `${host} refuses to show the page to a program (${status}). Read it yourself and add the source by hand.`;
  if (status >= 500) return `${host} failed (${status}). Try again later.`;
  return `${host} answered with status ${status} instead of the page. Open the address in a browser and check it.`;
}

/** What reading a source takes. */
export interface SourceReading {
  fetchPage: FetchPage;
  readSource: (page: FetchedPage, url: string) => Promise<ReadSource>;
  /** The clock, in milliseconds. */
  now: () => number;
}

/** Reads a source. Never rejects. `begun` is when the draft was asked for, in milliseconds. */
export async function readOne(
  url: string,
  begun: number,
  { fetchPage, readSource, now }: SourceReading,
): Promise<Reading> {
  const host = new URL(url).hostname;
  try {
    const page = await fetchPage({ url, purpose: 'draft' });
    if (!page.ok) {
      const { retryAt } = page;
      const isLater = page.kind === 'later' && retryAt !== undefined && retryAt < begun + MAX_WAIT_MS;
      if (!isLater) return unread(page.detail);
      return {
        state: 'reading',
        detail: `${host} wants a pause. The wire goes on by itself at ${new Date(retryAt).toISOString().slice(11, 16)} UTC.`,
        source: null,
        retryAt: Math.max(retryAt, now() + 1000),
      };
    }
    if (page.status < 200 || page.status > 299) return unread(explainStatus(page.status, host));
    const source = await readSource(page, url);
    const { name, publisher, text, whyNoText } = source;
    const title = [name, publisher?.name ?? host].filter((part) => part !== null).join(', ');
    return text === ''
      ? { state: 'unread', detail: whyNoText ?? `The page of ${host} has no text.`, source }
      : { state: 'read', detail: title, source };
  } catch (error) {
    return unread(
      `The page of ${host} could not be read: ${(error as Error).message}. Add the source by hand.`,
    );
  }
}
