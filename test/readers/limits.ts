import type { Format } from '../../src/edition/scope.ts';
import type { Field, Item } from './reader.ts';

/** What a library does not find, however a feed is written. */
export interface Limit {
  library: string;
  formats: readonly Format[];
  field: Field;
  why: string;
  /** What it finds instead. */
  finds: (expected: Item) => unknown;
}

const XML: readonly Format[] = ['rss', 'atom'];
const inSeconds = (text: string | null) => (text ? Math.floor(Date.parse(text) / 1000) : null);
const firstAuthor = ({ authors }: Item) => authors.slice(0, 1);
const nothing = () => null;
const published = ({ published: date }: Item) => inSeconds(date);
const updated = ({ updated: date }: Item) => inSeconds(date);

/**
 * The known limits. A test checks that each still holds and is needed: a library that learns something, or a feed that
 * says it so that the library finds it, has to lose its line here.
 */
export const LIMITS: readonly Limit[] = [
  {
    library: '@rowanmanning/feed-parser',
    formats: ['rss'],
    field: 'updated',
    why: 'gives pubDate; does not know atom:updated in RSS',
    finds: published,
  },
  { library: 'rss-parser', formats: XML, field: 'updated', why: 'has no date of a change', finds: nothing },
  {
    library: 'feedparser (Node)',
    formats: ['rss'],
    field: 'updated',
    why: 'gives pubDate; does not know atom:updated in RSS',
    finds: published,
  },
  { library: 'ruby-feedparser', formats: XML, field: 'updated', why: 'has one date', finds: nothing },
  {
    library: 'ruby-feedparser',
    formats: ['atom'],
    field: 'published',
    why: 'its one date is that of the last change',
    finds: updated,
  },
  { library: 'sfeed', formats: XML, field: 'updated', why: 'has one date', finds: nothing },
  {
    library: 'gofeed',
    formats: ['rss'],
    field: 'updated',
    why: 'does not know atom:updated in RSS',
    finds: nothing,
  },
  {
    library: 'rss-parser',
    formats: ['atom'],
    field: 'authors',
    why: 'knows one author, the first',
    finds: firstAuthor,
  },
  {
    library: 'feedparser (Node)',
    formats: ['atom'],
    field: 'authors',
    why: 'knows one author; where there are more, it gives that of the feed',
    finds: ({ authors }) => (authors.length > 1 ? ['Open Wire'] : authors),
  },
  {
    library: 'sfeed',
    formats: ['atom'],
    field: 'authors',
    why: 'knows one author, the first',
    finds: firstAuthor,
  },
  {
    library: 'XML::Feed',
    formats: ['atom'],
    field: 'authors',
    why: 'knows one author, the first',
    finds: firstAuthor,
  },
];

/** What a library is to find. */
export const limitOf = (library: string, format: Format, field: Field): Limit | undefined =>
  LIMITS.find(
    (limit) => limit.library === library && limit.formats.includes(format) && limit.field === field,
  );
