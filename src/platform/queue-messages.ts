import type { Scope } from '../site/edition/scope.ts';

// The messages of both queues. The Desk and the hub send them; push/consumer.ts receives them.

/** The message to ask a callback to confirm a request to subscribe or unsubscribe (WebSub section 5.3). It has a queue of its own. */
export interface VerifyMessage {
  kind: 'verify';
  topic: string;
  mode: 'subscribe' | 'unsubscribe';
  callback: string;
  leaseSeconds: number;
  secret: string | null;
  /** When the hub received the request, in milliseconds. A callback's latest request counts, whichever is verified last. */
  asked: number;
}

/** The message to deliver the newest document of a topic to a subscription. */
export interface DeliverMessage {
  kind: 'deliver';
  topic: string;
  subscription: number;
}

export type PushMessage =
  /** A new edition of a scope was written: notify its subscribers and other hubs. */
  | { kind: 'changed'; scope: Scope }
  /** Deliver to the next subscriptions of a topic, after the one with the id `after`. */
  | { kind: 'fan-out'; topic: string; after: number }
  | DeliverMessage
  | VerifyMessage
  /** Tell the address in NOTIFY_URL what has happened, with the path of the page that it is about. */
  | { kind: 'notify'; text: string; path: string }
  /** Send the mail with this number to whom it is for. */
  | { kind: 'mail'; mail: number }
  /** Tell a different hub to fetch these feeds. */
  | { kind: 'ping'; hub: string; urls: string[] };

/** The message to make deliveries to servers of the fediverse, as many as one message makes. It has a queue of its own. */
export interface FederateMessage {
  kind: 'federate';
}

/** The most messages that one call to the queue may send. */
export const MAX_MESSAGES_PER_CALL = 100;
