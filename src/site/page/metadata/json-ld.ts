import type {
  BreadcrumbList,
  CollectionPage,
  ListItem,
  NewsMediaOrganization,
  Organization,
  Person as PersonType,
  ProfilePage,
  SearchAction,
  WebPage,
  WebSite,
} from 'schema-dts';
import type { Person } from '../../../settings/people-schema.ts';
import { pictureUrl, type Site } from '../../../settings/site.ts';
import { scopeHeading } from '../../edition/channel.ts';
import { authorUrls, personOfScope, personUrl, statedNames } from '../../edition/people.ts';
import { type Scope, scopeUrl } from '../../edition/scope.ts';
import type { AuthorNames } from '../../story/author-name.ts';

// What pages say of themselves and of the newsroom as JSON-LD, in the vocabulary of schema.org.

/** A type of schema.org whose members may all be undefined, because JSON leaves those out. */
export type Stated<T, Name extends string> =
  Extract<T, { '@type': Name }> extends infer Type
    ? { [Member in keyof Type]?: Type[Member] | undefined }
    : never;

/** The root object of a script, which has a context. */
export type Root<T, Name extends string> = Stated<T, Name> & { '@context': 'https://schema.org' };

/** Returns the list, or undefined if it is empty. */
export const nonEmpty = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);

/** Returns JSON without `<`, `>` and `&`, so it is safe in a `script` element, even for readers that decode entities there. */
export const toJsonLd = (data: object): string =>
  JSON.stringify(data).replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/**
 * Returns a picture with its size in pixels, as plain numbers: what search engines read and other sites write, though schema.org
 * would have a unit with them.
 */
export const pictureAsData = (picture: { url: string; width: number; height: number }) =>
  ({ '@type': 'ImageObject', ...picture }) as unknown as { '@type': 'ImageObject'; url: string };

/** Returns the newsroom, which publishes every story. */
export function newsroomAsData(site: Site): Stated<NewsMediaOrganization, 'NewsMediaOrganization'> {
  const { url, width, height } = site.logo;
  return {
    '@type': 'NewsMediaOrganization',
    name: site.title,
    url: `${site.url}/`,
    logo: pictureAsData({ url, width, height }),
    publishingPrinciples: site.publishingPrinciples ?? undefined,
  };
}

/** Returns a person whom a record or data/site.json names. */
export function personAsData(
  named: AuthorNames & { url?: string | null | undefined },
  site: Site,
): Stated<PersonType, 'Person'> {
  const { page, elsewhere } = authorUrls(named, site);
  const { givenName, familyName } = statedNames(named, site);
  return {
    '@type': 'Person',
    name: named.name,
    givenName: givenName ?? undefined,
    familyName: familyName ?? undefined,
    url: page,
    sameAs: nonEmpty(elsewhere),
  };
}

/** A page on the way to another one. */
export interface Step {
  name: string;
  url: string;
}

/** Returns the way to a scope's page: the front page, and the page itself unless that is the front page. */
export function wayTo(scope: Scope, site: Site): Step[] {
  const heading = scopeHeading(scope, site);
  return [
    { name: site.title, url: scopeUrl(site, 'all') },
    ...(heading === undefined ? [] : [{ name: heading, url: scopeUrl(site, scope) }]),
  ];
}

/** Returns the data of a page that lists a scope's newest stories. */
export function listingAsData(scope: Scope, site: Site): string {
  if (scope === 'all') return siteAsData(site);
  const person = personOfScope(site, scope);
  const way = wayTo(scope, site);
  return person
    ? toJsonLd([profileAsData(person, site), breadcrumbs(way)])
    : pageAsData('CollectionPage', way, { language: site.language });
}

/**
 * Returns the data of a page that is no story and describes nobody: what it is, and the way to it, whose last step is the page
 * itself. `changed` is when its text last changed (RFC 3339).
 */
export function pageAsData(
  type: 'CollectionPage' | 'WebPage',
  way: readonly Step[],
  { language, changed }: { language: string; changed?: string },
): string {
  const page: Root<CollectionPage | WebPage, typeof type> = {
    '@context': 'https://schema.org',
    '@type': type,
    ...way.at(-1),
    inLanguage: language,
    dateModified: changed,
  };
  return toJsonLd([page, breadcrumbs(way)]);
}

/** Returns the front page's data: the site with its search, and the newsroom. */
function siteAsData(site: Site): string {
  const website: Root<WebSite, 'WebSite'> = {
    '@context': 'https://schema.org',
    '@type': 'WebSite',
    name: site.title,
    url: `${site.url}/`,
    description: site.tagline,
    inLanguage: site.language,
    license: site.license ?? undefined,
    publisher: { '@type': 'NewsMediaOrganization', name: site.title, url: `${site.url}/` },
    potentialAction: {
      '@type': 'SearchAction',
      target: { '@type': 'EntryPoint', urlTemplate: `${site.url}/search?q={search_term_string}` },
      // Google reads this property, which schema.org writes as an annotation of the action.
      'query-input': 'required name=search_term_string',
    } as SearchAction,
  };
  return toJsonLd([website, { '@context': 'https://schema.org', ...newsroomAsData(site) }]);
}

/** Returns the data of a person's page. */
function profileAsData(person: Person, site: Site): Root<ProfilePage, 'ProfilePage'> {
  const { name, givenName, familyName, role, about, url, picture } = person;
  return {
    '@context': 'https://schema.org',
    '@type': 'ProfilePage',
    url: personUrl(site, person),
    inLanguage: site.language,
    mainEntity: {
      '@type': 'Person',
      name,
      ...(givenName ? { givenName } : {}),
      ...(familyName ? { familyName } : {}),
      url: personUrl(site, person),
      ...(role ? { jobTitle: role } : {}),
      ...(about ? { description: about } : {}),
      ...(picture ? { image: pictureAsData({ ...picture, url: pictureUrl(site, picture) }) } : {}),
      ...(url ? { sameAs: [url] } : {}),
      worksFor: newsroomAsData(site) as Organization,
    },
  };
}

/** Returns the way to a page: the pages above it, from the front page down, and the page itself. */
export const breadcrumbs = (way: readonly Step[]): Root<BreadcrumbList, 'BreadcrumbList'> => ({
  '@context': 'https://schema.org',
  '@type': 'BreadcrumbList',
  itemListElement: way.map(
    ({ name, url }, index): ListItem => ({ '@type': 'ListItem', position: index + 1, name, item: url }),
  ),
});
