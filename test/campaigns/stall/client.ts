import { Agent, request } from 'node:http';
import { allRequests, type Hostile, NUMBER, type Session } from './requests.ts';

// A process of its own, which either polls as a reader or sends as an attacker. In one process, each would wait for the other.

/** What the campaign asks of a client. */
export type Order =
  | { do: 'begin'; url: string; session: Session }
  | { do: 'poll'; times: number }
  | { do: 'stop' }
  | { do: 'send'; request: number };

/** An answer to a hostile request. A connection that the server closes early counts as status 0. */
export interface Answered {
  status: number;
  bytes: number;
}

/** When a poll was sent, and when it was answered, in milliseconds since 1970. */
export type Poll = [sent: number, answered: number];

export type Report =
  | { done: 'begin' }
  | { done: 'poll'; polls: Poll[] }
  | { done: 'send'; answers: Answered[]; sent: number; answered: number };

/** The pause between polls, in milliseconds. */
const PAUSE = 5;

const now = () => performance.timeOrigin + performance.now();

/** Sends a request and reads its answer to the end. */
const send = (
  url: string,
  { method, path, headers, body }: Omit<Hostile, 'what' | 'atOnce' | 'statuses'>,
  agent: Agent,
) =>
  new Promise<Answered>((resolve) => {
    let status = 0;
    let bytes = 0;
    const done = () => resolve({ status, bytes });
    const length = method === 'POST' ? { Origin: url, 'Content-Length': body.byteLength } : {};
    const sending = request(
      new URL(path, url),
      { method, agent, headers: { ...headers, ...length } },
      (response) => {
        status = response.statusCode ?? 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.byteLength;
        });
        response.on('end', done);
        response.on('error', done);
      },
    );
    sending.on('error', done);
    sending.end(body);
  });

let isStopped = false;

/** Polls the feed until told to stop, and at least so many times. */
async function poll(url: string, times: number): Promise<Poll[]> {
  const agent = new Agent({ keepAlive: true });
  const feed = { method: 'GET', path: '/atom.xml', headers: {}, body: Buffer.alloc(0) } as const;
  const polls: Poll[] = [];
  isStopped = false;
  while (!isStopped || polls.length < times) {
    const sent = now();
    const { status } = await send(url, feed, agent);
    if (status !== 200) throw new Error(`The feed answered ${status}.`);
    polls.push([sent, now()]);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  agent.destroy();
  return polls;
}

let number = 0;

/** Returns the request with another number than any before. */
function numbered(hostile: Hostile): Hostile {
  number++;
  if (!hostile.body.includes(NUMBER)) return hostile;
  return { ...hostile, body: Buffer.from(hostile.body.toString().replaceAll(NUMBER, String(number))) };
}

async function attack(url: string, hostile: Hostile) {
  const agent = new Agent({ keepAlive: false });
  const all = Array.from({ length: hostile.atOnce }, () => numbered(hostile));
  const sent = now();
  const answers = await Promise.all(all.map((each) => send(url, each, agent)));
  const answered = now();
  agent.destroy();
  return { answers, sent, answered };
}

const report = (what: Report) => process.send?.(what);
let url = '';
let requests: Hostile[] = [];

process.on('message', async (order: Order) => {
  if (order.do === 'begin') {
    url = order.url;
    requests = allRequests(order.session);
    report({ done: 'begin' });
  } else if (order.do === 'poll') report({ done: 'poll', polls: await poll(url, order.times) });
  else if (order.do === 'stop') isStopped = true;
  else report({ done: 'send', ...(await attack(url, requests[order.request] as Hostile)) });
});
