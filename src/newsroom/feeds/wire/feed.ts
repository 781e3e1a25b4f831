/** The most feeds that the newsroom follows. */
export const MAX_FEEDS = 1000;
/** The most bytes of a subscription list. */
export const MAX_OPML_BYTES = 1_000_000;

/** `active`: it is asked; `muted`: an editor has silenced it; `stopped`: its server says that it is gone for good. */
export type FeedState = 'active' | 'muted' | 'stopped';

/** A feed as the newsroom sees it. Times are RFC 3339. */
export interface Feed {
  id: string;
  /** The address that was added. */
  address: string;
  /** Where it is now: another address, if it has moved for good. */
  url: string;
  title: string | null;
  /** The page that the feed belongs to. */
  home: string | null;
  state: FeedState;
  /** Whether data/site.json lists it. */
  inFile: boolean;
  /** The editor or program that added it; null if only the file lists it. */
  addedBy: string | null;
  added: string;
  /** When it was last asked, and when it will be asked next. */
  asked: string | null;
  next: string | null;
  /** What the last request found, as a sentence. */
  answer: string | null;
  /** How many requests have failed since the last that did not. */
  failures: number;
  itemsPerWeek: number;
  /** Whether a hub tells of new items (WebSub). */
  isPushed: boolean;
}

/** A feed that a page names. */
export interface FoundFeed {
  url: string;
  title: string | null;
}

/** Why nothing was changed. If the address was a page's, `found` has the feeds that the page names. */
export interface FeedRefusal {
  ok: false;
  why: 'role' | 'missing' | 'state' | 'invalid';
  detail: string;
  found?: FoundFeed[];
}

export type FeedResult = { ok: true; feed: Feed } | FeedRefusal;
export type AddResult = { ok: true; feed: Feed; isNew: boolean } | FeedRefusal;

/** What came of a subscription of an imported list. */
export interface ImportLine {
  /** The address as the list has it. */
  url: string;
  title: string | null;
  result: 'added' | 'known' | 'refused';
  /** Why it was refused, as a sentence. */
  detail: string | null;
}

export type ImportResult = { ok: true; lines: ImportLine[] } | FeedRefusal;
