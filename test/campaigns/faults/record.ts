import { markOf } from './faults.ts';

/** A story and what was acknowledged of it last. */
export interface Told {
  number: number;
  slug: string;
  /** Slugs that it had, each of which leads to the one that it has. */
  former: string[];
  version: number;
  topic: string;
  source: string;
  /** When it is published, and when it was first acknowledged, as steady times in milliseconds. */
  due: number;
  acknowledged: number;
  isWithdrawn: boolean;
  /** It was made to appear later, and nobody touches it any more. */
  isScheduled: boolean;
}

/** The record of a story as its author sends it. */
export const recordOf = ({ number, slug, former, version, topic, source, due }: Told) => ({
  slug,
  headline: `What happened, ${markOf(number, version)}`,
  abstract: 'Something happened.',
  articleBody: `We think so.([a source](https://${source}/${number})) ${'And a few words more. '.repeat(20)}`,
  inLanguage: 'en',
  datePublished: new Date(due).toISOString(),
  keywords: [topic],
  ...(former.length > 0 ? { formerSlugs: former } : {}),
});
