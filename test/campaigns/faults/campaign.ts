import { TOKEN } from '../../cli/server.ts';
import { type Command, type FaultCounts, randomFrom } from './faults.ts';
import { PublishTimes } from './publish-times.ts';
import { buildWorker, openRuntime, type Runtime } from './runtime.ts';
import { Tally } from './tally.ts';
import { FULL_RATE, type Timeline, timeline } from './timeline.ts';
import { Witness } from './witness.ts';

/** The built Worker under faults, and the state that its users and the checks share. */
export interface Campaign {
  runtime: Runtime;
  clock: Timeline;
  witness: Witness;
  tally: Tally;
  publishTimes: PublishTimes;
  /** Whether workerd is being killed or has not restarted yet. */
  isDown: boolean;
  /** Tells publishers, readers and subscribers to stop. */
  isOver: boolean;
  /** Sends the host a command. Returns how often each fault has happened. */
  command: (command: Command) => Promise<FaultCounts>;
  /** Lists the callbacks that are subscribed to a feed. */
  callbacksOf: (topic: string) => Promise<string[]>;
  kill: () => Promise<void>;
}

export const HEADERS = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' };

/** In milliseconds of the machine's clock. */
const ANSWER_TIMEOUT = 60_000;

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** How long the machine is tried, in milliseconds. */
const TRIAL = 3000;

/**
 * Returns how fast the program's clock should run. Its time limits are those of production, so on a machine that does other work too
 * it runs slower, in proportion to the part of a core that a process gets. `RATE` overrides it.
 */
function chooseRate(): number {
  if (process.env.RATE) return Number(process.env.RATE);
  const [began, used] = [performance.now(), process.cpuUsage()];
  while (performance.now() < began + TRIAL);
  const { user, system } = process.cpuUsage(used);
  const share = (user + system) / 1000 / (performance.now() - began);
  return Math.max(1, Math.min(FULL_RATE, Math.round(FULL_RATE * share)));
}

export async function openCampaign(): Promise<Campaign> {
  const rate = chooseRate();
  const epoch = Date.now();
  const witness = new Witness();
  const runtime = await openRuntime({
    folder: await buildWorker(),
    host: new URL('./host/host.ts', import.meta.url).pathname,
    vars: { EPOCH: String(epoch), RATE: String(rate) },
    witness: witness.record,
  });
  const send = async (command: Command): Promise<unknown> => {
    const body = JSON.stringify(command);
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT);
    const post = () => fetch(`${runtime.url}/campaign`, { method: 'POST', body, signal });
    // fetch may reuse a connection to the killed process once.
    const response = await post().catch(post);
    if (!response.ok) throw new Error(`The host failed to ${command.do}: ${await response.text()}`);
    return response.json();
  };
  const campaign: Campaign = {
    runtime,
    witness,
    clock: timeline(epoch, rate),
    tally: new Tally(),
    publishTimes: new PublishTimes(),
    isDown: false,
    isOver: false,
    command: async (command) => (await send(command)) as FaultCounts,
    callbacksOf: async (topic) => (await send({ do: 'list-callbacks', topic })) as string[],
    kill: async () => {
      campaign.isDown = true;
      await runtime.kill();
      witness.forgetCache();
      campaign.isDown = false;
    },
  };
  return campaign;
}

/** A response. `asked` and `answered` are times of the steady clock. */
export interface Answer {
  asked: number;
  answered: number;
  status: number;
  headers: Headers;
  body: Buffer;
}

/**
 * Makes a request. Returns undefined if the Worker was killed meanwhile. Any other request must get a response, except that
 * `fetch` may reuse a connection to the killed process; then the request is repeated once.
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
      signal: AbortSignal.timeout(ANSWER_TIMEOUT),
      ...request,
    });
    const body = Buffer.from(await response.arrayBuffer());
    const answered = clock.at(Date.now());
    return { asked, answered, status: response.status, headers: response.headers, body };
  } catch (error) {
    tally.count('unanswered');
    // The connection may break before the campaign sets `isDown`.
    await pause(50);
    if (wasDown || campaign.isDown) return undefined;
    if (!isRepeated) return ask(campaign, path, request, true);
    tally.breach('expected', `${path} got no response: ${error}`);
    return undefined;
  }
}

/** Counts a 5xx response and checks that it is whole and says when to try again. Returns whether the response is one. */
export function noteUnavailable(
  { tally }: Campaign,
  path: string,
  { status, headers, body }: Answer,
): boolean {
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

/** Returns functions that make random choices from a seed. */
export function seededChoices(seed: number) {
  const random = randomFrom(seed);
  return {
    upTo: (most: number) => random() * most,
    chance: (probability: number) => random() < probability,
    pick: <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T,
  };
}
