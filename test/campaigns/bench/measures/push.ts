import { Subscriber, until } from '../../../websub/subscriber.ts';
import type { BuiltWorkers } from '../bare.ts';
import type { Module } from '../build.ts';
import { fetchDocument, importLines, newsroomOf, waitForWrites } from '../newsroom.ts';
import { openRuntime } from '../runtime.ts';
import type { Scale } from '../scale.ts';
import { makeStory } from '../stories.ts';
import { bodyOf } from '../wire.ts';

/** The deliveries of one story. `cpu` is workerd's CPU time for each, in milliseconds. */
export interface DeliveryRate {
  perSecond: number;
  cpu: number;
}

export interface Push {
  hub: DeliveryRate[];
  /** A bare Worker that only posts as many bytes. */
  bare: DeliveryRate[];
  bytes: number;
}

/** The site's URL. A loopback one makes the hub accept callbacks on this machine. */
const SITE_URL = 'http://127.0.0.1';
/** How long 1,000 deliveries may take on a slow machine, in milliseconds. */
const DELIVERY_TIMEOUT = 300_000;
/** Stories in the feed before the first delivery. */
const STORIES = 30;

/** Publishes one story per round, and measures the deliveries to all subscribers. */
export async function measurePush(
  state: string,
  program: Module[],
  { post }: BuiltWorkers,
  scale: Scale,
  advance: () => void,
): Promise<Push> {
  const subscriber = await Subscriber.open();
  const newsroom = newsroomOf(program, { SITE_URL, HUB_LOOPBACK: 'true', REUSE_SECONDS: '0' });
  // The bare Worker posts about as many bytes.
  const length = await lengthOfFeed(`${state}-feed`, program);
  const bare = {
    name: 'bare',
    modules: [post, { type: 'Data', path: 'body', contents: new Uint8Array(length) } as const],
  };
  const runtime = await openRuntime([newsroom, bare], { state });
  const publish = (first: number, count: number) =>
    importLines(
      runtime,
      Array.from({ length: count }, (_, index) => JSON.stringify(makeStory(first + index))),
    );
  const { subscribers } = scale;
  try {
    await publish(0, STORIES);
    await waitForWrites(runtime);
    for (let number = 0; number < subscribers; number++) {
      const response = await fetch(`${runtime.urlOf('newsroom')}/hub`, {
        method: 'POST',
        body: new URLSearchParams({
          'hub.mode': 'subscribe',
          'hub.topic': `${SITE_URL}/atom.xml`,
          'hub.callback': `${subscriber.url}/callback/${number}`,
          'hub.secret': `secret ${number}`,
        }),
      });
      if (response.status !== 202)
        throw new Error(`The hub answered ${response.status}: ${await response.text()}`);
    }
    await until('verifications', () => subscriber.received.length >= subscribers, DELIVERY_TIMEOUT);
    advance();

    const deliver = async (start: () => Promise<unknown>): Promise<DeliveryRate> => {
      subscriber.received.length = 0;
      const cpu = runtime.cpu();
      const end = start();
      await until('deliveries', () => subscriber.received.length >= subscribers, DELIVERY_TIMEOUT);
      await end;
      const [first, last] = [subscriber.received[0]?.at ?? 0, subscriber.received.at(-1)?.at ?? 0];
      return {
        perSecond: (subscribers * 1000) / Math.max(1, last - first),
        cpu: (runtime.cpu() - cpu) / subscribers,
      };
    };
    const push: Push = { hub: [], bare: [], bytes: 0 };
    for (let round = 0; round < scale.rounds; round++) {
      push.hub.push(await deliver(() => publish(STORIES + round, 1)));
      push.bytes = subscriber.received.at(-1)?.body.length ?? 0;
      push.bare.push(
        await deliver(() =>
          fetch(runtime.urlOf('bare'), {
            method: 'POST',
            body: JSON.stringify({ callback: `${subscriber.url}/bare/`, count: subscribers }),
          }),
        ),
      );
      advance();
    }
    return push;
  } finally {
    subscriber.close();
    await runtime.stop();
  }
}

/** Returns the size of the feed before the first delivery, in bytes. */
async function lengthOfFeed(state: string, program: Module[]): Promise<number> {
  const runtime = await openRuntime([newsroomOf(program, { SITE_URL })], { state });
  try {
    const lines = Array.from({ length: STORIES }, (_, index) => JSON.stringify(makeStory(index)));
    await importLines(runtime, lines);
    await waitForWrites(runtime);
    return bodyOf(await fetchDocument(runtime, 'newsroom', '/atom.xml')).byteLength;
  } finally {
    await runtime.stop();
  }
}
