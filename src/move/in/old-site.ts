// What an export or a feed says of an old site, whichever program wrote it. Readers (read/) make these entries; the rest of the move
// knows nothing of WordPress, Ghost and others.

import type { LossKind } from './loss-kinds.ts';
import type { MarkdownSystem } from './markdown-systems.ts';

/** Where something stands in what is moved in, so that people find it again. */
export interface Place {
  /** The file within the export, if it has several: `posts/12.a-story.html`. */
  file?: string;
  /** The line of the file, from 1. */
  line?: number;
  /** The entry, in words that people know it by: `post 56 "A headline"`. */
  entry?: string;
}

/** Something that could not move in as it was: a line of the report. */
export interface Loss {
  place: Place;
  /** What kind of loss it is, by which the report counts and sorts. */
  kind: LossKind;
  /** What was there, in a few words or quoted: `[contact-form id="3"]`. At most 200 characters. */
  was: string;
  /** What stands there now: `left out`, `a link to the video`. */
  now: string;
}

/** A picture of the old site. */
export interface OldPicture {
  /** Its absolute address. */
  url: string;
  alt: string | null;
  /** Plain text. */
  caption: string | null;
  credit: string | null;
}

/** The text of a post, in the language of its system. */
export interface OldText {
  /**
   * `html`; `wordpress`: what its editors store, with blocks, shortcodes and line breaks that stand for paragraphs; `markdown`, which may
   * contain HTML; `plain`.
   */
  format: 'html' | 'wordpress' | 'markdown' | 'plain';
  text: string;
  /** What its author wrote, if the reader has resolved templates in the text. Words are compared with it. */
  written?: string;
  /** The address that relative links are relative to. */
  base: string;
  /** The pictures that the text names by number, by that number: WordPress's attachments. */
  attachments?: Record<string, OldPicture>;
  /** Footnotes that the system stores beside the text: the HTML of each, by its id. */
  footnotes?: Record<string, string>;
}

/** Why an old post becomes a draft and is not published. */
export type Unpublished =
  | 'draft'
  | 'pending review'
  | 'private'
  | 'protected by a password'
  | 'for subscribers'
  | 'sent by email only'
  | 'scheduled, but its time has passed';

export interface OldAuthor {
  name: string;
  /** Their own site. */
  url: string | null;
  /** The parts of the name, if the old site states them. */
  givenName?: string;
  familyName?: string;
}

/** A post or page of the old site. */
export interface OldPost {
  /** Whether it is dated news, or a page such as "About us". */
  type: 'post' | 'page';
  /** The old system's id, with its name: `wordpress:56`. Unique in the site, and the same in a later export. */
  key: string;
  place: Place;
  /** The guid or id by which feed readers know it; null if they never got it. */
  identifier: string | null;
  /** null if it was public. */
  unpublished: Unpublished | null;
  /** What says so, if it is not in the word itself: `draft: true`. */
  why?: string;
  /** The last part of its address, percent-decoded; null if it has none. */
  slug: string | null;
  /** Plain text. */
  title: string;
  content: OldText;
  /** The excerpt that its author wrote, as plain text; null if the system makes excerpts itself. */
  excerpt: string | null;
  /** RFC 3339 with the zone of the old site; null if it is not known. A time in the future is that of a scheduled post. */
  published: string | null;
  modified: string | null;
  authors: OldAuthor[];
  /** Tags and categories, the main one first. */
  terms: { name: string; slug: string }[];
  /** BCP 47; null: as the site. */
  language: string | null;
  /** Where it was published first, if its author says so and that is another site. */
  canonical: string | null;
  picture: OldPicture | null;
  /** The absolute addresses at which readers found it, the main one first. Empty if it had none. */
  addresses: string[];
}

/** What an old address showed, beside posts, which list their own addresses. */
export type OldTarget =
  | { shows: 'home' }
  | { shows: 'feed'; format: 'rss' | 'atom' | 'json'; of?: OldTarget }
  | { shows: 'term'; name: string; slug: string }
  | { shows: 'author'; name: string }
  /** A day, month or year: `2019-05-04`, `2019-05`, `2019`. */
  | { shows: 'date'; date: string }
  /** The picture at this address. */
  | { shows: 'picture'; url: string };

/** An entry of the old site, in the order of its file. */
export type OldEntry =
  | {
      kind: 'site';
      title: string;
      url: string;
      language: string | null;
      system: string;
      /** The name of its time zone, if the source says it. */
      zone?: string;
    }
  | { kind: 'post'; post: OldPost }
  /** An address that has to go on answering. */
  | { kind: 'address'; address: string; target: OldTarget }
  | {
      kind: 'author';
      name: string;
      slug: string;
      about: string | null;
      url: string | null;
      picture: string | null;
    }
  | { kind: 'term'; name: string; slug: string }
  | { kind: 'loss'; loss: Loss };

/** What readers look up while they read, on disk: attachments, authors. Sets are named, such as `attachment`. */
export interface Index {
  put(set: string, key: string, value: unknown): void;
  get<T>(set: string, key: string): T | undefined;
}

/** What a reader gets. */
export interface ReadOptions {
  index: Index;
  /** Called with how many bytes of how many were read; `total` is null if nobody knows. */
  progress(read: number, total: number | null): void;
  /** The address at which the old site answers now, if it is not the one in the export. */
  site?: string;
  /** Called when a host has asked for a pause, with its length in milliseconds. */
  onPause?(host: string, milliseconds: number): void;
  /** The newsroom's address, for those who are asked. */
  contact?: string;
  /** The present time, in milliseconds. */
  now: number;
  /** Which system a folder of Markdown is of, if a person says so. */
  system?: MarkdownSystem | undefined;
}

/** Reads an export or a feed. Throws `CommandError` if there is nothing of this kind; whatever else is wrong is a loss. */
export type Reader = (source: string, options: ReadOptions) => AsyncIterable<OldEntry>;
