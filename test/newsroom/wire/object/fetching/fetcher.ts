import type { BotKey } from '../../../../../src/newsroom/wire/fetching/bot-key.ts';
import type { Fetched, PageRequest } from '../../../../../src/newsroom/wire/fetching/fetched.ts';
import { Fetcher } from '../../../../../src/newsroom/wire/fetching/fetcher.ts';
import type { Wire } from '../../../../../src/newsroom/wire/wire.ts';
import { runInside, wireObject } from '../../../../objects.ts';
import { site } from '../../../../samples.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What hosts answer, at a time in milliseconds; by default, that there is nothing. */
export type Web = (request: Request, now: number) => Response | Promise<Response> | undefined;

/** A request that was sent, when, and when it was answered, in milliseconds. */
export interface Sent {
  url: string;
  headers: Headers;
  at: number;
  until: number;
}

type Errand = Partial<PageRequest> & {
  url: string;
  /** How long after the others, in milliseconds. */
  after?: number;
};

/** A Fetcher whose requests a function answers and whose clock goes on only while everybody waits. */
export interface Laboratory {
  clock: VirtualClock;
  sent: Sent[];
  /** Fetches a page, by default for the watch. */
  fetchPage: (errand: Errand) => Promise<Fetched>;
  fetchAll: (errands: Errand[]) => Promise<Fetched[]>;
  /** Forgets what is in memory, as a restart does. */
  restart: () => void;
}

export interface Conditions {
  key?: Promise<BotKey | undefined>;
  isLoopbackAllowed?: boolean;
  /** How long an answer takes, in milliseconds, perhaps by the number of the request. */
  latency?: number | ((index: number) => number);
  onSend?: () => void;
  onAnswer?: () => void;
}

let count = 0;

/** Runs a test with a Fetcher in the database of a wire of its own. */
export async function withFetcher(
  web: Web,
  run: (laboratory: Laboratory) => Promise<void>,
  { key, isLoopbackAllowed = false, latency = 0, onSend, onAnswer }: Conditions = {},
): Promise<void> {
  const stub = wireObject(`fetching-${count++}`);
  await runInside(stub, async (_wire: Wire, { storage }) => {
    const clock = new VirtualClock();
    const sent: Sent[] = [];
    const send: typeof fetch = async (input, init) => {
      const request = new Request(input, init as RequestInit);
      const entry = {
        url: request.url,
        headers: request.headers,
        at: clock.now(),
        until: Number.POSITIVE_INFINITY,
      };
      const index = sent.push(entry) - 1;
      onSend?.();
      const milliseconds = typeof latency === 'number' ? latency : latency(index);
      if (milliseconds > 0) await clock.sleep(milliseconds);
      onAnswer?.();
      entry.until = clock.now();
      return (await web(request, clock.now())) ?? new Response('', { status: 404 });
    };
    const make = () =>
      new Fetcher({
        sql: storage.sql,
        settings: { site, isLoopbackAllowed },
        ...(key && { key }),
        now: clock.now,
        sleep: clock.sleep,
        send,
      });
    let fetcher = make();
    const start = async ({ after = 0, ...request }: Errand) => {
      if (after > 0) await clock.sleep(after);
      return fetcher.fetchPage({ purpose: 'watch', ...request });
    };
    await run({
      clock,
      sent,
      fetchPage: (errand) => clock.run(start(errand)),
      fetchAll: (errands) => clock.run(Promise.all(errands.map(start))),
      restart: () => {
        fetcher = make();
      },
    });
  });
}
