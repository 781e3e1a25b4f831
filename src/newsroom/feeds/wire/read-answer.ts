import { decodeBody } from '../../wire/extraction/decode.ts';
import type { Fetched, FetchedPage } from '../../wire/fetching/fetched.ts';
import { type Marked, sentence, type Told, told } from '../../words/translate.ts';
import type { FoundFeed } from './feed.ts';
import { findFeeds } from './parse/find-feeds.ts';
import { type ParsedFeed, parseFeedText } from './parse/parse-feed.ts';

/** What a request for a feed found. `detail` is a sentence for an editor. */
export type FeedAnswer =
  | { kind: 'feed'; feed: ParsedFeed; page: FetchedPage }
  /** Status 304: the copy that was read before is the newest. */
  | { kind: 'unchanged'; page: FetchedPage }
  | ({ kind: 'gone' } & Told)
  /** The host was not asked, because it has asked for a pause. */
  | ({ kind: 'postponed'; retryAt: number | null } & Told)
  | ({
      kind: 'failed';
      retryAt: number | null;
      /** Whether a request left this server. */
      wasSent: boolean;
      /** The feeds that the answer names, if it is a page. */
      found: FoundFeed[];
    } & Told);

/** What statuses mean that publishers send for feeds. */
const MEANINGS: Record<number, Marked<string>> = {
  401: sentence('The server could not give the feed: it wants a password ({status}).'),
  402: sentence('The server could not give the feed: it wants to be paid ({status}).'),
  403: sentence('The server could not give the feed: it refuses this program ({status}).'),
  404: sentence('The server could not give the feed: there is nothing at this address ({status}).'),
  429: sentence('The server could not give the feed: it asks for a pause ({status}).'),
  451: sentence('The server could not give the feed: it is blocked for legal reasons ({status}).'),
  503: sentence('The server could not give the feed: it is overloaded or being repaired ({status}).'),
};
const NO_MEANING = sentence('The server could not give the feed ({status}).');

/** Reads the answer to a request for a feed. Never rejects. */
export async function readAnswer(fetched: Fetched, now: number): Promise<FeedAnswer> {
  if (!fetched.ok) {
    const { kind, retryAt = null, status } = fetched;
    const why = told(fetched);
    if (kind === 'later' && status === undefined) return { kind: 'postponed', ...why, retryAt };
    const wasSent = kind !== 'address' && kind !== 'robots' && kind !== 'usage';
    return { kind: 'failed', ...why, retryAt, wasSent, found: [] };
  }
  const { status, retryAt = null } = fetched;
  if (status === 304) return { kind: 'unchanged', page: fetched };
  if (status === 410) {
    const detail = sentence(
      'The server says that this feed is gone for good (status 410), so it is not asked any more. Remove it, and add its new address if it has one.',
    );
    return { kind: 'gone', detail };
  }
  const failed = (why: Told, found: FoundFeed[] = []): FeedAnswer => ({
    kind: 'failed',
    ...why,
    retryAt,
    wasSent: true,
    found,
  });
  if (status < 200 || status > 299) {
    return failed(told(MEANINGS[status] ?? NO_MEANING, { status: String(status) }));
  }
  const { text } = decodeBody(fetched);
  const parsed = await parseFeedText(text, { url: fetched.url, now });
  if (parsed.ok) return { kind: 'feed', feed: parsed.feed, page: fetched };
  return failed(told(parsed), await findFeeds(text, fetched.url));
}

/** Returns how long a response is fresh by `Cache-Control: max-age` (RFC 9111 section 5.2.2.1), in milliseconds; null if it says nothing. */
export function maxAgeOf({ headers }: Pick<FetchedPage, 'headers'>): number | null {
  const seconds = Number(
    /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(headers['cache-control'] ?? '')?.[1] ?? 0,
  );
  return seconds > 0 ? seconds * 1000 : null;
}
