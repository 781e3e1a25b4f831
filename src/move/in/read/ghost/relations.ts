import type { Index } from '../../old-site.ts';
import { fieldOf, isRow, lineOf, type Row, textOf } from '../fields.ts';

export interface GhostTag {
  name: string;
  slug: string;
  /** Whether it is one that only the editors saw: `#no-ads`. */
  isInternal: boolean;
}

export interface GhostUser {
  name: string;
  slug: string;
  about: string | null;
  url: string | null;
  picture: string | null;
}

/** The tables that say which tags and authors a post has, and the field of each that names the other. */
const LINKS: Record<string, { set: string; field: string }> = {
  posts_tags: { set: 'ghost tags of', field: 'tag_id' },
  posts_authors: { set: 'ghost authors of', field: 'author_id' },
};

interface Link {
  id: string;
  order: number;
}

export const readTag = (row: Row): GhostTag | null => {
  const name = lineOf(row, 'name');
  if (name === null) return null;
  const isInternal = name.startsWith('#') || fieldOf(row, 'visibility') === 'internal';
  return { name, slug: textOf(row, 'slug') ?? '', isInternal };
};

export const readUser = (row: Row): GhostUser | null => {
  const name = lineOf(row, 'name');
  if (name === null) return null;
  return {
    name,
    slug: textOf(row, 'slug') ?? '',
    about: textOf(row, 'bio'),
    url: textOf(row, 'website'),
    // `image` before Ghost 1.
    picture: textOf(row, 'profile_image') ?? textOf(row, 'image'),
  };
};

/**
 * What the posts of an export refer to, on disk. `run` names this reading, so that an index that an earlier one has filled does no harm.
 */
export class GhostRelations {
  readonly #index: Index;
  readonly #run: string;

  constructor(index: Index, run: string) {
    this.#index = index;
    this.#run = run;
  }

  /** Takes a row of any table but `posts`. */
  add(table: string, row: Row): void {
    const id = textOf(row, 'id');
    if (table === 'tags' && id !== null) this.#put('ghost tag', id, readTag(row));
    else if (table === 'users' && id !== null) this.#put('ghost user', id, readUser(row));
    else if (table === 'posts_meta') this.#put('ghost meta', textOf(row, 'post_id') ?? '', row);
    else if (Object.hasOwn(LINKS, table)) this.#addLink(table, row);
  }

  tagsOf(post: string): GhostTag[] {
    return this.#linked('posts_tags', post).flatMap(({ id }) => this.#get<GhostTag>('ghost tag', id) ?? []);
  }

  authorsOf(post: string): GhostUser[] {
    return this.#linked('posts_authors', post).flatMap(({ id }) => this.user(id) ?? []);
  }

  user(id: string): GhostUser | undefined {
    return this.#get<GhostUser>('ghost user', id);
  }

  metaOf(post: string): Row {
    const meta = this.#get<unknown>('ghost meta', post);
    return isRow(meta) ? meta : {};
  }

  #addLink(table: string, row: Row): void {
    const { set, field } = LINKS[table] ?? { set: '', field: '' };
    const [post, id] = [textOf(row, 'post_id'), textOf(row, field)];
    if (post === null || id === null) return;
    const order = fieldOf(row, 'sort_order');
    const count = this.#get<number>(set, post) ?? 0;
    this.#put(`${set}, by number`, JSON.stringify([post, count]), {
      id,
      order: typeof order === 'number' ? order : count,
    });
    this.#put(set, post, count + 1);
  }

  /** A post's links in their order, each once. */
  #linked(table: string, post: string): Link[] {
    const { set } = LINKS[table] ?? { set: '' };
    const links = new Map<string, Link>();
    const count = this.#get<number>(set, post) ?? 0;
    for (let number = 0; number < count; number++) {
      const link = this.#get<Link>(`${set}, by number`, JSON.stringify([post, number]));
      if (link && !links.has(link.id)) links.set(link.id, link);
    }
    return [...links.values()].sort((a, b) => a.order - b.order);
  }

  #put(set: string, key: string, value: unknown): void {
    this.#index.put(set, key, { run: this.#run, value });
  }

  #get<T>(set: string, key: string): T | undefined {
    const found = this.#index.get<{ run: string; value: T | null }>(set, key);
    return found?.run === this.#run ? (found.value ?? undefined) : undefined;
  }
}
