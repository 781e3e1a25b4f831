import { decodeBody } from '../../wire/extraction/decode.ts';
import type { Fetched, FetchedPage } from '../../wire/fetching/fetched.ts';
import { sentence } from '../../words/translate.ts';
import type { FoundFeed } from './feed.ts';
import { findFeeds } from './parse/find-feeds.ts';
import { type ParsedFeed, parseFeedText } from './parse/parse-feed.ts';

/** What a request for a feed found. `detail` is a sentence for an editor. */
export type FeedAnswer =
  | { kind: 'feed'; feed: ParsedFeed; page: FetchedPage }
  /** Status 304: the copy that was read before is the newest. */
  | { kind: 'unchanged'; page: FetchedPage }
  | { kind: 'gone'; detail: string }
  /** The host was not asked, because it has asked for a pause. */
  | { kind: 'postponed'; detail: string; retryAt: number | null }
  | {
      kind: 'failed';
      detail: string;
      retryAt: number | null;
      /** Whether a request left this server. */
      wasSent: boolean;
      /** The feeds that the answer names, if it is a page. */
      found: FoundFeed[];
    };

/** What statuses mean that publishers send for feeds. */
const MEANINGS: Record<number, string> = {
  401: 'it wants a password',
  402: 'it wants to be paid',
  403: 'it refuses this program',
  404: 'there is nothing at this address',
  429: 'it asks for a pause',
  451: 'it is blocked for legal reasons',
  503: 'it is overloaded or being repaired',
};

/** Reads the answer to a request for a feed. Never rejects. */
export async function readAnswer(fetched: Fetched, now: number): Promise<FeedAnswer> {
  if (!fetched.ok) {
    const { kind, detail, retryAt = null, status } = fetched;
    if (kind === 'later' && status === undefined) return { kind: 'postponed', detail, retryAt };
    const wasSent = kind !== 'address' && kind !== 'robots' && kind !== 'usage';
    return { kind: 'failed', detail, retryAt, wasSent, found: [] };
  }
  const { status, retryAt = null } = fetched;
  if (status === 304) return { kind: 'unchanged', page: fetched };
  if (status === 410) {
    const detail = sentence(
      'The server says that this feed is gone for good (status 410), so it is not asked any more. Remove it, and add its new address if it has one.',
    );
    return { kind: 'gone', detail };
  }
  const failed = (detail: string, found: FoundFeed[] = []): FeedAnswer => ({
    kind: 'failed',
    detail,
    retryAt,
    wasSent: true,
    found,
  });
  if (status < 200 || status > 299) {
    const meaning = MEANINGS[status];
    return failed(`The server could not give the feed${meaning ? `: ${meaning}` : ''} (${status}).`);
  }
  const { text } = decodeBody(fetched);
  const parsed = await parseFeedText(text, { url: fetched.url, now });
  if (parsed.ok) return { kind: 'feed', feed: parsed.feed, page: fetched };
  return failed(parsed.detail, await findFeeds(text, fetched.url));
}

/** Returns how long a response is fresh by `Cache-Control: max-age` (RFC 9111 section 5.2.2.1), in milliseconds; null if it says nothing. */
export function maxAgeOf({ headers }: Pick<FetchedPage, 'headers'>): number | null {
  const seconds = Number(
    /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(headers['cache-control'] ?? '')?.[1] ?? 0,
  );
  return seconds > 0 ? seconds * 1000 : null;
}
