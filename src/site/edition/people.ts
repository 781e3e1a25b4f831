import { toUri } from '../../lib/uri.ts';
import type { Person } from '../../settings/people-schema.ts';
import { pictureUrl, type Site } from '../../settings/site.ts';
import { type AuthorNames, foldName } from '../story/author-name.ts';
import { type Scope, scopeUrl } from './scope.ts';

/** A site's people by what identifies them. */
interface Index {
  /** By folded name. */
  names: ReadonlyMap<string, Person>;
  /** By the URL of the person's page here, and of their own elsewhere. */
  urls: ReadonlyMap<string, Person>;
}

const indexes = new WeakMap<Site['people'], Index & { siteUrl: string }>();

/** Returns the URL of a person's page on this site. */
export const personUrl = (site: Pick<Site, 'url'>, { slug }: Pick<Person, 'slug'>): string =>
  scopeUrl(site, `author:${slug}`);

function indexOf(site: Pick<Site, 'people' | 'url'>): Index {
  const made = indexes.get(site.people);
  if (made?.siteUrl === site.url) return made;
  const { people } = site;
  const index = {
    siteUrl: site.url,
    names: new Map(people.map((person) => [foldName(person.name), person])),
    urls: new Map([
      ...people.flatMap((person): [string, Person][] => (person.url ? [[person.url, person]] : [])),
      ...people.map((person): [string, Person] => [personUrl(site, person), person]),
    ]),
  };
  indexes.set(people, index);
  return index;
}

/**
 * Returns the person of the newsroom whom a story names as an author; undefined if it is nobody of `people` in data/site.json. A
 * URL that is one of theirs decides, otherwise the name; so does the name among those who have one URL. Somebody of the same name with
 * another URL is somebody else, if the person has a URL of their own.
 */
export function personOf(
  author: { name: string; url?: string | null | undefined },
  site: Pick<Site, 'people' | 'url'>,
): Person | undefined {
  if (site.people.length === 0) return undefined;
  const { names, urls } = indexOf(site);
  const url = author.url && URL.canParse(author.url) ? toUri(author.url) : undefined;
  const person = names.get(foldName(author.name));
  // Several people may have one page, such as that of a team.
  if (url !== undefined && person?.url === url) return person;
  const owner = url === undefined ? undefined : urls.get(url);
  if (owner) return owner;
  return url !== undefined && person?.url ? undefined : person;
}

/**
 * Returns what is known of an author's name: what the record states, or else what `people` in data/site.json states of somebody of
 * the same name. Nothing is guessed.
 */
export function statedNames(
  author: AuthorNames & { url?: string | null | undefined },
  site: Pick<Site, 'people' | 'url'>,
): AuthorNames {
  const { name, type = null, givenName = null, familyName = null } = author;
  if (type === 'Organization' || givenName !== null || familyName !== null)
    return { name, type, givenName, familyName };
  const person = personOf(author, site);
  // A URL may lead to a person under another name, of which these are no parts.
  const known = person && foldName(person.name) === foldName(name) ? person : undefined;
  return { name, type, givenName: known?.givenName, familyName: known?.familyName };
}

/**
 * Returns the page about a story's author, and pages of theirs elsewhere. For a person of the newsroom, the page is the one on this
 * site; for others, it is the URL in the record.
 */
export function authorUrls(
  author: { name: string; url?: string | null | undefined },
  site: Pick<Site, 'people' | 'url'>,
): { page: string | undefined; elsewhere: string[] } {
  const person = personOf(author, site);
  if (!person) return { page: author.url ?? undefined, elsewhere: [] };
  const page = personUrl(site, person);
  const stated = [person.url, author.url].flatMap((url) => (url ? [toUri(url)] : []));
  return { page, elsewhere: [...new Set(stated)].filter((url) => url !== page) };
}

/**
 * Returns a story's authors as feeds name them. The URL in the record comes first, then that of the page on this site; the picture is the
 * person's.
 */
export const feedAuthors = (
  authors: readonly { name: string; url?: string | null | undefined }[],
  site: Pick<Site, 'people' | 'url'>,
): { name: string; url?: string; picture?: string }[] =>
  authors.map((author) => {
    const person = personOf(author, site);
    const url = author.url ?? (person && personUrl(site, person));
    return {
      name: author.name,
      ...(url ? { url } : {}),
      ...(person?.picture ? { picture: pictureUrl(site, person.picture) } : {}),
    };
  });

/** Returns the person whom a scope is about; undefined if it is about nobody, or about somebody who is no longer in data/site.json. */
export const personOfScope = (site: Pick<Site, 'people'>, scope: Scope): Person | undefined =>
  site.people.find(({ slug }) => scope === `author:${slug}`);
