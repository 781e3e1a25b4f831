import type { SaidSentence } from '../../words/translate.ts';
// What the wire has read of a source.

/** A page as it was read to write a draft from it. What is null or empty was not stated. */
export interface ReadSource {
  /** The address that was asked for. */
  url: string;
  /** Where the source is, as its publisher says: its canonical address, or the one that redirects led to. */
  finalUrl: string;
  /** When it was read, RFC 3339. */
  readAt: string;
  /** The SHA-256 of `text` in UTF-8, in hex. */
  hash: string;
  name: string | null;
  publisher: { name: string; url: string | null } | null;
  author: { name: string; url: string | null }[];
  /** A year, month, day or time, as in the story record. */
  datePublished: string | null;
  inLanguage: string | null;
  isAccessibleForFree: boolean | null;
  /** The main text: paragraphs with an empty line between two. Empty if there is none. */
  text: string;
  /** Why there is no text, as a sentence for an editor; null if there is one. */
  whyNoText: string | null;
  /** The same as a sentence with its values, for a page in any language. */
  said?: SaidSentence;
}
