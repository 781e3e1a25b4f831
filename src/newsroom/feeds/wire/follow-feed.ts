import { hash64 } from '../../../lib/hash-text.ts';
import type { FetchedPage } from '../../wire/fetching/fetched.ts';
import { asValue, sentence, type Told, told } from '../../words/translate.ts';
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

/** Returns what is stored of an answer. */
export const answered = (...sentences: readonly Told[]): Pick<FeedRecord, 'answer' | 'said'> => ({
  answer: sentences.map(({ detail }) => detail).join(' '),
  said: sentences.map(asValue),
});

const NO_ITEMS = told(sentence('It has no items.'));
const NOTHING_NEW = told(sentence('Nothing new.'));
const NONE_NEW = sentence(['Nothing new among {count} item.', 'Nothing new among {count} items.']);
const SOME_NEW = sentence(['New: {fresh} of {count} item.', 'New: {fresh} of {count} items.']);
const WITHOUT_ADDRESS = sentence([
  '{count} item without an address left out.',
  '{count} items without an address left out.',
]);
const BROKEN = sentence([
  '{count} item that cannot be read left out.',
  '{count} items that cannot be read left out.',
]);
const CUT = told(sentence('It breaks off in the middle.'));
const UNCONDITIONAL = told(
  sentence(
    'It cannot be asked for what is new alone (it sends neither ETag nor Last-Modified), so it is asked once a day.',
  ),
);

function describe(feed: ParsedFeed, fresh: number, isConditional: boolean) {
  const count = feed.items.length;
  return answered(
    count === 0 ? NO_ITEMS : fresh === 0 ? told(NONE_NEW, { count }) : told(SOME_NEW, { fresh, count }),
    ...(feed.withoutAddress > 0 ? [told(WITHOUT_ADDRESS, { count: feed.withoutAddress })] : []),
    ...(feed.broken > 0 ? [told(BROKEN, { count: feed.broken })] : []),
    ...(feed.isWhole ? [] : [CUT]),
    ...(isConditional ? [] : [UNCONDITIONAL]),
  );
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
    ...answered(
      told(
        sentence(
          'It has moved for good to {address}, which is followed already, so this address is not asked any more.',
        ),
        { address: movedTo },
      ),
    ),
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
      return finish({ state: 'stopped', next: null, ...answered(answer) }, null);
    case 'postponed':
      return finish(answered(answer), answer.retryAt);
    case 'failed':
      return finish({ failures: record.failures + 1, ...answered(answer) }, answer.retryAt);
    case 'unchanged': {
      const { etag, lastModified } = validatorsOf(answer.page);
      const changes = {
        failures: 0,
        ...answered(NOTHING_NEW),
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
        ...describe(feed, taken.items.length, hasValidator(validators)),
        ...move(record, page, table),
      };
      return finish(changes, page.retryAt ?? null, taken.items);
    }
  }
}
