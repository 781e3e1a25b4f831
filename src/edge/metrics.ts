import type { Format, Scope } from '../edition/scope.ts';

/** What a User-Agent says of who polls a feed. */
export interface Agent {
  /** The feed reader's name, without its version; `browser` for one that names none. */
  reader: string;
  /** How many people it polls for; `null` if it does not say. */
  subscribers: number | null;
}

/** The most characters of a User-Agent that are parsed. */
const USER_AGENT_LIMIT = 400;
/** No reader has more subscribers: a greater number is a mistake or a lie. */
const SUBSCRIBER_LIMIT = 100_000_000;

const COUNT =
  /(\d[\d,]{0,14})\s+(?:subscriber|reader)s?\b|\bsubscribers?(?: count)?\s*[:=]\s*(\d[\d,]{0,14})/i;
/** What ends a product's name: its version, a comment, or its own number for the feed. */
const AFTER_NAME = /[/(;:]|\s-\s|\s+feed-id|\s+v?\d/i;
/** The name in the comment of a reader that poses as a browser. */
const IN_COMMENT = /\(compatible;\s*([^;/)]{1,60})/i;

/**
 * Parses a User-Agent. Services that poll a feed once for many people say for how many, as in
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
    // An index may have 96 bytes.
    indexes: [`${format} ${scope}`.slice(0, 96)],
    blobs: [scope, format, reader],
    doubles: [status, subscribers ?? -1],
  });
}
