import { brokenSourceRule } from '../../../../../src/newsroom/drafting/wire/draft-request.ts';
import type { FeedItem } from '../../../../../src/newsroom/feeds/wire/feed-item.ts';
import { Feeds } from '../../../../../src/newsroom/feeds/wire/feeds.ts';
import { Poller } from '../../../../../src/newsroom/feeds/wire/poller.ts';
import { Deliveries } from '../../../../../src/newsroom/feeds/wire/websub/deliveries.ts';
import { Hubs } from '../../../../../src/newsroom/feeds/wire/websub/hubs.ts';
import { hubRules } from '../../../../../src/newsroom/feeds/wire/websub/rules.ts';
import { Subscriber } from '../../../../../src/newsroom/feeds/wire/websub/subscriber.ts';
import type { Actor } from '../../../../../src/newsroom/people/desk/roles.ts';
import type { Fetched, PageRequest } from '../../../../../src/newsroom/wire/fetching/fetched.ts';
import type { Wire } from '../../../../../src/newsroom/wire/wire.ts';
import { runInside, wireObject } from '../../../../objects.ts';
import { site } from '../../../../samples.ts';

export const NOW = Date.UTC(2026, 10, 26, 12);
export const [HOUR, DAY] = [3_600_000, 86_400_000];
export const EDITOR: Actor = { name: 'Eve', role: 'editor', person: null };
export const WRITER: Actor = { name: 'Wes', role: 'writer', person: null };

/** What the hub and the feeds' servers answer. */
export interface World {
  page: (request: PageRequest, now: number) => Partial<Fetched> | undefined;
  hub: (request: Request) => Response;
}

/** The rooms of intake, over the tables of an object of their own, with a clock that tests set. */
export interface Intake {
  feeds: Feeds;
  poller: Poller;
  hubs: Hubs;
  deliveries: Deliveries;
  subscriber: Subscriber;
  world: World;
  items: FeedItem[];
  asked: { request: PageRequest; at: number }[];
  toHub: { url: string; form: URLSearchParams }[];
  now: () => number;
  /** Passes time, and runs the poller whenever it is due. */
  pass: (milliseconds: number) => Promise<void>;
}

/** A response that was read, as the fetcher gives it. */
export function page(body: string, more: Partial<Extract<Fetched, { ok: true }>> = {}): Fetched {
  return {
    ok: true,
    url: 'https://a.example/feed',
    movedTo: null,
    status: 200,
    body: new TextEncoder().encode(body),
    readAt: NOW,
    ...more,
    headers: { 'content-type': 'application/rss+xml', ...more.headers },
  };
}

/** An RSS feed with items of the given numbers. */
export const rss = (numbers: readonly number[], channel = ''): string =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>A Post</title><link>https://a.example/</link>${channel}${numbers
    .map(
      (number) =>
        `<item><guid isPermaLink="false">${number}</guid><link>https://a.example/${number}</link><title>Item ${number}</title></item>`,
    )
    .join('')}</channel></rss>`;

let count = 0;

/** Runs a test with the rooms of intake. */
export async function withIntake(
  run: (intake: Intake) => Promise<void>,
  { isLoopbackAllowed = false } = {},
): Promise<void> {
  const stub = wireObject(`intake-${count++}`);
  await runInside(stub, async (_wire: Wire, { storage: { sql } }) => {
    let time = NOW;
    const now = () => time;
    const world: World = { page: () => undefined, hub: () => new Response(null, { status: 202 }) };
    const [items, asked, toHub]: [FeedItem[], Intake['asked'], Intake['toHub']] = [[], [], []];
    const fetchPage = async (request: PageRequest): Promise<Fetched> => {
      asked.push({ request, at: time });
      const answer = world.page(request, time) ?? { status: 404 };
      return { ...page(''), url: request.url, readAt: time, ...answer } as Fetched;
    };
    const send: typeof fetch = async (input, init) => {
      const request = new Request(input, init as RequestInit);
      toHub.push({ url: request.url, form: new URLSearchParams(await request.clone().text()) });
      return world.hub(request);
    };
    const rules = hubRules({ site, isLoopbackAllowed });
    const hubs = new Hubs(sql, rules);
    const options = {
      fetchPage,
      items: { add: (added: readonly FeedItem[]) => items.push(...added) },
      hubs,
      now,
    };
    const poller = new Poller(sql, options);
    await run({
      feeds: new Feeds(sql, {
        ...options,
        brokenRule: (address) => brokenSourceRule(address, { site, isLoopbackAllowed }),
      }),
      poller,
      hubs,
      deliveries: new Deliveries(sql, options),
      subscriber: new Subscriber({ siteUrl: site.url, hubs, whyNot: rules.whyNot, send }),
      world,
      items,
      asked,
      toHub,
      now,
      pass: async (milliseconds) => {
        const end = time + milliseconds;
        for (let due = poller.nextDue(); due !== undefined && due <= end; due = poller.nextDue()) {
          time = Math.max(time, due);
          await poller.run(time);
        }
        time = end;
      },
    });
  });
}
