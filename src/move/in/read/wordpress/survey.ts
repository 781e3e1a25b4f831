import type { XmlPart, XmlUnit } from '../../../../lib/split-xml.ts';
import { foldName } from '../../../../site/story/author-name.ts';
import type { Index } from '../../old-site.ts';
import { plainText } from '../fields.ts';
import { languageOf } from '../language.ts';
import { ownLink } from './addresses.ts';
import { Archive, type Site } from './archive.ts';
import { type Item, parseBytes, readItem } from './item.ts';
import { creditOf, localeOf } from './meta.ts';
import { publicityOf } from './publicity.ts';
import { findAll, textOf } from './xml.ts';

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
class Structure {
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

/** The name of an author in addresses, as WordPress makes it from a login (`sanitize_title`). */
export const authorSlug = (login: string): string =>
  login
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[\s./]+/g, '-')
    .replace(/[^\p{L}\p{N}_-]/gu, '')
    .replace(/-+/g, '-')
    .replace(/^-|-$/g, '');

/** `domain="tag"` is that of WXR 1.0. */
export const taxonomyOf = (domain: string) => (domain === 'tag' ? 'post_tag' : domain);

/** Whether a name consists of a given and a family name, in any order: "Ann Lee", "Lee, Ann", "毛泽东". */
function isMadeOf(name: string, givenName: string, familyName: string): boolean {
  const [whole, given, family] = [name, givenName, familyName].map((text) =>
    foldName(text).replace(/[\s,]/g, ''),
  );
  return Boolean(given && family) && (whole === `${given}${family}` || whole === `${family}${given}`);
}

const PICTURE_NAME = /\.(jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic|ico)$/i;
const orNull = (text: string | undefined) => text?.trim() || null;

/** The first pass over an export: notes what posts refer to, and what the site is like. Says nothing of what is lost. */
export class Survey {
  readonly archive: Archive;
  readonly #now: number;
  readonly #structure = new Structure();
  readonly #days = new Set<string>();
  #posts = 0;
  #head = { title: '', root: '', language: '' };

  constructor(index: Index, now: number) {
    this.archive = new Archive(index);
    this.#now = now;
  }

  get site(): Site {
    const { title, root, language } = this.#head;
    return {
      title,
      root,
      language: languageOf(language),
      front: this.#structure.front,
      hasNumbers: this.#structure.hasNumbers,
      days: this.#days,
      posts: this.#posts,
    };
  }

  /** Looks at a part of the export. */
  look(part: XmlPart, file: string | undefined) {
    if (part.kind === 'between') this.#lookAtHead(part.xml);
    if (part.kind !== 'unit' || part.state === 'cut' || part.state === 'too large') return;
    if (part.name === 'item') this.#lookAtItem(readItem(part, file, []));
    else this.#lookAtUnit(part);
  }

