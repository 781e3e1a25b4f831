import type { ReadSource } from '../../drafts/desk/read-source.ts';
import type { FetchedPage, FetchPage } from '../../wire/fetching/fetched.ts';
import { forPrograms, sentence, type Told, told, toldFrom } from '../../words/translate.ts';
import type { StoredSource } from './drafting-table.ts';

/** What came of reading a source: it was read, it waits for its host until a time, or it cannot be read. */
export type Reading = Pick<StoredSource, 'state' | 'detail' | 'said' | 'source'> & { retryAt?: number };

/** How long an address waits for its host. */
const MAX_WAIT_MS = 10 * 60_000;

const unread = (why: Told): Reading => ({ state: 'unread', ...why, source: null });

/** What a status says of a page that was to be read. */
function explainStatus(code: number, host: string): Told {
  const values = { host, status: String(code) };
  if (code === 404 || code === 410)
    return told(sentence('{host} has no such page ({status}). Check the address.'), values);
  if (code === 401 || code === 402 || code === 403 || code === 451)
    return told(
      sentence(
        '{host} refuses to show the page to a program ({status}). Read it yourself and add the source by hand.',
      ),
      values,
    );
  if (code >= 500) return told(sentence('{host} failed ({status}). Try again later.'), values);
  return told(
    sentence(
      '{host} answered with status {status} instead of the page. Open the address in a browser and check it.',
    ),
    values,
  );
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
      if (!isLater) return unread(told(page));
      return {
        state: 'reading',
        ...told(sentence('{host} wants a pause. The wire goes on by itself at {time} UTC.'), {
          host,
          time: new Date(retryAt).toISOString().slice(11, 16),
        }),
        source: null,
        retryAt: Math.max(retryAt, now() + 1000),
      };
    }
    if (page.status < 200 || page.status > 299) return unread(explainStatus(page.status, host));
    const source = await readSource(page, url);
    const { name, publisher, text, whyNoText, said } = source;
    const title = [name, publisher?.name ?? host].filter((part) => part !== null).join(', ');
    if (text !== '') return { state: 'read', detail: forPrograms(title), source };
    const why =
      whyNoText === null
        ? told(sentence('The page of {host} has no text.'), { host })
        : toldFrom(whyNoText, said);
    return { state: 'unread', ...why, source };
  } catch (error) {
    return unread(
      told(sentence('The page of {host} could not be read: {error}. Add the source by hand.'), {
        host,
        error: (error as Error).message,
      }),
    );
  }
}
