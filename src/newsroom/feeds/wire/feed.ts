import * as z from 'zod';
import { time } from '../../desk/time.ts';
import type { SaidSentence, Told } from '../../words/translate.ts';

/** The most feeds that the newsroom follows. */
export const MAX_FEEDS = 1000;
/** The most bytes of a subscription list. */
export const MAX_OPML_BYTES = 1_000_000;

/** A feed as the newsroom sees it. */
export const feedSchema = z.strictObject({
  id: z.string(),
  address: z.string().describe('The address that was added'),
  url: z.string().describe('Where the feed is now: elsewhere, if it has moved for good'),
  title: z.string().nullable(),
  home: z.string().nullable().describe('The page that the feed belongs to'),
  state: z
    .enum(['active', 'muted', 'stopped'])
    .describe('stopped: its server says that it is gone for good, or it has moved to one that is followed'),
  inFile: z.boolean().describe('Whether data/site.json lists it'),
  addedBy: z.string().nullable().describe('Who added it; null if only the file lists it'),
  added: time,
  asked: time.nullable().describe('When it was last asked'),
  next: time.nullable().describe('When it will be asked next; null while it is not'),
  answer: z.string().nullable().describe('What the last request found'),
  failures: z.int().describe('How many requests have failed since the last that did not'),
  itemsPerWeek: z.int(),
  isPushed: z.boolean().describe('Whether a hub tells of new items (WebSub), so that it is asked daily'),
});
export type Feed = z.infer<typeof feedSchema> & {
  /** The sentences of `answer`, for a page in any language; null if an earlier version has stored it. */
  said?: SaidSentence[] | null;
};
export type FeedState = Feed['state'];

/** A feed that a page names. */
export interface FoundFeed {
  url: string;
  title: string | null;
}

/** Why nothing was changed. If the address was a page's, `found` has the feeds that the page names. */
export interface FeedRefusal extends Told {
  ok: false;
  why: 'role' | 'missing' | 'state' | 'invalid';
  found?: FoundFeed[];
}

export type FeedResult = { ok: true; feed: Feed } | FeedRefusal;
export type AddResult = { ok: true; feed: Feed; isNew: boolean } | FeedRefusal;

/** What came of a subscription of an imported list. */
export const importLineSchema = z.strictObject({
  url: z.string(),
  title: z.string().nullable(),
  result: z.enum(['added', 'known', 'refused']),
  detail: z.string().nullable().describe('Why it was refused'),
});
export type ImportLine = z.infer<typeof importLineSchema> & { said?: SaidSentence };

export type ImportResult = { ok: true; lines: ImportLine[] } | FeedRefusal;
