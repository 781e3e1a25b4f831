import { backoff } from '../../../../lib/backoff.ts';
import { toHex } from '../../../../lib/encodings.ts';
import { isLoopback } from '../../../../lib/public-hosts.ts';
import { parseLinks } from '../../../wire/fetching/link-header.ts';
import type { FeedRecord } from '../feed-table.ts';
import type { FeedAnswer } from '../read-answer.ts';

const [HOUR, DAY] = [3_600_000, 86_400_000];

/** The lease that is asked for, and the bounds of those that are accepted, in milliseconds. */
export const LEASE = { asked: 10 * DAY, shortest: 60_000, longest: 30 * DAY } as const;

/** How long a hub that refused is left alone, in milliseconds. */
const DENIED = 7 * DAY;

/** How much of a lease passes before it is renewed. */
const RENEWAL = 0.8;

/** The most hubs of a feed that are looked at. */
const MAX_HUBS = 5;

/** The longest challenge that is sent back. */
const MAX_CHALLENGE = 1000;

/** A subscription of a feed at its hub. Times are in milliseconds. */
export interface Subscription {
  feed: string;
  /** The secret part of the callback's address. */
  token: string;
  hub: string;
  topic: string;
  /** What deliveries are signed with. */
  secret: string;
  state: 'asked' | 'active' | 'denied' | 'leaving';
  expires: number | null;
  /** When the hub last delivered something that no request had found before. */
  delivered: number | null;
  /** When something is to be done: to subscribe, to renew, to unsubscribe, to forget. */
  next: number;
  failures: number;
}

/** A request by which a hub asks whether a subscription is wanted (WebSub section 5.3), or says that it refuses one (5.2). */
export interface Verification {
  mode: string;
  topic: string;
  challenge: string;
  /** Seconds; undefined if the hub names none, as before WebSub. */
  lease: number | undefined;
}

export interface HubsOptions {
  /** Whether hubs can reach this site. */
  isReachable: boolean;
  /** Returns why an address must not be called; undefined if it may. */
  whyNot: (url: string) => string | undefined;
}

const randomHex = () => toHex(crypto.getRandomValues(new Uint8Array(32)));

type Row = Subscription & Record<string, SqlStorageValue>;

/** The subscriptions to feeds at the hubs that they name: this site as a WebSub subscriber. */
export class Hubs {
  readonly #sql: SqlStorage;
  readonly #options: HubsOptions;

  constructor(sql: SqlStorage, options: HubsOptions) {
    this.#sql = sql;
    this.#options = options;
  }

  /** Whether a hub tells of a feed's new items: it has proved so, and its lease has not ended. */
  isPushed(feed: string, now: number): boolean {
    const row = this.#of(feed);
    return row?.state === 'active' && row.delivered !== null && (row.expires ?? 0) > now;
  }

  /** Notes that a request has found what the hub had not delivered, so that it is not relied on until it delivers again. */
  missed(feed: string): void {
    this.#sql.exec('UPDATE feed_hub SET delivered = NULL WHERE feed = ? AND delivered IS NOT NULL', feed);
  }

