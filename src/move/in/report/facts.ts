import { cutAtWord } from '../../../cli/cut-at-word.ts';
import type { Person } from '../../../settings/people-schema.ts';
import type { Site } from '../../../settings/site.ts';
import { foldName } from '../../../site/story/author-name.ts';
import { webUrl } from '../../../site/story/fields.ts';
import { isTopicSlug, MAX_TOPIC_SLUG } from '../../../site/story/slug.ts';
import { onOneLine } from '../line.ts';
import { type LossKind, TO_DECIDE } from '../loss-kinds.ts';
import type { Move } from '../move.ts';
import type { PictureAt } from '../plan/context.ts';
import { asciiSlug, freeSlug } from '../plan/slug.ts';
import type { ZoneFinding } from '../plan/zone-check.ts';
import type { SentKind } from '../work/acknowledgements.ts';
import type { WorkFolder } from '../work/work-folder.ts';

/** What to add to data/site.json, so that authors have pages and topics have names. */
interface SiteAdditions {
  /** The old site's time zone, if stories show another day or time without it. */
  timeZone?: string;
  people: Partial<Person>[];
  topics: { slug: string; title: string }[];
}

/** The most people and topics to add. */
const MAX_ADDED = 500;
const MAX_TITLE = 100;

/** Finds the authors and topics of the old site that data/site.json does not have. */
function findAdditions(
  { entries, plans }: Pick<WorkFolder, 'entries' | 'plans'>,
  site: Pick<Site, 'people' | 'topics'>,
  pictureAt: PictureAt,
): SiteAdditions {
  const slugs = new Set(site.people.map(({ slug }) => slug));
  const names = new Set(site.people.map(({ name }) => foldName(name)));
  const people: Partial<Person>[] = [];
  for (const author of entries.all('author')) {
    const name = onOneLine(author.name).slice(0, 200);
    if (name === '' || names.has(foldName(name)) || people.length === MAX_ADDED) continue;
    const wanted = isTopicSlug(author.slug) ? author.slug : asciiSlug(author.slug, MAX_TOPIC_SLUG);
    const slug = freeSlug(wanted || asciiSlug(name, MAX_TOPIC_SLUG) || 'author', MAX_TOPIC_SLUG, (each) =>
      slugs.has(each),
    );
    slugs.add(slug);
    names.add(foldName(name));
    const about = onOneLine(author.about ?? '');
    const picture = author.picture === null ? null : pictureAt(author.picture);
    people.push({
      slug,
      name,
      ...(about === '' ? {} : { about: cutAtWord(about, 500) }),
      ...(webUrl.safeParse(author.url).success && author.url !== null ? { url: author.url } : {}),
      ...(picture ? { picture: { url: picture.path, width: picture.width, height: picture.height } } : {}),
    });
  }
  const known = new Set(site.topics.map(({ slug }) => slug));
  const topics = plans
    .topics()
    .filter(({ slug }) => !known.has(slug))
    .slice(0, MAX_ADDED)
    .map(({ slug, title }) => ({ slug, title: cutAtWord(onOneLine(title), MAX_TITLE) || slug }));
  return { people, topics };
}

/** What became of the entries of one kind. */
export interface Tally {
  /** How many were to move in. */
  planned: number;
  /** How many this move has brought, or would bring. */
  new: number;
  /** How many the server already had, unchanged. */
  there: number;
  /** How many the server had from an earlier run, and has now as they are in the source. */
  updated: number;
  /** How many differ on the server, and stay as they are there. */
  kept: number;
  refused: number;
}

/** What the report says. It depends only on the source and the server. */
export interface ReportFacts {
  isDryRun: boolean;
  /** Whether the server was asked. */
  isCompared: boolean;
  source: string;
  /** Which system wrote the source: `WordPress`. */
  system: string;
  /** What says so. */
  because: string;
  title: string | null;
  url: string | null;
  stories: Tally;
  drafts: Tally;
  pages: Tally;
  redirects: Tally;
  pictures: { listed: number; brought: number };
  /** Posts of which nothing moved in. */
  leftOut: number;
  abstracts: { excerpt: number; 'first sentences': number; headline: number };
  /** In reading order. */
  losses: { kind: LossKind; count: number }[];
  /** What the clocks of both sites mean for the days of stories. */
  zone: ZoneFinding;
  additions: SiteAdditions;
}

/** Puts kinds of losses in the order in which people read: what they must decide, then the others, the longest list last. */
const inReadingOrder = <T extends { kind: LossKind; count: number }>(losses: readonly T[]): T[] => {
  const rank = ({ kind }: T) => (TO_DECIDE.includes(kind) ? TO_DECIDE.indexOf(kind) : TO_DECIDE.length);
  return losses.toSorted((one, other) => rank(one) - rank(other) || one.count - other.count);
};

/** Gathers what the report says, once the move has ended. */
export function gatherFacts(
  { work, site, ledger, isDryRun, api }: Move,
  {
    source,
    system,
    because,
    zone,
    pictureAt,
  }: { source: string; system: string; because: string; zone: ZoneFinding; pictureAt: PictureAt },
): ReportFacts {
  const { plans, acknowledged, entries, losses, redirects } = work;
  const tally = (kind: SentKind, planned: number): Tally => ({
    planned,
    new: acknowledged.count(ledger, kind, 'new'),
    there: acknowledged.count(ledger, kind, 'there'),
    updated: acknowledged.count(ledger, kind, 'updated'),
    kept: acknowledged.count(ledger, kind, 'kept'),
    refused: acknowledged.count(ledger, kind, 'refused'),
  });
  const old = entries.site();
  let [listed, brought] = [0, 0];
  for (const { url } of work.pictures.distinct()) {
    listed++;
    if (pictureAt(url) !== null) brought++;
  }
  return {
    isDryRun,
    isCompared: api !== null,
    source,
    system,
    because,
    title: old?.title ?? null,
    url: old?.url ?? null,
    stories: tally('story', plans.count('story')),
    drafts: tally('draft', plans.count('draft')),
    pages: tally('page', plans.count('page')),
    redirects: tally('redirect', redirects.count()),
    pictures: { listed, brought },
    leftOut: plans.count('none'),
    abstracts: {
      excerpt: plans.countAbstracts('excerpt'),
      'first sentences': plans.countAbstracts('first sentences'),
      headline: plans.countAbstracts('headline'),
    },
    losses: inReadingOrder(losses.counts()),
    zone,
    additions: {
      ...findAdditions(work, site, pictureAt),
      ...(zone.proposal === null ? {} : { timeZone: zone.proposal }),
    },
  };
}
