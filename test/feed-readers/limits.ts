import type { Format } from '../../src/site/edition/scope.ts';
import type { Field, Item } from './reader.ts';

/** Something that a library cannot find in any feed. */
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
const findsNothing = () => null;
const published = ({ published: date }: Item) => inSeconds(date);
const updated = ({ updated: date }: Item) => inSeconds(date);

/** The known limits. A test checks that each still holds and is needed; if a library or our feeds improve, its entry must go. */
export const LIMITS: readonly Limit[] = [
  {
    library: '@rowanmanning/feed-parser',
    formats: ['rss'],
    field: 'updated',
    why: 'returns pubDate; ignores atom:updated in RSS',
    finds: published,
  },
  {
    library: 'rss-parser',
    formats: XML,
    field: 'updated',
    why: 'has no date of the last change',
    finds: findsNothing,
  },
  {
    library: 'feedparser (Node)',
    formats: ['rss'],
    field: 'updated',
    why: 'returns pubDate; ignores atom:updated in RSS',
    finds: published,
  },
  {
    library: 'ruby-feedparser',
    formats: XML,
    field: 'updated',
    why: 'has only one date',
    finds: findsNothing,
  },
  {
    library: 'ruby-feedparser',
    formats: ['atom'],
    field: 'published',
    why: 'its one date is that of the last change',
    finds: updated,
  },
  { library: 'sfeed', formats: XML, field: 'updated', why: 'has only one date', finds: findsNothing },
  {
    library: 'gofeed',
    formats: ['rss'],
    field: 'updated',
    why: 'ignores atom:updated in RSS',
    finds: findsNothing,
  },
  {
    library: 'rss-parser',
    formats: ['atom'],
    field: 'authors',
    why: 'shows only the first author',
    finds: firstAuthor,
  },
  {
    library: 'feedparser (Node)',
    formats: ['atom'],
    field: 'authors',
    why: 'has only one author per story; if there are more, it returns the author of the feed',
    finds: ({ authors }) => (authors.length > 1 ? ['Open Wire'] : authors),
  },
  {
    library: 'sfeed',
    formats: ['atom'],
    field: 'authors',
    why: 'shows only the first author',
    finds: firstAuthor,
  },
  {
    library: 'XML::Feed',
    formats: ['atom'],
    field: 'authors',
    why: 'shows only the first author',
    finds: firstAuthor,
  },
];

export const limitOf = (library: string, format: Format, field: Field): Limit | undefined =>
  LIMITS.find(
    (limit) => limit.library === library && limit.formats.includes(format) && limit.field === field,
  );
