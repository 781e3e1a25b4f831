import type { Env } from '../../platform/env.ts';
import { readSettings } from '../../settings/settings.ts';
import { opinionModel } from '../../settings/wire-schema.ts';
import { readWireSettings } from '../../settings/wire-settings.ts';
import { chooseDrafter } from '../drafting/wire/choose-drafter.ts';
import { brokenSourceRule } from '../drafting/wire/draft-request.ts';
import { deskFor } from '../drafting/wire/drafting-desk.ts';
import { DraftingJobs } from '../drafting/wire/drafting-jobs.ts';
import { chooseModel } from '../drafting/wire/models/choose-model.ts';
import type { SourceReading } from '../drafting/wire/read-sources.ts';
import { SourceReader } from '../drafting/wire/source-reader.ts';
import { Doubts, embedWith } from '../events/wire/doubts.ts';
import { Events } from '../events/wire/events.ts';
import { Items } from '../events/wire/items.ts';
import { Feeds } from '../feeds/wire/feeds.ts';
import { Poller } from '../feeds/wire/poller.ts';
import { Deliveries } from '../feeds/wire/websub/deliveries.ts';
import { Hubs } from '../feeds/wire/websub/hubs.ts';
import { hubRules } from '../feeds/wire/websub/rules.ts';
import { Subscriber } from '../feeds/wire/websub/subscriber.ts';
import { Opinions } from '../opinions/wire/opinions.ts';
import { currentSettings } from '../settings/desk/current-settings.ts';
import { Watch } from '../watch/wire/watch.ts';
import { readBotKey } from './fetching/bot-key.ts';
import type { FetchPage } from './fetching/fetched.ts';
import { Fetcher } from './fetching/fetcher.ts';
import type { WireTask } from './task.ts';

/** How long a model may take for an opinion, in milliseconds. */
const OPINION_MS = 20_000;

/** What the rooms of the wire share. */
interface WireContext {
  sql: SqlStorage;
  env: Env;
  fetchPage: FetchPage;
}

/** What asks a model about events, if the newsroom has named one and Workers AI is bound. */
function doubtsOf(items: Items, model: string | null, { AI: ai }: Env): Doubts | undefined {
  if (model === null || !ai) return undefined;
  const run = (...parameters: Parameters<typeof ai.run>) => ai.run(...parameters);
  return new Doubts(items, embedWith(run as never, model));
}

/** Makes the rooms of the wire, each a class over tables of its own, and the tasks that the alarm runs. */
export function makeRooms(sql: SqlStorage, env: Env) {
  const settings = readSettings(env);
  const fetcher = new Fetcher({ sql, settings, key: readBotKey(env.FETCHER_KEY) });
  const context: WireContext = { sql, env, fetchPage: (request) => fetcher.fetchPage(request) };
  const items = new Items(sql);
  const rules = hubRules(settings);
  const hubs = new Hubs(sql, rules);
  const intake = { fetchPage: context.fetchPage, items, hubs };
  const feeds = new Feeds(sql, { ...intake, brokenRule: (address) => brokenSourceRule(address, settings) });
  const { feeds: listed, embeddings } = readWireSettings().wire;
  feeds.syncFile(listed, Date.now());
  const reading: SourceReading = {
    fetchPage: context.fetchPage,
    readSource: async (page, url) =>
      (await import('./extraction/read-source.ts')).readSource(page, url, { ai: env.AI }),
    now: Date.now,
  };
  const drafting = new DraftingJobs(sql, {
    ...reading,
    chooseDrafter: async (name) => {
      const { wire } = await currentSettings(env);
      return chooseDrafter(name ?? wire.drafter, wire, env);
    },
    desk: deskFor(env),
  });
  const opinions = new Opinions(sql, {
    chooseModel: async () => {
      const { wire } = await currentSettings(env);
      return chooseModel(opinionModel(wire), wire, env, OPINION_MS);
    },
  });
  const watch = new Watch(context);
  const doubts = doubtsOf(items, embeddings, env);
  const tasks: WireTask[] = [
    items,
    ...(doubts ? [doubts] : []),
    drafting,
    watch,
    new Poller(sql, intake),
    new Subscriber({ siteUrl: settings.site.url, hubs, whyNot: rules.whyNot }),
  ];
  return {
    rooms: {
      drafting,
      sourceReader: new SourceReader(reading),
      items,
      events: new Events(sql),
      feeds,
      deliveries: new Deliveries(sql, { hubs, items }),
      watch,
      opinions,
    },
    tasks,
  };
}

export type WireRooms = ReturnType<typeof makeRooms>['rooms'];