  /** The first part's head is that of the site. */
  #lookAtHead(xml: string) {
    if (this.#head.root) return;
    const root = parseBytes(xml, () => {});
    const url = [textOf(root, 'wp:base_blog_url'), textOf(root, 'link'), textOf(root, 'wp:base_site_url')]
      .map((text) => URL.parse(text))
      .find((parsed) => parsed && /^https?:$/.test(parsed.protocol));
    this.#head = {
      title: plainText(textOf(root, 'title')) || this.#head.title,
      root: url ? `${url.origin}${url.pathname.replace(/\/*$/, '/')}` : '',
      language: textOf(root, 'language') || this.#head.language,
    };
  }

  #lookAtUnit({ name, xml }: XmlUnit) {
    const root = parseBytes(xml, () => {});
    const text = (element: string) => textOf(root, element);
    const { archive } = this;
    if (name === 'wp:author' || name === 'wp:wp_author') {
      const login = text('wp:author_login');
      const known = archive.author(authorSlug(login));
      const [givenName = '', familyName = ''] = [
        text('wp:author_first_name'),
        text('wp:author_last_name'),
      ].map(plainText);
      const full = `${givenName} ${familyName}`.trim();
      const name = plainText(text('wp:author_display_name')) || known?.name || full || login;
      archive.putAuthor(authorSlug(login), {
        url: null,
        about: null,
        portrait: null,
        ...known,
        name,
        // Whoever writes under another name, such as "admin" or "The Editors", keeps their own to themselves.
        ...(isMadeOf(name, givenName, familyName) ? { givenName, familyName } : {}),
      });
    } else if (name === 'wp:category')
      archive.putTerm('category', text('wp:category_nicename'), {
        name: plainText(text('wp:cat_name')),
        id: text('wp:term_id'),
        parent: text('wp:category_parent'),
      });
    else if (name === 'wp:tag')
      archive.putTerm('post_tag', text('wp:tag_slug'), {
        name: plainText(text('wp:tag_name')),
        id: text('wp:term_id'),
        parent: '',
      });
    else if (name === 'wp:term') {
      const taxonomy = text('wp:term_taxonomy');
      const locale = taxonomy === 'language' ? localeOf(text('wp:term_description')) : null;
      archive.putTerm(taxonomy, text('wp:term_slug'), {
        name: locale ?? plainText(text('wp:term_name')),
        id: text('wp:term_id'),
        parent: text('wp:term_parent'),
      });
      if (taxonomy === 'author') this.#lookAtGuestTerm(text('wp:term_slug'), root);
    }
  }

  /** PublishPress Authors keeps who a guest is with the term. */
  #lookAtGuestTerm(slug: string, root: ReturnType<typeof parseBytes>) {
    const name = plainText(textOf(root, 'wp:term_name'));
    const field = (key: string) =>
      findAll(root, 'wp:termmeta')
        .find(({ children }) => children.some(({ text }) => text === key))
        ?.children.find(({ name: element }) => element === 'wp:meta_value')?.text;
    const guest = slug.replace(/^cap-/, '');
    if (!name || name === slug || name === guest || this.archive.author(guest)) return;
    const [url, about] = [orNull(field('user_url')), orNull(plainText(field('description') ?? ''))];
    this.archive.putAuthor(guest, { name, url, about, portrait: null });
  }

  #lookAtItem(item: Item) {
    const { archive } = this;
    archive.putAddress(item.id, item.link);
    // WordPress shows no other patterns (wp-includes/blocks/block.php).
    const isShown = item.status === 'publish' && !item.hasPassword;
    if (item.type === 'attachment') this.#lookAtAttachment(item);
    else if (item.type === 'wp_block') archive.putBlock(item.id, isShown ? item.content : null);
    else if (item.type === 'guest-author') this.#lookAtGuest(item);
    for (const { taxonomy, slug, name } of item.terms)
      if (!archive.term(taxonomyOf(taxonomy), slug))
        archive.putTerm(taxonomyOf(taxonomy), slug, { name, id: '', parent: '' });
    if (item.type !== 'post' && item.type !== 'page') return;
    const publicity = publicityOf(item, this.#now);
    if (publicity.isKnownToReaders && item.guid) archive.claimGuid(item.guid, item.id);
    if (item.type !== 'post' || !publicity.isKnownToReaders) return;
    this.#posts++;
    this.#structure.look(item, this.#head.root, (slug) => archive.term('category', slug) !== undefined);
    const day = /^[1-9]\d{3}-(?!00)\d\d-(?!00)\d\d(?= )/.exec(item.date)?.[0];
    if (day) this.#days.add(day);
  }

  #lookAtAttachment(item: Item) {
    const url = item.file || item.guid;
    if (!URL.canParse(url)) return;
    this.archive.putAttachment(item.id, {
      url,
      alt: orNull(plainText(item.meta.get('_wp_attachment_image_alt')?.[0] ?? '')),
      caption: orNull(plainText(item.excerpt)),
      credit: orNull(plainText(creditOf(item) ?? '')),
      isPicture: PICTURE_NAME.test(new URL(url).pathname),
    });
    if (item.parent && item.parent !== '0' && PICTURE_NAME.test(new URL(url).pathname))
      this.archive.putChild(item.parent, item.id, item.order);
  }

  /** Co-Authors Plus keeps guests as posts. */
  #lookAtGuest(item: Item) {
    const field = (key: string) => orNull(item.meta.get(key)?.[0]);
    const slug = item.slug.replace(/^cap-/, '');
    this.archive.putAuthor(slug, {
      name: field('cap-display_name') ?? (plainText(item.title) || slug),
      url: field('cap-website'),
      about: orNull(plainText(field('cap-description') ?? '')),
      portrait: field('_thumbnail_id'),
    });
  }
}
