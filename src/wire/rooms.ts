import type { Env } from '../env.ts';
import { readSettings } from '../settings.ts';
import { readWireSettings } from '../wire-settings.ts';
import { chooseDrafter } from './drafting/choose-drafter.ts';
import { brokenSourceRule } from './drafting/draft-request.ts';
import { deskFor } from './drafting/drafting-desk.ts';
import { DraftingJobs } from './drafting/drafting-jobs.ts';
import type { FetchPage } from './fetching/fetched.ts';
import { Fetcher } from './fetching/fetcher.ts';
import { Feeds } from './intake/feeds.ts';
import { Events } from './intake/grouping/events.ts';
import { Items } from './intake/grouping/items.ts';
import { Poller } from './intake/poller.ts';
import { Deliveries } from './intake/websub/deliveries.ts';
import { Hubs } from './intake/websub/hubs.ts';
import { hubRules } from './intake/websub/rules.ts';
import { Subscriber } from './intake/websub/subscriber.ts';
import type { WireTask } from './task.ts';
import { Watch } from './watch/watch.ts';

/** What the rooms of the wire share. */
interface WireContext {
  sql: SqlStorage;
  env: Env;
  fetchPage: FetchPage;
}

/** Makes the rooms of the wire, each a class over tables of its own, and the tasks that the alarm runs. */
export function makeRooms(sql: SqlStorage, env: Env) {
  const settings = readSettings(env);
  const fetcher = new Fetcher({ sql, settings });
  const context: WireContext = { sql, env, fetchPage: (request) => fetcher.fetchPage(request) };
  const items = new Items(sql);
  const rules = hubRules(settings);
  const hubs = new Hubs(sql, rules);
  const intake = { fetchPage: context.fetchPage, items, hubs };
  const feeds = new Feeds(sql, { ...intake, brokenRule: (address) => brokenSourceRule(address, settings) });
  feeds.syncFile(readWireSettings().feeds, Date.now());
  const drafting = new DraftingJobs(sql, {
    fetchPage: context.fetchPage,
    readSource: async (page, url) =>
      (await import('./extraction/read-source.ts')).readSource(page, url, { ai: env.AI }),
    chooseDrafter: (name) => chooseDrafter(name ?? readWireSettings().drafter, readWireSettings(), env),
    desk: deskFor(env),
  });
  const watch = new Watch(context);
  const tasks: WireTask[] = [
    items,
    drafting,
    watch,
    new Poller(sql, intake),
    new Subscriber({ siteUrl: settings.site.url, hubs, whyNot: rules.whyNot }),
  ];
  return {
    rooms: {
      drafting,
      items,
      events: new Events(sql),
      feeds,
      deliveries: new Deliveries(sql, { hubs, items }),
      watch,
    },
    tasks,
  };
}

export type WireRooms = ReturnType<typeof makeRooms>['rooms'];
