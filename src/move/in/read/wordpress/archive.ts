import type { Index, OldAuthor, OldPicture, OldTarget } from '../../old-site.ts';

// What the first pass over an export finds out, so that the second can make entries of it: what posts refer to, in the index on disk,
// and what the whole site is like.

/** A file that was uploaded. */
export interface Attachment extends OldPicture {
  isPicture: boolean;
}

/** A user, or a guest of a plugin for several authors. */
export interface Author extends OldAuthor {
  about: string | null;
  /** The number of the attachment that shows them. */
  portrait: string | null;
}

/** A category, tag or term of another taxonomy. */
export interface Term {
  name: string;
  id: string;
  /** The slug of the term above it, if there is one. */
  parent: string;
}

/** The index by what is in it. Keys of terms are `taxonomy:slug`; addresses are those of files, without the host. */
export class Archive {
  readonly #index: Index;

  constructor(index: Index) {
    this.#index = index;
  }

  putAttachment(id: string, attachment: Attachment) {
    this.#index.put('attachment', id, attachment);
    this.#index.put('file', fileKey(attachment.url), attachment.url);
  }
  attachment = (id: string) => this.#index.get<Attachment>('attachment', id);
  /** The address of the uploaded file with this path. */
  file = (url: string) => this.#index.get<string>('file', fileKey(url));

  /** Remembers that an attachment was uploaded to a post. Returns nothing; a post has at most 1,000. */
  putChild(post: string, id: string, order: number) {
    const children = this.#index.get<[number, string][]>('children', post) ?? [];
    if (children.length >= 1000 || children.some(([, child]) => child === id)) return;
    this.#index.put('children', post, [...children, [order, id]]);
  }
  /** The attachments that were uploaded to a post, in their order. */
  children(post: string): string[] {
    const children = this.#index.get<[number, string][]>('children', post) ?? [];
    return children.sort(([a], [b]) => a - b).map(([, id]) => id);
  }

  /** Keeps a synced pattern; null as its content if WordPress showed it to nobody. */
  putBlock = (id: string, content: string | null) => this.#index.put('block', id, content);
  block = (id: string) => this.#index.get<string | null>('block', id);

  putAuthor = (slug: string, author: Author) => this.#index.put('author', slug, author);
  author = (slug: string) => this.#index.get<Author>('author', slug);

  putTerm(taxonomy: string, slug: string, term: Term) {
    this.#index.put('term', `${taxonomy}:${slug}`, term);
    if (term.id) this.#index.put('term by number', `${taxonomy}:${term.id}`, slug);
  }
  term = (taxonomy: string, slug: string) => this.#index.get<Term>('term', `${taxonomy}:${slug}`);
  slugOf = (taxonomy: string, id: string) => this.#index.get<string>('term by number', `${taxonomy}:${id}`);

  /** Notes at which address an item answers, beside its number. */
  putAddress(id: string, link: string) {
    this.#index.put('item', id, true);
    if (link !== '' && this.#index.get('item at', addressKey(link)) === undefined)
      this.#index.put('item at', addressKey(link), id);
  }
  /** Whether an address is that of another item: its own, or by its number. WordPress never answers by guids. */
  isOfAnother(address: string, id: string): boolean {
    const query = URL.parse(address)?.searchParams;
    const number = query?.get('p') ?? query?.get('page_id') ?? query?.get('attachment_id') ?? null;
    if (number !== null && number !== id) return this.#index.get('item', number) !== undefined;
    const owner = this.#index.get<string>('item at', addressKey(address));
    return owner !== undefined && owner !== id;
  }

  /** Gives a guid to the first post that has it. Returns the number of that post. */
  claimGuid(guid: string, id: string): string {
    const owner = this.#index.get<string>('guid', guid);
    if (owner !== undefined) return owner;
    this.#index.put('guid', guid, id);
    return id;
  }
}

/** A file's address without its host, scheme and query: sites move from http to https, and serve files from other hosts. */
const fileKey = (url: string) => {
  const parsed = URL.parse(url);
  return parsed ? parsed.pathname : url;
};

/** An address, whether with https or not, and with a slash at its end or not. */
const addressKey = (url: string) => url.replace(/^https?:\/\/(?:www\.)?/i, '').replace(/\/$/, '');

/** What the addresses of a site have in common. */
export interface Site {
  title: string;
  /** The address of its home, with a slash at its end. */
  root: string;
  language: string | null;
  /**
   * What comes before the changing part of its addresses: ``, `archives/`, `index.php/`. null if it has addresses like `/?p=12` only.
   */
  front: string | null;
  /** Whether posts have their number in their address, so that days are below `date/`. */
  hasNumbers: boolean;
  /** Days on which something was published: `2019-05-04`. */
  days: ReadonlySet<string>;
  /** How many posts the public could read. */
  posts: number;
}

/** An address with what it showed. */
export type Shown = readonly [address: string, target: OldTarget];
