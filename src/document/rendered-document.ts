import { fingerprint } from '../lib/fingerprint.ts';

/** A document as text, with its HTTP status and headers. */
export interface RenderedDocument {
  text: string;
  /** 200 if left out. */
  status?: 301 | 410;
  headers: Record<string, string>;
  /** Of a feed: a reader with an older version can be sent the difference (`edge/rendered/delta.ts`). */
  feedVersion?: FeedVersion | undefined;
}

/** The version of a feed. Its entity tag names it. */
export interface FeedVersion {
  /** What the feed was made with besides its stories: 8 hex digits of a hash of the site and the renderer of its oldest entry. */
  madeWith: string;
  /** The number of the latest of the site's changes that changed the feed. */
  changeSequence: number;
}

/**
 * Makes the entity tag of a document: the fingerprint of its text, and of a feed its version. The tag is weak, because it stands
 * for the text in every encoding; Cloudflare would weaken it in any case when it compresses.
 */
export const entityTag = async (bytes: Uint8Array, version?: FeedVersion): Promise<string> =>
  `W/"${await fingerprint(bytes)}${version ? `-${version.madeWith}.${version.changeSequence}` : ''}"`;
