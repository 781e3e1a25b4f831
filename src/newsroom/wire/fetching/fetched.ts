import type { Told } from '../../words/translate.ts';
/** What a page or feed is fetched for. What a publisher asks of robots, and of machines that write, depends on it. */
export type Purpose = 'draft' | 'feed' | 'watch' | 'archive';

export interface PageRequest {
  url: string;
  purpose: Purpose;
  /** The entity tag and the `Last-Modified` of the copy that there is, to ask for what has changed. */
  etag?: string;
  lastModified?: string;
}

/** Why nothing was read. */
export type FetchFailureKind =
  /** The wire may not call the address, or one that a redirect leads to. */
  | 'address'
  /** robots.txt forbids it. */
  | 'robots'
  /** The publisher refuses that machines write from it. */
  | 'usage'
  /** The host has asked for a pause, or has too many requests waiting. */
  | 'later'
  | 'redirects'
  | 'timeout'
  | 'size'
  | 'connection';

/** A response that was read whole, whatever its status. */
export interface FetchedPage {
  ok: true;
  /** Where the last redirect led. */
  url: string;
  /** Where the redirects before the first temporary one (301 and 308 alone) lead; null if there are none. */
  movedTo: string | null;
  status: number;
  /** By name in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** When it was read, in milliseconds. */
  readAt: number;
  /** When the host may be asked again, in milliseconds, if it said so. */
  retryAt?: number;
}

export interface FetchFailure extends Told {
  ok: false;
  kind: FetchFailureKind;
  /** When to try again, in milliseconds, if that is known. */
  retryAt?: number;
  /** The status with which the host has just asked for a pause. Without one, it was not asked. */
  status?: number;
}

export type Fetched = FetchedPage | FetchFailure;

/** Fetches a page politely. Never rejects. */
export type FetchPage = (request: PageRequest) => Promise<Fetched>;
