import type { VirtualClock } from '../../newsroom/wire/object/fetching/virtual-clock.ts';

// Feeds as the web has them: with and without validators, busy and quiet, slow, failing, moving, asking for pauses.

const [MINUTE, HOUR] = [60_000, 3_600_000];
const DAY = 24 * HOUR;

/** What a feed does, whatever its host does. */
export const KINDS = [
  'ETag and Last-Modified',
  'ETag',
  'Last-Modified',
  'no validator',
  '429 now and then',
  '503 for a day',
  '500 for three days',
  'moves for good',
  'redirects for now',
  'asks to be asked every 15 minutes',
  'is gone on the fifth day',
] as const;
export type Kind = (typeof KINDS)[number];

/** Time between two items. */
const GAPS = [30 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, 2 * DAY, 7 * DAY];

export interface WorldFeed {
  url: string;
  host: string;
  kind: Kind;
  gap: number;
}

/** What went over the wire. */
export interface WorldRequest {
  feed: WorldFeed;
  at: number;
  isConditional: boolean;
  status: number;
}

export interface Breaches {
  /** Requests to a host while another was not answered. */
  atOnce: string[];
  /** Requests without a condition within a day after the one before. */
  unconditional: string[];
  /** Requests before the time that a host gave. */
  retryAfter: string[];
  /** Requests within an hour, or within 15 minutes where the feed allows that. */
  tooSoon: string[];
}

/** The kinds come round with a period that has no factor in common with that of the gaps or the hosts. */
const kindOf = (index: number): Kind => {
  const place = index % 19;
  return place < 8 ? 'ETag and Last-Modified' : (KINDS[place - 8] ?? 'no validator');
};

/** Makes feeds that share hosts: of every kind if there are 19 or more. */
export function makeFeeds(number: number, { hosts }: { hosts: number }): WorldFeed[] {
  return Array.from({ length: number }, (_, index) => {
    const host = `h${index % hosts}.example`;
    const kind = kindOf(index);
    const gap =
      kind === 'asks to be asked every 15 minutes' ? 20 * MINUTE : (GAPS[index % GAPS.length] ?? DAY);
    return { url: `https://${host}/${index}.xml`, host, kind, gap };
  });
}

/** When an item of a feed was published: its number times the gap, with a phase of the feed's own. */
const phaseOf = ({ url, gap }: WorldFeed) =>
  (url.length * 7919 + Number.parseInt(url.split('/')[3] ?? '0', 10) * 104_729) % gap;
export const publishedAt = (feed: WorldFeed, number: number): number => number * feed.gap + phaseOf(feed);

/** The servers of all hosts, and what they saw. */
export class World {
  readonly requests: WorldRequest[] = [];
  readonly breaches: Breaches = { atOnce: [], unconditional: [], retryAfter: [], tooSoon: [] };
  readonly #feeds: ReadonlyMap<string, WorldFeed>;
  readonly #clock: VirtualClock;
  readonly #start: number;
  readonly #busy = new Set<string>();
  readonly #lastUnconditional = new Map<string, number>();
  readonly #last = new Map<string, number>();
  readonly #pausedUntil = new Map<string, number>();
  readonly #count = new Map<string, number>();

  constructor(feeds: readonly WorldFeed[], clock: VirtualClock) {
    this.#feeds = new Map(feeds.map((feed) => [new URL(feed.url).pathname, feed]));
    this.#clock = clock;
    this.#start = clock.now();
  }

