import type { Scope } from './edition/scope.ts';

// The messages of the queue. The Desk and the hub send them, push/consumer.ts receives them.

/** Verify with its callback that a subscription is wanted, or its end (WebSub section 5.3). */
export interface VerifyMessage {
  kind: 'verify';
  topic: string;
  mode: 'subscribe' | 'unsubscribe';
  callback: string;
  leaseSeconds: number;
  secret: string | null;
  /** When the hub got the request, in milliseconds. Of two requests for one callback the later counts, in whatever order they are verified. */
  asked: number;
}

/** Deliver the newest document of a topic to a subscription. */
export interface DeliverMessage {
  kind: 'deliver';
  topic: string;
  subscription: number;
}

export type PushMessage =
  /** The edition of a scope was printed: tell its subscribers and other hubs. */
  | { kind: 'changed'; scope: Scope }
  /** Deliver to the next page of a topic's subscriptions, after the given one. */
  | { kind: 'fan-out'; topic: string; after: number }
  | DeliverMessage
  | VerifyMessage
  /** Tell another hub to fetch these feeds. */
  | { kind: 'ping'; hub: string; urls: string[] };

/** The most messages that one call may send. */
export const MAX_MESSAGES_PER_CALL = 100;
