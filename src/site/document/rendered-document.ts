import { fingerprint } from '../../lib/fingerprint.ts';

/** A document as text, with its HTTP status and headers. */
export interface RenderedDocument {
  text: string;
  /** 200 if left out. */
  status?: 301 | 410;
  headers: Record<string, string>;
  /** Only for a feed. A reader with an older version can be sent the difference (`readers/rendered/delta.ts`). */
  feedVersion?: FeedVersion | undefined;
}

/** The version of a feed, which is part of its entity tag. */
export interface FeedVersion {
  /** 8 hex digits of a hash of the site's settings and the oldest `RENDERER_VERSION` among the feed's entries. */
  madeWith: string;
  /** The number of the last change that affected the feed. */
  changeSequence: number;
}

/**
 * Makes the entity tag of a document: the fingerprint of its text, followed for a feed by its version. The tag is weak, because it
 * is the same for every content coding, and because Cloudflare weakens it anyway when it compresses.
 */
export const entityTag = async (bytes: Uint8Array, version?: FeedVersion): Promise<string> =>
  `W/"${await fingerprint(bytes)}${version ? `-${version.madeWith}.${version.changeSequence}` : ''}"`;