  send: typeof fetch = async (input, init) => {
    const request = new Request(input, init as RequestInit);
    const url = new URL(request.url);
    const at = this.#clock.now();
    if (this.#busy.has(url.host)) this.breaches.atOnce.push(`${request.url} at ${at}`);
    if (at < (this.#pausedUntil.get(url.host) ?? 0)) this.breaches.retryAfter.push(`${request.url} at ${at}`);
    this.#busy.add(url.host);
    // A tenth of the hosts is slow.
    await this.#clock.sleep(Number.parseInt(url.host.slice(1), 10) % 10 === 0 ? 8000 : 200);
    this.#busy.delete(url.host);
    if (url.pathname === '/robots.txt') return new Response('', { status: 404 });
    return this.#answer(request, url, at);
  };

  #answer(request: Request, url: URL, at: number): Response {
    const feed = this.#feeds.get(url.pathname) as WorldFeed;
    const isConditional = request.headers.has('If-None-Match') || request.headers.has('If-Modified-Since');
    this.#watch(request.url, feed, isConditional, at);
    const response = this.#respond(request, url, feed, at);
    const { status } = response;
    const pause = Number(response.headers.get('Retry-After') ?? 0) * 1000;
    if (pause > 0) this.#pausedUntil.set(url.host, this.#clock.now() + pause);
    this.requests.push({ feed, at, isConditional, status });
    return response;
  }

  #watch(url: string, feed: WorldFeed, isConditional: boolean, at: number): void {
    const before = this.#lastUnconditional.get(url) ?? Number.NEGATIVE_INFINITY;
    if (!isConditional && at - before < DAY) this.breaches.unconditional.push(`${url} at ${at}`);
    if (!isConditional) this.#lastUnconditional.set(url, at);
    const least = feed.kind === 'asks to be asked every 15 minutes' ? 15 * MINUTE : HOUR;
    if (at - (this.#last.get(url) ?? Number.NEGATIVE_INFINITY) < least)
      this.breaches.tooSoon.push(`${url} at ${at}`);
    this.#last.set(url, at);
  }

  #respond(request: Request, url: URL, feed: WorldFeed, at: number): Response {
    const day = (at - this.#start) / DAY;
    const count = (this.#count.get(feed.url) ?? 0) + 1;
    this.#count.set(feed.url, count);
    const isMoved = url.host.startsWith('new');
    switch (feed.kind) {
      case '429 now and then':
        if (count % 4 === 3) return new Response('', { status: 429, headers: { 'Retry-After': '7200' } });
        break;
      case '503 for a day':
        if (day > 2 && day < 3) return new Response('', { status: 503, headers: { 'Retry-After': '10800' } });
        break;
      case '500 for three days':
        if (day > 1 && day < 4) return new Response('', { status: 500 });
        break;
      case 'moves for good':
        if (day > 2 && !isMoved) return redirect(301, `https://new-${feed.host}${url.pathname}`);
        break;
      case 'redirects for now':
        if (!isMoved) return redirect(302, `https://new-${feed.host}${url.pathname}`);
        break;
      case 'is gone on the fifth day':
        if (day > 4) return new Response('', { status: 410 });
    }
    return this.#document(request, feed);
  }

  /** The feed as it is now: its newest 20 items; or 304 if the reader has that. */
  #document(request: Request, feed: WorldFeed): Response {
    const newest = Math.floor((this.#clock.now() - phaseOf(feed)) / feed.gap);
    const modified = new Date(publishedAt(feed, newest)).toUTCString();
    const tag = `"${newest}"`;
    const [hasTag, hasDate] = [
      feed.kind !== 'Last-Modified' && feed.kind !== 'no validator',
      feed.kind !== 'ETag' && feed.kind !== 'no validator',
    ];
    const headers = { ...(hasTag ? { ETag: tag } : {}), ...(hasDate ? { 'Last-Modified': modified } : {}) };
    const has = hasTag
      ? request.headers.get('If-None-Match') === tag
      : request.headers.get('If-Modified-Since') === modified;
    if (has && (hasTag || hasDate)) return new Response(null, { status: 304, headers });
    const items = Array.from({ length: 20 }, (_, index) => newest - index).map(
      (number) =>
        `<item><guid isPermaLink="false">${number}</guid><link>${feed.url}/${number}</link><title>Item ${number}</title><pubDate>${new Date(publishedAt(feed, number)).toUTCString()}</pubDate></item>`,
    );
    const ttl = feed.kind === 'asks to be asked every 15 minutes' ? '<ttl>15</ttl>' : '';
    const body = `<rss version="2.0"><channel><title>${feed.host}</title>${ttl}${items.join('')}</channel></rss>`;
    return new Response(body, { headers: { ...headers, 'Content-Type': 'application/rss+xml' } });
  }
}

const redirect = (status: number, location: string) =>
  new Response(null, { status, headers: { Location: location } });
