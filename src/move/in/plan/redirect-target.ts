import type { Site } from '../../../settings/site.ts';
import { personOf } from '../../../site/edition/people.ts';
import { FORMATS, type Scope, scopePath } from '../../../site/edition/scope.ts';
import { type SearchRequest, searchPath } from '../../../site/edition/search.ts';
import type { OldTarget } from '../old-site.ts';
import type { PictureAt } from './context.ts';
import { topicOfTerm } from './keywords.ts';

/** What decides where old addresses lead. */
export interface TargetContext {
  site: Pick<Site, 'people' | 'url'>;
  /** Whether a story of the move has a topic. */
  hasTopic(slug: string): boolean;
  pictureAt: PictureAt;
}

/** A list of stories of this site: a scope with pages and feeds, or a search. */
type Listing = { scope: Scope } | { search: SearchRequest };

/** The most characters of a name that the search takes. */
const MAX_NAME = 100;

const searchFor = (fields: Partial<SearchRequest>): Listing => ({
  search: {
    query: '',
    topic: '',
    author: '',
    source: '',
    language: '',
    from: '',
    to: '',
    order: 'relevance',
    page: 1,
    ...fields,
  },
});

/** Returns the first and the last day of a day, month or year; undefined if it is none. */
function daysOf(date: string): { from: string; to: string } | undefined {
  const [, year = '', month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(date) ?? [];
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const time = Date.parse(first);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== first) return undefined;
  if (day !== undefined) return { from: first, to: first };
  const last = month === undefined ? `${year}-12-31` : lastDay(Number(year), Number(month));
  return { from: first, to: last };
}

const lastDay = (year: number, month: number) =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

/** Returns the stories that an old address listed; null if there is no such list here. */
function listingOf(target: OldTarget, { site, hasTopic }: TargetContext): Listing | null {
  switch (target.shows) {
    case 'term': {
      const slug = topicOfTerm(target);
      return slug !== '' && hasTopic(slug) ? { scope: `topic:${slug}` } : null;
    }
    case 'author': {
      const person = personOf(target, site);
      if (person) return { scope: `author:${person.slug}` };
      return target.name.length <= MAX_NAME ? searchFor({ author: target.name.trim() }) : null;
    }
    case 'date': {
      const days = daysOf(target.date);
      return days ? searchFor(days) : null;
    }
    case 'feed':
      return target.of ? listingOf(target.of, { site, hasTopic, pictureAt: () => null }) : { scope: 'all' };
    default:
      return { scope: 'all' };
  }
}

/** Returns the path that shows here what an old address showed; null if there is none. */
export function targetPath(target: OldTarget, context: TargetContext): string | null {
  if (target.shows === 'picture') return context.pictureAt(target.url)?.path ?? null;
  const listing = listingOf(target, context);
  if (!listing) return null;
  const [path, query = ''] =
    'search' in listing ? searchPath(listing.search).split('?') : [scopePath(listing.scope)];
  if (target.shows !== 'feed') return `${path || '/'}${query && `?${query}`}`;
  return `${path}/${FORMATS[target.format].file}${query && `?${query}`}`;
}

/** Describes what an old address showed, for the report. */
export function describeTarget(target: OldTarget): string {
  switch (target.shows) {
    case 'home':
      return 'the home page';
    case 'term':
      return `the stories about "${target.name}"`;
    case 'author':
      return `the stories by ${target.name}`;
    case 'date':
      return `the stories of ${target.date}`;
    case 'picture':
      return `the picture ${target.url}`;
    case 'feed':
      return target.of ? `a feed of ${describeTarget(target.of)}` : 'a feed of the site';
  }
}
