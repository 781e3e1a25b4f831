import type { Term } from '../site/query/terms.ts';

/** The most stories that a search leads to. What is beyond is neither counted nor ranked, so that every search reads few rows. */
export const MAX_FOUND = 200;

/** A topic, as a scope, with its title. */
export interface TopicTitle {
  scope: string;
  title: string;
}

/** What is searched for. What is empty or null does not narrow it. */
export interface IndexQuery {
  terms: readonly Term[];
  /** Topics and publishers, as scopes; a story has to be in each. */
  scopes: readonly string[];
  /** Words of an author's name. */
  author: string;
  /** A language tag, or its first part. */
  language: string;
  /** The first instant of publication, and the one after the last, in milliseconds. */
  from: number | null;
  before: number | null;
  order: 'relevance' | 'date';
  /** Topics that words may mean by their titles. */
  topics: readonly TopicTitle[];
  /** Whether a search that finds nothing is answered with what is near: mistyped words mended, or some of the words. */
  isForgiving: boolean;
  /** How many stories to leave out, and how many to return at most. */
  offset: number;
  limit: number;
}

/** A story that was found. */
export interface Hit {
  slug: string;
  /** When it last changed on this server, and when it came into the index, in milliseconds. */
  changed: number;
  indexed: number;
}

export interface Found {
  hits: Hit[];
  /** How many were found, at most 200; `isMore` says that there are more. */
  count: number;
  isMore: boolean;
  /**
   * If the words are in so many stories that reading all of them would take too long: when the first of those was published that were
   * read, in milliseconds. Null if every story was, or if there are more than `count` anyway.
   */
  since: number | null;
  /** If nothing was found: which of the terms are in no story, by their index. */
  missing: number[];
  /** The terms, with the forms and rows by which stories were found. */
  terms: Term[];
  /** Words that are in no story, by the index of their term, and what was searched for in their place, as a reader would type it. */
  mended: { term: number; word: string }[];
  /** Whether no story has all terms, and the stories that were found have most of them. */
  isPartial: boolean;
  /** Whether no story has all terms in some form, and those that were found have what is made with one, or related to it. */
  isRelated: boolean;
  /** When a story last left the index or was replaced in it, in milliseconds; 0 if none was. */
  removed: number;
}
