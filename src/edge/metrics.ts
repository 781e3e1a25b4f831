import type { Format, Scope } from '../edition/scope.ts';

/** Who asks for a feed, as far as its User-Agent says. */
export interface Agent {
  /** The feed reader's name, without its version; `browser` for one that names none. */
  reader: string;
  /** For how many people it asks; `null` where it does not say. */
  subscribers: number | null;
}

/** Characters of a User-Agent that are looked at. */
const USER_AGENT_LIMIT = 400;
/** More subscribers than anybody has; a greater number is a mistake, or a lie. */
const SUBSCRIBER_LIMIT = 100_000_000;

const COUNT =
  /(\d[\d,]{0,14})\s+(?:subscriber|reader)s?\b|\bsubscribers?(?: count)?\s*[:=]\s*(\d[\d,]{0,14})/i;
/** What follows a product's name: its version, a comment, a number of its own for the feed. */
const AFTER_NAME = /[/(;:]|\s-\s|\s+feed-id|\s+v?\d/i;
/** What a reader that calls itself a browser calls itself besides. */
const IN_COMMENT = /\(compatible;\s*([^;/)]{1,60})/i;

/**
 * Reads a User-Agent. Services that fetch a feed once for many say for how many, as in
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
 * Notes that a feed was asked for: the feed as index; scope, format and reader as blobs; status and subscribers (-1
 * where they are not said) as doubles. No address of anybody, and nothing else of the request.
 */
export function recordPoll(
  metrics: Pick<AnalyticsEngineDataset, 'writeDataPoint'>,
  request: Request,
  { status, scope, format }: { status: number; scope: Scope; format: Format },
): void {
  const { reader, subscribers } = parseAgent(request.headers.get('User-Agent') ?? '');
  metrics.writeDataPoint({
    // An index has at most 96 bytes.
    indexes: [`${format} ${scope}`.slice(0, 96)],
    blobs: [scope, format, reader],
    doubles: [status, subscribers ?? -1],
  });
}
