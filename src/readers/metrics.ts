import type { Format, Scope } from '../site/edition/scope.ts';

/** What a User-Agent says about the feed reader that sends it. */
export interface Agent {
  /** Its name, without the version; `browser` for a browser, and `unknown` if there is no name. */
  reader: string;
  /** The number of people for whom it polls; `null` if it does not say. */
  subscribers: number | null;
}

/** The most characters of a User-Agent that are parsed. */
const USER_AGENT_LIMIT = 400;
/** The largest number of subscribers that is believed. */
const SUBSCRIBER_LIMIT = 100_000_000;

const COUNT =
  /(\d[\d,]{0,14})\s+(?:subscriber|reader)s?\b|\bsubscribers?(?: count)?\s*[:=]\s*(\d[\d,]{0,14})/i;
/** What follows a product's name: its version, a comment, or the reader's number for the feed. */
const AFTER_NAME = /[/(;:]|\s-\s|\s+feed-id|\s+v?\d/i;
/** The reader's name in a User-Agent that begins like a browser's: `Mozilla/5.0 (compatible; Name/1.0)`. */
const IN_COMMENT = /\(compatible;\s*([^;/)]{1,60})/i;

/**
 * Parses a User-Agent. Services that poll a feed once for many people say how many, as in
 * `Feedly/1.0 (+http://www.feedly.com/fetcher.html; 131 subscribers)` or `Feedbin feed-id:12 - 3 subscribers`.
 */
export function parseAgent(userAgent: string): Agent {
  const text = userAgent.slice(0, USER_AGENT_LIMIT);
  const [, before, after] = COUNT.exec(text) ?? [];
  const count = Number((before ?? after ?? '').replaceAll(',', '') || Number.NaN);
  const isBrowser = /^(Mozilla|Opera)\//.test(text);
  const [, compatible] = isBrowser ? (IN_COMMENT.exec(text) ?? []) : [];
  const [product = ''] = text.split(AFTER_NAME, 1);
  const name = isBrowser ? (compatible ?? 'browser') : product;
  return {
    reader:
      name
        .replace(/[^\w .+-]/g, '')
        .trim()
        .slice(0, 40) || 'unknown',
    subscribers: Number.isSafeInteger(count) && count <= SUBSCRIBER_LIMIT ? count : null,
  };
}

/**
 * Records a poll of a feed: the feed as index; scope, format and reader as blobs; status and subscribers (-1 if unknown) as
 * doubles. Nothing else of the request is recorded, and no IP address.
 */
export function recordPoll(
  metrics: Pick<AnalyticsEngineDataset, 'writeDataPoint'>,
  request: Request,
  { status, scope, format }: { status: number; scope: Scope; format: Format },
): void {
  const { reader, subscribers } = parseAgent(request.headers.get('User-Agent') ?? '');
  metrics.writeDataPoint({
    // Analytics Engine allows 96 bytes for an index.
    indexes: [`${format} ${scope}`.slice(0, 96)],
    blobs: [scope, format, reader],
    doubles: [status, subscribers ?? -1],
  });
}
