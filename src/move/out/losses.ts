import { formatCount } from '../../cli/format.ts';
import type { Site } from '../../settings/site.ts';
import { statedLines } from '../../site/story/line-fields.ts';
import type { MovedStory } from './moved-story.ts';
import type { ExportedNow } from './spool.ts';

/** The formats in which stories move out. */
export const FORMATS = ['wxr', 'ghost', 'markdown', 'jsonfeed'] as const;
export type Format = (typeof FORMATS)[number];

/** What has no place in the other system, or gets another one: a line of the report. */
export interface Loss {
  /** The address of the story or page on its site, such as `/stories/a-story`; null if it is about all of them. */
  path: string | null;
  /** What kind of thing it is, so that the report can count: `evidence`, `history`. */
  kind: string;
  was: string;
  now: string;
}

/** The most characters of what the record says that a line quotes. */
const MAX_QUOTED = 200;

/** WordPress empties a guid that is no address with one of these schemes (`pre_post_guid`), and makes one of its own. */
const GUID_SCHEME = /^(https?|ftps?|urn|news|feed):/i;
const keepsGuid = (identifier: string) => GUID_SCHEME.test(identifier);

const AGAIN = 'so that feed readers show the story again';

/** Lists what one story loses in a format. */
export function lossesOf(moved: MovedStory, format: Format, site: Site): Loss[] {
  const { story, entry, revisions, authors, picture } = moved;
  const losses: Loss[] = [];
  const lose = (kind: string, was: string, now: string) =>
    losses.push({ path: `/stories/${story.slug}`, kind, was: was.slice(0, MAX_QUOTED), now });
  const isOf = (...formats: Format[]) => formats.includes(format);

  if (revisions > 1) lose('history', formatCount(revisions, 'revision'), 'the newest one');
  const isFeed = format === 'jsonfeed';
  if (story.evidence.length > 0 && !isFeed)
    lose('evidence', `${formatCount(story.evidence.length, 'quote')} that support the TL;DR`, 'left out');
  if ((story.provenance.abstract || story.provenance.articleBody) && !isFeed)
    lose('provenance', 'how TL;DR and analysis were made, as data', 'sentences at the end of the text');
  if (story.correction.length > 0 && !isFeed)
    lose(
      'corrections',
      `${formatCount(story.correction.length, 'correction')}, as data`,
      'paragraphs at the end of the text',
    );
  const sources = entry.rendering.sources.length;
  if (sources > 0 && !isFeed)
    lose(
      'sources',
      `the details of ${formatCount(sources, 'source')}, as data`,
      'a list at the end of the text',
    );
  if (story.formerSlugs.length > 0 && isOf('ghost', 'jsonfeed'))
    lose('address', story.formerSlugs.map((slug) => `/stories/${slug}`).join(', '), 'no redirect');
  if (isOf('wxr', 'ghost')) for (const { name, value } of statedLines(story)) lose(name, value, 'left out');
  if (story.translationOfWork !== null && !isOf('markdown'))
    lose('translation', `a translation of ${story.translationOfWork}`, 'a story by itself');
  if (story.license !== null && !isOf('markdown')) lose('licence', story.license, 'left out');
  if (story.inLanguage !== site.language && isOf('wxr'))
    lose('language', story.inLanguage, 'the language of the whole site; its own with the plugin Polylang');
  if (story.inLanguage !== site.language && isOf('ghost') && !isGhostLocale(story.inLanguage))
    lose('language', story.inLanguage, 'left out: the language of the whole site');
  if (isOf('wxr') && !keepsGuid(story.identifier))
    lose(
      'identifier',
      story.identifier,
      `a guid that WordPress makes, ${AGAIN}; docs/moving-in.md says how to keep it`,
    );
  if (isOf('markdown'))
    lose(
      'identifier',
      story.identifier,
      '`guid` of the front matter; a theme whose feed does not show that makes feed readers show the story again',
    );
  if (isOf('ghost')) lose('identifier', story.identifier, `an id that Ghost makes, ${AGAIN}`);
  if (isOf('wxr') && authors.length > 1)
    lose(
      'authors',
      authors.map(({ name }) => name).join(', '),
      'the first one; all of them with the plugin Co-Authors Plus',
    );
  if (isOf('wxr') && story.author.some(({ url }) => url !== null))
    lose('authors', "authors' own addresses", 'left out');
  const isOrganization = authors.filter(({ type }) => type === 'Organization');
  const inParts = authors.filter(({ givenName, familyName }) => givenName || familyName);
  const unsaid = isOf('wxr') ? isOrganization : [...isOrganization, ...inParts];
  if (unsaid.length > 0)
    lose(
      'names',
      `of ${unsaid.map(({ name }) => name).join(', ')}: what is an organisation, and what a given or family name`,
      'the name as readers see it',
    );
  if (picture?.credit && isOf('wxr', 'ghost')) lose('credit', picture.credit, 'the end of the caption');
  if (story.image?.focus) lose('focus', `what matters most in the picture: ${story.image.focus}`, 'left out');
  return losses;
}

/** Whether Ghost has room for a language: `locale` of a post has at most six characters. */
export const isGhostLocale = (language: string): boolean => language.length <= 6;

/** What becomes of a story that does not move out; undefined if it does. Withdrawn ones never do: they would be public again. */
export function whyLeftOut({ status, reason, story }: ExportedNow, format: Format): Loss | undefined {
  const path = `/stories/${story.slug}`;
  if (status === 'withdrawn')
    return {
      path,
      kind: 'withdrawn',
      was: `a withdrawn story: ${reason ?? ''}`.slice(0, MAX_QUOTED),
      now: 'left out',
    };
  if (status === 'scheduled' && format === 'jsonfeed')
    return {
      path,
      kind: 'scheduled',
      was: `a story that appears at ${story.datePublished}`,
      now: 'left out: a feed is public',
    };
  return undefined;
}

/** What no export has, or no other system. */
export function generalLosses(format: Format, redirects: number): Loss[] {
  const line = (kind: string, was: string, now: string): Loss => ({ path: null, kind, was, now });
  return [
    line(
      'newsroom',
      'drafts with their notes, people and their roles, followed feeds',
      'left out: an export has none',
    ),
    line('statements', "the newsroom's statements about each revision, and their signatures", 'left out'),
    ...(redirects > 0
      ? [
          line(
            'redirects',
            formatCount(redirects, 'redirect'),
            'left out: list them with "story redirects list"',
          ),
        ]
      : []),
    ...(format === 'ghost'
      ? [
          line(
            'authors',
            "authors' e-mail addresses, which Ghost asks for and stories do not state",
            'invented ones that end with .invalid',
          ),
        ]
      : []),
  ];
}
