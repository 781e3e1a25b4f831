import { ownLink } from './addresses.ts';
import type { Item } from './item.ts';

/** What an address says of the structure of all: what comes before its changing part, and whether the number is in that. */
interface Seen {
  front: string | null;
  hasNumber: boolean;
}

const same = (a: string, b: string) => a !== '' && a.toLowerCase() === b.toLowerCase();

/** Takes a post's address apart. Returns undefined if nothing in it is known. */
function seenIn(item: Item, root: string, isTerm: (slug: string) => boolean): Seen | undefined {
  const link = ownLink(item.link, root);
  const url = link === null ? null : URL.parse(link);
  if (!url) return undefined;
  if (/^\?(p|page_id)=\d+$/.test(url.search)) return { front: null, hasNumber: false };
  const segments = url.pathname.slice(new URL(root).pathname.length).split('/').filter(Boolean);
  const [year = '', month = '', day = ''] = item.date.split(/[- ]/);
  const known = (segment: string) => {
    const name = segment.replace(/\.\w+$/, '');
    const isPart = [year, month, day, item.id, item.creator, item.slug].some((part) => same(part, name));
    return isPart || item.terms.some(({ slug }) => same(slug, segment)) || isTerm(segment);
  };
  const first = segments.findIndex(known);
  if (first < 0) return undefined;
  const number = segments.findIndex((segment) => same(item.id, segment.replace(/\.\w+$/, '')));
  return {
    front: segments
      .slice(0, first)
      .map((segment) => `${segment}/`)
      .join(''),
    hasNumber: number >= 0 && number < first + 3,
  };
}

/** Finds out how a site's addresses are made, from those of its posts. */
export class Structure {
  readonly #fronts = new Map<string | null, number>();
  #numbers = 0;
  #seen = 0;

  /** Looks at a published post. `isTerm` says whether a slug is that of a category. */
  look(item: Item, root: string, isTerm: (slug: string) => boolean) {
    const seen = seenIn(item, root, isTerm);
    // A few strange addresses among many do not matter, so more than these need not be counted.
    if (!seen || (this.#fronts.size > 1000 && !this.#fronts.has(seen.front))) return;
    this.#seen++;
    this.#fronts.set(seen.front, (this.#fronts.get(seen.front) ?? 0) + 1);
    if (seen.hasNumber) this.#numbers++;
  }

  /** What most addresses begin with; the usual, ``, if there is no most. */
  get front(): string | null {
    const [most] = [...this.#fronts].toSorted(([, a], [, b]) => b - a);
    return most && most[1] * 2 > this.#seen ? most[0] : '';
  }

  get hasNumbers(): boolean {
    return this.#numbers * 2 > this.#seen;
  }
}
