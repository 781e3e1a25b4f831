import { type LossKind, TO_DECIDE } from '../loss-kinds.ts';
import type { Move } from '../move.ts';
import type { PictureAt } from '../plan/context.ts';
import type { ZoneFinding } from '../plan/zone-check.ts';
import type { SentKind } from '../work/acknowledgements.ts';
import { findAdditions, type SiteAdditions } from './additions.ts';

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
