import { markOf } from './faults.ts';

/** A story as its last acknowledged change left it. */
export interface ExpectedStory {
  number: number;
  slug: string;
  /** Former slugs, which must redirect to the current one. */
  former: string[];
  version: number;
  topic: string;
  source: string;
  /** When it is published, and when it was first acknowledged. Steady times, in milliseconds. */
  due: number;
  acknowledged: number;
  isWithdrawn: boolean;
  /** It was scheduled for later. Its publisher never changes it. */
  isScheduled: boolean;
}

/** Returns the record that the publisher sends. */
export const recordOf = ({ number, slug, former, version, topic, source, due }: ExpectedStory) => ({
  slug,
  headline: `What happened, ${markOf(number, version)}`,
  abstract: 'Something happened.',
  articleBody: `We think so.([a source](https://${source}/${number})) ${'And a few words more. '.repeat(20)}`,
  inLanguage: 'en',
  datePublished: new Date(due).toISOString(),
  keywords: [topic],
  ...(former.length > 0 ? { formerSlugs: former } : {}),
});
