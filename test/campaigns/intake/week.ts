import type { FeedItem } from '../../../src/newsroom/feeds/wire/feed-item.ts';
import { Feeds } from '../../../src/newsroom/feeds/wire/feeds.ts';
import { Poller } from '../../../src/newsroom/feeds/wire/poller.ts';
import { Hubs } from '../../../src/newsroom/feeds/wire/websub/hubs.ts';
import { Fetcher } from '../../../src/newsroom/wire/fetching/fetcher.ts';
import type { Site } from '../../../src/settings/site.ts';
import { VirtualClock } from '../../newsroom/wire/object/fetching/virtual-clock.ts';
import { type Breaches, publishedAt, World, type WorldFeed, type WorldRequest } from './world.ts';

export const DAYS = 7;
const DAY = 86_400_000;

/** An item that was published during the week, and how long it took until the newsroom had it, in milliseconds. */
export interface Delay {
  feed: string;
  delay: number;
}

export interface Week {
  feeds: readonly WorldFeed[];
  requests: WorldRequest[];
  breaches: Breaches;
  delays: Delay[];
  /** How many items were published in the week, and how many of them nobody saw. */
  published: number;
  missed: number;
  runs: number;
  /** How long the runs took in all, waiting included, in milliseconds. */
  awake: number;
  /** Feeds that are there and were not asked after the fifth day, and those that are gone for good and are still to be asked. */
  lost: string[];
}

/** Follows feeds for a week of a virtual clock, with the real rooms, poller and fetcher over a database. */
export async function followForAWeek(
  feeds: readonly WorldFeed[],
  { sql, site }: { sql: SqlStorage; site: Site },
): Promise<Week> {
  const clock = new VirtualClock(Date.UTC(2026, 10, 16, 9));
  const start = clock.now();
  const end = start + DAYS * DAY;
  const world = new World(feeds, clock);
  const settings = { site, isLoopbackAllowed: false };
  const fetcher = new Fetcher({ sql, settings, now: clock.now, sleep: clock.sleep, send: world.send });
  const seen = new Map<string, number>();
  const items = {
    add: (added: readonly FeedItem[], now: number) => {
      for (const { feed, id } of added) if (!seen.has(`${feed} ${id}`)) seen.set(`${feed} ${id}`, now);
    },
  };
  const hubs = new Hubs(sql, { isReachable: false, whyNot: () => undefined });
  const options = { fetchPage: fetcher.fetchPage.bind(fetcher), items, hubs, now: clock.now };
  const room = new Feeds(sql, { ...options, brokenRule: () => undefined });
  room.syncFile(
    feeds.map(({ url }) => ({ url, title: null })),
    start,
  );
  const poller = new Poller(sql, options);
  let runs = 0;
  let awake = 0;
  for (let due = poller.nextDue(); due !== undefined && due < end; due = poller.nextDue()) {
    clock.pass(Math.max(due - clock.now(), 0));
    const begun = clock.now();
    await clock.run(poller.run(begun));
    awake += clock.now() - begun;
    runs++;
  }
  const published = feeds.flatMap((feed) => {
    const first = Math.ceil((start - publishedAt(feed, 0)) / feed.gap);
    const last = Math.floor((end - publishedAt(feed, 0)) / feed.gap);
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      feed: feed.url,
      number: first + index,
      at: publishedAt(feed, first + index),
    }));
  });
  const delays = published.flatMap(({ feed, number, at }) => {
    const when = seen.get(`${feed} ${number}`);
    return when === undefined ? [] : [{ feed, delay: when - at }];
  });
  const states = new Map(room.list(end).map(({ address, state }) => [address, state]));
  const lastAsked = new Map(world.requests.map(({ feed, at }) => [feed, at]));
  const isLost = (feed: WorldFeed) =>
    feed.kind === 'is gone on the fifth day'
      ? states.get(feed.url) !== 'stopped'
      : states.get(feed.url) !== 'active' || (lastAsked.get(feed) ?? start) < start + 5 * DAY;
  return {
    feeds,
    requests: world.requests,
    breaches: world.breaches,
    delays,
    published: published.length,
    missed: published.length - delays.length,
    runs,
    awake,
    lost: feeds.filter((feed) => isLost(feed)).map(({ url, kind }) => `${url}: ${kind}`),
  };
}
