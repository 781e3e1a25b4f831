import { TOKEN } from '../../cli/server.ts';
import { type Counts, type Order, randomFrom } from './faults.ts';
import { Printing } from './printing.ts';
import { buildWorker, openRuntime, type Runtime } from './runtime.ts';
import { Tally } from './tally.ts';
import { type Timeline, timeline } from './timeline.ts';
import { Witness } from './witness.ts';

/** The built Worker under faults, with what its users and its judges share. */
export interface Campaign {
  runtime: Runtime;
  clock: Timeline;
  witness: Witness;
  tally: Tally;
  /** How long changes take from their acknowledgement to KV. */
  printing: Printing;
  /** Whether workerd is being killed or has not come back yet. */
  isDown: boolean;
  /** Whether those who publish and read are to stop. */
  isOver: boolean;
  order: (order: Order) => Promise<Counts>;
  kill: () => Promise<void>;
}

export const HEADERS = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };

/** How long an answer is waited for, in milliseconds of the machine. */
const PATIENCE = 60_000;

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function openCampaign(): Promise<Campaign> {
  const epoch = Date.now();
  const witness = new Witness();
  const runtime = await openRuntime({
    folder: await buildWorker(),
    host: new URL('./host/host.ts', import.meta.url).pathname,
    vars: { EPOCH: String(epoch) },
    witness: witness.listen,
  });
  const campaign: Campaign = {
    runtime,
    witness,
    clock: timeline(epoch),
    tally: new Tally(),
    printing: new Printing(),
    isDown: false,
    isOver: false,
    order: async (order) => {
      const body = JSON.stringify(order);
      const signal = AbortSignal.timeout(PATIENCE);
      const send = () => fetch(`${runtime.url}/campaign`, { method: 'POST', body, signal });
      // A connection of before the last end may not know of it.
      const response = await send().catch(send);
      if (!response.ok) throw new Error(`The host does not ${order.do}: ${await response.text()}`);
      return (await response.json()) as Counts;
    },
    kill: async () => {
      campaign.isDown = true;
      await runtime.kill();
      witness.forgetCache();
      campaign.isDown = false;
    },
  };
  return campaign;
}

/** What was answered to a request, and when it was asked and answered, as steady times. */
export interface Answer {
  asked: number;
  answered: number;
  status: number;
  headers: Headers;
  body: Buffer;
}

/**
 * Makes a request; nothing where the Worker was killed meanwhile. No other request goes without an answer, but one that was
 * sent on a connection of before the last end: it is made again, once.
 */
export async function ask(
  campaign: Campaign,
  path: string,
  request: RequestInit = {},
  isRepeated = false,
): Promise<Answer | undefined> {
  const { runtime, clock, tally } = campaign;
  const asked = clock.at(Date.now());
  const wasDown = campaign.isDown;
  tally.count('sent');
  try {
    const response = await fetch(`${runtime.url}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
      ...request,
    });
    const body = Buffer.from(await response.arrayBuffer());
    const answered = clock.at(Date.now());
    return { asked, answered, status: response.status, headers: response.headers, body };
  } catch (error) {
    tally.count('unanswered');
    // The connection may be told of the end before the campaign is.
    await pause(50);
    if (wasDown || campaign.isDown) return undefined;
    if (!isRepeated) return ask(campaign, path, request, true);
    tally.breach('expected', `${path} was not answered: ${error}`);
    return undefined;
  }
}

/** Looks at an answer that says "not now"; says whether it is one. */
export function isRefusal({ tally }: Campaign, path: string, { status, headers, body }: Answer): boolean {
  if (status < 500) return false;
  const type = headers.get('Content-Type') ?? '';
  const text = body.toString();
  const isWhole = type.startsWith('application/problem+json')
    ? JSON.parse(text).status === status
    : type.startsWith('text/html')
      ? text.endsWith('</html>')
      : path === '/hub' && text.endsWith('\n');
  if (!headers.has('Retry-After') || !isWhole)
    tally.breach('retry', `${path}: ${status} ${text.slice(0, 300)}`);
  tally.count('retry');
  return true;
}

/** What a seed decides for one of those who take part. */
export function chance(seed: number) {
  const random = randomFrom(seed);
  return {
    upTo: (most: number) => random() * most,
    whether: (probability: number) => random() < probability,
    one: <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T,
  };
}
