import anyAscii from 'any-ascii';
import { escapeHtml } from '../../lib/html.ts';
import { pictureUrl, type Site, storyUrl, topicTitle } from '../../settings/site.ts';
import { type FeedEntry, toEntry } from '../../site/edition/edition.ts';
import { personOf, statedNames } from '../../site/edition/people.ts';
import type { AuthorNames } from '../../site/story/author-name.ts';
import { makeArticle } from '../../site/story/make-article.ts';
import { lastChange, type Story } from '../../site/story/story.ts';
import { htmlAfterText } from './after-text.ts';
import type { ExportedNow } from './spool.ts';

/** An author of a story as other systems know them. */
export interface MovedAuthor extends AuthorNames {
  /** Unique among all authors: lower-case ASCII. */
  slug: string;
  url: string | null;
  about: string | null;
  picture: string | null;
}

/** A picture at its absolute address. */
export interface MovedPicture {
  url: string;
  alt: string | null;
  caption: string | null;
  credit: string | null;
}

/** A story as it moves out. All addresses in it are absolute. */
export interface MovedStory {
  isScheduled: boolean;
  revisions: number;
  story: Story & { identifier: string };
  entry: FeedEntry;
  url: string;
  /** The analysis. */
  html: string;
  /** What readers see below it: corrections, how the story was made, its sources. */
  htmlAfter: string;
  /** RFC 3339; null if it was not changed since its publication. */
  modified: string | null;
  authors: MovedAuthor[];
  topics: { slug: string; name: string }[];
  picture: MovedPicture | null;
  /** The addresses of the pictures in the analysis. */
  textPictures: string[];
}

/** Makes a slug of a name: ASCII, as WordPress and Ghost ask for. */
const slugOf = (name: string) =>
  anyAscii(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'author';

/** Knows the authors of all stories, and gives each a slug of their own. */
export class AuthorList {
  readonly #site: Site;
  readonly #authors = new Map<string, MovedAuthor>();
  readonly #slugs = new Set<string>();

  constructor(site: Site) {
    this.#site = site;
    for (const { slug } of site.people) this.#slugs.add(slug);
  }

  /** Returns an author, the same each time. */
  find(author: AuthorNames & { url?: string | null | undefined }): MovedAuthor {
    const person = personOf(author, this.#site);
    const stated = statedNames(author, this.#site);
    const { type, givenName, familyName } = stated;
    const key = person
      ? `person ${person.slug}`
      : [author.name, author.url, type, givenName, familyName].map((part) => part ?? '').join('\n');
    const known = this.#authors.get(key);
    if (known) return known;
    const made: MovedAuthor = {
      ...stated,
      slug: person?.slug ?? this.#freeSlug(slugOf(author.name)),
      url: author.url ?? person?.url ?? null,
      about: person?.about ?? null,
      picture: person?.picture ? pictureUrl(this.#site, person.picture) : null,
    };
    this.#authors.set(key, made);
    return made;
  }

  /** Those found so far. */
  get all(): MovedAuthor[] {
    return [...this.#authors.values()];
  }

  #freeSlug(slug: string): string {
    let free = slug;
    for (let number = 2; this.#slugs.has(free); number++) free = `${slug}-${number}`;
    this.#slugs.add(free);
    return free;
  }
}

/** Makes the addresses on this site in HTML absolute. Text has no quotes that are not escaped. */
export const withAbsoluteAddresses = (html: string, site: Pick<Site, 'url'>): string =>
  html.replace(
    /( (?:src|href)=")(\/(?!\/)[^"]*)/g,
    (_whole, before: string, path: string) => `${before}${escapeHtml(site.url)}${path}`,
  );

/** Lists the addresses of the pictures in HTML, each once. */
export const picturesOf = (html: string): string[] => [
  ...new Set(
    Array.from(html.matchAll(/<img[^>]* src="([^"]+)"/g), ([, url = '']) => url.replaceAll('&amp;', '&')),
  ),
];

/** Makes what moves out of a story of an export. */
export function moveStory(exported: ExportedNow, site: Site, authors: AuthorList): MovedStory {
  const { story, status, revisions } = exported;
  const entry = toEntry(makeArticle(story, story.identifier));
  const html = withAbsoluteAddresses(entry.rendering.feed, site);
  const changed = lastChange(story);
  const stated = story.author.length > 0 ? story.author : site.authors;
  const { image } = story;
  return {
    isScheduled: status === 'scheduled',
    revisions,
    story,
    entry,
    url: storyUrl(site, story.slug),
    html,
    htmlAfter: htmlAfterText(entry, site),
    modified: changed.getTime() > Date.parse(story.datePublished) ? changed.toISOString() : null,
    authors: stated.map((author) => authors.find(author)),
    topics: story.keywords.map((slug) => ({ slug, name: topicTitle(site, slug) })),
    picture: image && {
      url: pictureUrl(site, image),
      alt: image.alt,
      caption: image.caption,
      credit: image.credit,
    },
    textPictures: picturesOf(html),
  };
}
