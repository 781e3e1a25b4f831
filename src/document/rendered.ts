import { fingerprint } from '../lib/fingerprint.ts';

/** A document as text, with what HTTP has to say about it. */
export interface Rendered {
  text: string;
  /** 200 where it is left out. */
  status?: 301 | 410;
  headers: Record<string, string>;
  /** Which changes it holds, so that a reader who has an older copy can be sent what came since. */
  changes?: Changes | undefined;
}

/** The site's changes by number. */
export interface Changes {
  /** What it was made with beside the stories, the renderer of its oldest entry and the site: 8 digits of a hash. */
  madeWith: string;
  /** The latest that changed the document. */
  tick: number;
  /** The latest that took an entry out of it. */
  departed: number;
  /** The latest of each of its entries. */
  ticks: readonly number[];
}

/**
 * The entity tag of a document: the fingerprint of its text, then what it was made with and which changes it holds. The tag is
 * weak, so that it stands for the text however it is encoded, and Cloudflare weakens it in any case when it compresses.
 */
export const entityTag = async (bytes: Uint8Array, changes?: Changes): Promise<string> =>
  `W/"${await fingerprint(bytes)}${changes ? `-${changes.madeWith}.${changes.tick}` : ''}"`;
