import { hash64 } from '../../../lib/hash-text.ts';
import type { FetchedPage } from '../../wire/fetching/fetched.ts';
import { type FeedItem, ITEM_LIFE_MS } from './feed-item.ts';
import { type FeedRecord, type FeedTable, hasValidator, paceHints } from './feed-table.ts';
import { addAppearances, nextRequest } from './pace.ts';
import type { ParsedFeed, ParsedItem } from './parse/parse-feed.ts';
import { type FeedAnswer, maxAgeOf } from './read-answer.ts';

/** The most identifiers of items that are remembered for a feed. */
const MAX_SEEN = 500;

/** What came of a request or a delivery. */
interface TakenIn {
  items: FeedItem[];
  changes: Partial<Omit<FeedRecord, 'id' | 'address'>>;
}

/** Returns the items of a feed that were not there before, and what is to be remembered of them. */
export function takeItems(record: FeedRecord, feed: Pick<ParsedFeed, 'items'>, now: number): TakenIn {
  const known = new Set(record.seen);
  const isFirst = known.size === 0;
  const hashes = feed.items.map((item) => hash64(item.id ?? item.url));
  const isNew = (item: ParsedItem, index: number) =>
    !known.has(hashes[index] as string) && (item.publishedAt ?? now) > now - ITEM_LIFE_MS;
  const fresh = feed.items.filter(isNew);
  // What stands in a feed without a date when it is first read may have appeared at any time.
  const times = fresh.flatMap(({ publishedAt }) => publishedAt ?? (isFirst ? [] : [now]));
  return {
    items: fresh.map((item) => ({ ...item, feed: record.address, seenAt: now })),
    changes: {
      seen: [...new Set([...hashes, ...record.seen])].slice(0, MAX_SEEN),
      appearances: addAppearances(record.appearances, times, now),
    },
  };
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function describe(feed: ParsedFeed, fresh: number, isConditional: boolean): string {
  const sentences = [
    feed.items.length === 0
      ? 'It has no items.'
      : fresh === 0
        ? `Nothing new among ${count(feed.items.length, 'item')}.`
        : `${fresh} of ${count(feed.items.length, 'item')} ${fresh === 1 ? 'is' : 'are'} new.`,
    ...(feed.withoutAddress > 0
      ? [`${count(feed.withoutAddress, 'item')} without an address left out.`]
      : []),
    ...(feed.broken > 0 ? [`${count(feed.broken, 'item')} that cannot be read left out.`] : []),
    ...(feed.isWhole ? [] : ['It breaks off in the middle.']),
    ...(isConditional
      ? []
      : [
          'It cannot be asked for what is new alone (it sends neither ETag nor Last-Modified), so it is asked once a day.',
        ]),
  ];
  return sentences.join(' ');
}

const validatorsOf = ({ headers }: FetchedPage) => ({
  etag: headers.etag?.slice(0, 1000) ?? null,
  lastModified: headers['last-modified']?.slice(0, 100) ?? null,
});

interface Circumstances {
  now: number;
  /** Whether the request asked for changes only. */
  wasConditional: boolean;
  isPushed: boolean;
  table: Pick<FeedTable, 'at'>;
}

/** Returns what a permanent redirect (301 or 308) changes: the address, or that the feed is followed there already. */
function move(record: FeedRecord, { movedTo }: FetchedPage, table: Pick<FeedTable, 'at'>) {
  if (movedTo === null || movedTo === record.url) return {};
  const other = table.at(movedTo);
  if (!other || other.id === record.id || other.state === 'removed') return { url: movedTo };
  return {
    state: 'stopped' as const,
    next: null,
    answer: `It has moved for good to ${movedTo}, which is followed already, so this address is not asked any more.`,
  };
}

/** Returns what an answer changes in what is known of a feed, and the items that it adds. */
export function takeAnswer(record: FeedRecord, answer: FeedAnswer, circumstances: Circumstances): TakenIn {
  const { now, wasConditional, isPushed, table } = circumstances;
  const wasSent = answer.kind !== 'postponed' && (answer.kind !== 'failed' || answer.wasSent);
  const unconditional = wasSent && !wasConditional ? now : record.unconditional;
  const asked = wasSent ? now : record.asked;
  const finish = (changes: TakenIn['changes'], retryAt: number | null, items: FeedItem[] = []): TakenIn => {
    const after = { ...record, asked, unconditional, ...changes };
    const pace = {
      ...after,
      now,
      hasValidator: hasValidator(after),
      isPushed,
      retryAt,
      hints: paceHints(after.hints),
    };
    return { items, changes: { asked, unconditional, next: nextRequest(pace), ...changes } };
  };
  switch (answer.kind) {
    case 'gone':
      return finish({ state: 'stopped', next: null, answer: answer.detail }, null);
    case 'postponed':
      return finish({ answer: answer.detail }, answer.retryAt);
    case 'failed':
      return finish({ failures: record.failures + 1, answer: answer.detail }, answer.retryAt);
    case 'unchanged': {
      const { etag, lastModified } = validatorsOf(answer.page);
      const changes = {
        failures: 0,
        answer: 'Nothing new.',
        etag: etag ?? record.etag,
        lastModified: lastModified ?? record.lastModified,
        hints: { ...record.hints, maxAge: maxAgeOf(answer.page) ?? record.hints.maxAge },
        ...move(record, answer.page, table),
      };
      return finish(changes, answer.page.retryAt ?? null);
    }
    case 'feed': {
      const { feed, page } = answer;
      const taken = takeItems(record, feed, now);
      const validators = validatorsOf(page);
      const { statedFreshness: stated, skipHours, skipDays } = feed;
      const changes = {
        ...taken.changes,
        ...validators,
        title: record.title ?? feed.title,
        home: feed.home,
        failures: 0,
        hints: { stated, maxAge: maxAgeOf(page), skipHours, skipDays },
        answer: describe(feed, taken.items.length, hasValidator(validators)),
        ...move(record, page, table),
      };
      return finish(changes, page.retryAt ?? null, taken.items);
    }
  }
}
