import type { Scope } from './edition/scope.ts';

// What goes through the queue: sent by the Desk and by the hub, received by push/.

/** A reader asks for a subscription to begin or to end; whether its callback wants that has still to be seen. */
export interface VerifyMessage {
  kind: 'verify';
  topic: string;
  mode: 'subscribe' | 'unsubscribe';
  callback: string;
  leaseSeconds: number;
  secret: string | null;
  /** When it was asked, in milliseconds: of two requests for one callback the later holds, whichever is answered first. */
  asked: number;
}

/** A subscription is owed the newest document of its topic. */
export interface DeliverMessage {
  kind: 'deliver';
  topic: string;
  subscription: number;
}

export type PushMessage =
  /** The edition of a scope was printed. */
  | { kind: 'changed'; scope: Scope }
  /** Subscriptions of a topic after the given one are to be served. */
  | { kind: 'fan-out'; topic: string; after: number }
  | DeliverMessage
  | VerifyMessage
  /** A hub of somebody else is to fetch these feeds. */
  | { kind: 'ping'; hub: string; urls: string[] };

/** Messages that one call may send. */
export const MAX_MESSAGES_PER_CALL = 100;