  /** Subscribes at the hub that a feed names in its HTTP headers, or else in itself (WebSub section 4), unless it is subscribed there. */
  discover(record: FeedRecord, { feed, page }: Extract<FeedAnswer, { kind: 'feed' }>, now: number): void {
    if (!this.#options.isReachable || record.state !== 'active') return;
    const links = parseLinks(page.headers.link, page.url);
    const linked = (relation: string) =>
      links.filter(({ relations }) => relations.includes(relation)).map(({ url }) => url);
    const hubs = linked('hub').slice(0, MAX_HUBS);
    const named = hubs.length > 0 ? { hubs, self: linked('self')[0] } : feed;
    const topic = named.self ?? page.url;
    // A secret that travels unencrypted would protect nothing.
    const hub = named.hubs.find((url) => this.#options.whyNot(url) === undefined && isSafe(url));
    if (hub === undefined || this.#options.whyNot(topic) !== undefined) return;
    const known = this.#of(record.id);
    if (known && known.state !== 'leaving' && known.hub === hub && known.topic === topic) return;
    this.#sql.exec(
      `INSERT OR REPLACE INTO feed_hub (feed, token, hub, topic, secret, state, next) VALUES (?, ?, ?, ?, ?, 'asked', ?)`,
      record.id,
      randomHex(),
      hub,
      topic,
      randomHex(),
      now,
    );
  }

  /** Ends the subscription of a feed: its hub is told. */
  leave(feed: string, now: number): void {
    this.#sql.exec(
      "UPDATE feed_hub SET state = 'leaving', failures = 0, next = ? WHERE feed = ? AND state <> 'leaving'",
      now,
      feed,
    );
  }

  /** Finds the subscription that a callback's address belongs to. */
  find(token: string): Subscription | undefined {
    return this.#read('WHERE token = ?', token)[0];
  }

  /**
   * Answers a hub that verifies a subscription: returns the challenge to send back, or undefined if nobody asked for this (WebSub section
   * 5.3.1). From then on the lease runs. A refusal needs no challenge; its answer is empty.
   */
  verify(token: string, { mode, topic, challenge, lease }: Verification, now: number): string | undefined {
    const row = this.find(token);
    if (!row || row.topic !== topic || challenge.length > MAX_CHALLENGE) return undefined;
    if (mode === 'denied') {
      this.#change(row.feed, { state: 'denied', expires: null, delivered: null, next: now + DENIED });
      return '';
    }
    if (challenge === '') return undefined;
    if (mode === 'subscribe' && (row.state === 'asked' || row.state === 'active')) {
      const granted = Math.min(Math.max((lease ?? LEASE.asked / 1000) * 1000, LEASE.shortest), LEASE.longest);
      // A lease of seconds would make this site send requests to wherever the hub redirects them, as often as it likes.
      const next = now + Math.max(Math.floor(granted * RENEWAL), HOUR);
      this.#change(row.feed, { state: 'active', expires: now + granted, next, failures: 0 });
      return challenge;
    }
    if (mode !== 'unsubscribe' || row.state !== 'leaving') return undefined;
    this.#sql.exec('DELETE FROM feed_hub WHERE feed = ?', row.feed);
    return challenge;
  }

  nextDue(): number | undefined {
    const [row] = this.#sql.exec<{ next: number | null }>('SELECT min(next) AS next FROM feed_hub').toArray();
    return row?.next ?? undefined;
  }

  /**
   * Returns the subscriptions for which a request is to be sent now, and counts the attempt: without a verification, the next comes an
   * hour later, then ever more rarely. Forgets those that are over.
   */
  takeDue(now: number, limit: number): Subscription[] {
    return this.#read('WHERE next <= ? ORDER BY next LIMIT ?', now, limit).filter((row) => {
      if (row.state === 'denied' || (row.state === 'leaving' && row.failures > 0)) {
        this.#sql.exec('DELETE FROM feed_hub WHERE feed = ?', row.feed);
        return false;
      }
      const failures = row.failures + 1;
      const pause = row.state === 'leaving' ? DAY : backoff(failures, { first: HOUR, longest: DAY });
      this.#change(row.feed, { failures, next: now + pause });
      return true;
    });
  }

  /** Notes that a hub has delivered. */
  delivered(feed: string, now: number): void {
    this.#change(feed, { delivered: now });
  }

  #of(feed: string): Subscription | undefined {
    return this.#read('WHERE feed = ?', feed)[0];
  }

  #change(feed: string, changes: Partial<Omit<Subscription, 'feed' | 'token'>>): void {
    const columns = Object.keys(changes).map((name) => `${name} = ?`);
    this.#sql.exec(
      `UPDATE feed_hub SET ${columns.join(', ')} WHERE feed = ?`,
      ...Object.values(changes),
      feed,
    );
  }

  #read(where: string, ...parameters: SqlStorageValue[]): Subscription[] {
    return this.#sql.exec<Row>(`SELECT * FROM feed_hub ${where}`, ...parameters).toArray();
  }
}

/** Whether a secret can be sent to an address: encrypted, or within this machine, which `whyNot` allows for development alone. */
const isSafe = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
};
