import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Fetched, PageRequest } from '../../../../src/wire/fetching/fetched.ts';
import { Fetcher } from '../../../../src/wire/fetching/fetcher.ts';
import type { Wire } from '../../../../src/wire/wire.ts';
import { site } from '../../../samples.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What a host answers; by default, that there is nothing. */
export type Web = (request: Request) => Response | Promise<Response> | undefined;

/** A request that was sent, and when it was, in milliseconds. */
export interface Sent {
  url: string;
  headers: Headers;
  at: number;
}

/** A Fetcher in an object of its own, whose requests a function answers and whose clock does not run by itself. */
export interface Laboratory {
  clock: VirtualClock;
  sent: Sent[];
  fetchPage: (request: Partial<PageRequest> & { url: string }) => Promise<Fetched>;
  /** Forgets what is in memory, as a restart does. */
  restart: () => void;
}

let count = 0;

/** Runs a test with a Fetcher in the wire's own database. */
export async function withFetcher(
  web: Web,
  run: (laboratory: Laboratory) => Promise<void>,
  { isLoopbackAllowed = false }: { isLoopbackAllowed?: boolean } = {},
): Promise<void> {
  const stub = env.WIRE.getByName(`fetching-${count++}`) as unknown as DurableObjectStub<Wire>;
  await runInDurableObject(stub, async (_wire: Wire, { storage }) => {
    const clock = new VirtualClock();
    const sent: Sent[] = [];
    const send: typeof fetch = async (input, init) => {
      const request = new Request(input, init as RequestInit);
      sent.push({ url: request.url, headers: request.headers, at: clock.now() });
      return (await web(request)) ?? new Response('', { status: 404 });
    };
    const make = () =>
      new Fetcher({
        sql: storage.sql,
        settings: { site, isLoopbackAllowed },
        now: clock.now,
        sleep: clock.sleep,
        send,
      });
    let fetcher = make();
    await run({
      clock,
      sent,
      fetchPage: (request) => clock.run(fetcher.fetchPage({ purpose: 'watch', ...request })),
      restart: () => {
        fetcher = make();
      },
    });
  });
}
