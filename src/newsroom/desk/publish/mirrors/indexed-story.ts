/** A story as the index of the search takes it: plain texts, and what searches are narrowed by. */
export interface IndexedStory {
  id: number;
  identifier: string;
  slug: string;
  /** When it last changed on this server, in milliseconds. */
  changed: number;
  /** Null if readers do not see the story. */
  texts: {
    headline: string;
    abstract: string;
    analysis: string;
    /** The titles, publishers, domains and quoted words of each source; and what is said of the story's picture. */
    sources: string[][];
    /** Topics and publishers, as scopes. */
    scopes: string[];
    authors: string[];
    language: string;
    /** In milliseconds. */
    published: number;
  } | null;
}
