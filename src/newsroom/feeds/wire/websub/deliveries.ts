import { decodeBody } from '../../../wire/extraction/decode.ts';
import { sentence, told } from '../../../words/translate.ts';
import type { ItemStore } from '../feed-item.ts';
import { FeedTable } from '../feed-table.ts';
import { answered, takeItems } from '../follow-feed.ts';
import { parseFeedText } from '../parse/parse-feed.ts';
import type { Hubs, Verification } from './hubs.ts';

const HASHES: Record<string, string> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/**
 * Whether `X-Hub-Signature` is the HMAC of a delivery by the subscription's secret (WebSub section 8). The comparison takes the same time
 * for every wrong signature.
 */
async function isSigned(body: Uint8Array<ArrayBuffer>, signature: string, secret: string): Promise<boolean> {
  const [, method = '', digits = ''] = /^(sha\d{1,3})=((?:[\da-f]{2}){20,64})$/i.exec(signature.trim()) ?? [];
  const hash = HASHES[method.toLowerCase()];
  if (hash === undefined) return false;
  const bytes = Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const raw = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash }, false, ['verify']);
  return crypto.subtle.verify('HMAC', key, bytes, body);
}

/** What a hub sends to a callback. */
export interface Delivery {
  signature: string;
  contentType: string;
  body: Uint8Array<ArrayBuffer>;
}

interface DeliveriesOptions {
  hubs: Hubs;
  items: ItemStore;
}

/** How long a feed that its hub tells of is left alone, in milliseconds. */
const DAY = 86_400_000;

const DELIVERED = sentence(['The hub delivered {count} new item.', 'The hub delivered {count} new items.']);

/** What hubs send to this site's callbacks. */
export class Deliveries {
  readonly #table: FeedTable;
  readonly #options: DeliveriesOptions;

  constructor(sql: SqlStorage, options: DeliveriesOptions) {
    this.#table = new FeedTable(sql);
    this.#options = options;
  }

  /** Answers a hub that verifies a subscription: the challenge to send back, or null if nobody asked for this. */
  verify(token: string, verification: Verification, now: number): string | null {
    return this.#options.hubs.verify(token, verification, now) ?? null;
  }

  /** Whether deliveries are wanted at a callback. */
  isWanted(token: string): boolean {
    const state = this.#options.hubs.find(token)?.state;
    return state === 'asked' || state === 'active';
  }

  /**
   * Takes in a delivery, if its signature is right. Returns false if no deliveries are wanted there. One that is signed wrongly, or that
   * is no feed, changes nothing and is not told apart from others (WebSub section 8).
   */
  async accept(token: string, { signature, contentType, body }: Delivery, now: number): Promise<boolean> {
    const { hubs, items } = this.#options;
    const subscription = hubs.find(token);
    if (!subscription || !this.isWanted(token)) return false;
    if (!(await isSigned(body, signature, subscription.secret))) return true;
    const url = this.#table.find(subscription.feed)?.url;
    if (url === undefined) return false;
    const page = {
      ok: true,
      url,
      movedTo: null,
      status: 200,
      headers: { 'content-type': contentType },
      body,
      readAt: now,
    } as const;
    const parsed = await parseFeedText(decodeBody(page).text, { url, now });
    const record = this.#table.find(subscription.feed);
    if (!parsed.ok || record?.state !== 'active') return true;
    const taken = takeItems(record, parsed.feed, now);
    // With the first item that no request has found before, the hub has proved that it tells of them.
    if (taken.items.length > 0) hubs.delivered(subscription.feed, now);
    const isPushed = hubs.isPushed(subscription.feed, now);
    this.#table.change(record.id, {
      ...taken.changes,
      ...answered(told(DELIVERED, { count: taken.items.length })),
      ...(isPushed ? { next: Math.max(record.next ?? 0, now + DAY) } : {}),
    });
    items.add(taken.items, now);
    return true;
  }
}
