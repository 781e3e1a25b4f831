import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import type { Answered, Order, Report } from './client.ts';
import type { Hostile, Session } from './requests.ts';

/** The least polls of which a 99th percentile is taken. */
const POLLS = 40;

/** What came of a kind of hostile request, over all rounds. */
export interface Measure {
  what: string;
  atOnce: number;
  requestBytes: number;
  /** The bytes of the longest answer, and the statuses with how often each came. */
  answerBytes: number;
  statuses: Map<number, number>;
  /** How long the last of a round's answers took, and the CPU time of the server until then, in milliseconds; medians of the rounds. */
  took: number;
  cpu: number;
  /** The 99th percentiles of a reader's polls, without and beside these requests, in milliseconds; the medians of the rounds. */
  quiet: number;
  beside: number;
}

export const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Whether the server has a processor to itself, and its clients another: `taskset` can do that on Linux. */
export function separate(server: number): boolean {
  const pin = (pid: number, core: string) =>
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', core, String(pid)]).status === 0;
  return pin(server, '0') && pin(process.pid, '1');
}

class Client {
  readonly #process: ChildProcess;
  constructor() {
    this.#process = fork(new URL('./client.ts', import.meta.url), { stdio: 'inherit' });
  }
  get pid(): number {
    return this.#process.pid as number;
  }
  tell(order: Order): void {
    this.#process.send(order);
  }
  async ask<Done extends Report['done']>(
    order: Order & { do: Done },
  ): Promise<Extract<Report, { done: Done }>> {
    const report = once(this.#process, 'message');
    const exit = once(this.#process, 'exit').then(() => {
      throw new Error('A client has ended.');
    });
    this.tell(order);
    return (await Promise.race([report, exit]))[0];
  }
  stop(): void {
    this.#process.kill();
  }
}

/** A reader and an attacker, each a process of its own. */
export interface Clients {
  reader: Client;
  attacker: Client;
  stop: () => void;
}

export async function startClients(url: string, session: Session): Promise<Clients> {
  const [reader, attacker] = [new Client(), new Client()];
  // The reader must not wait for a processor while the attacker has it.
  setPriority(attacker.pid, 10);
  for (const client of [reader, attacker]) await client.ask({ do: 'begin', url, session });
  return {
    reader,
    attacker,
    stop: () => {
      for (const client of [reader, attacker]) client.stop();
    },
  };
}

/**
 * Measures polls without and beside a kind of hostile request, by turns, for some rounds. `cpu` tells the server's CPU time,
 * `written` waits until the server has written what was published.
 */
export async function measure(
  { reader, attacker }: Clients,
  { cpu, written }: { cpu: () => number; written: () => Promise<void> },
  hostile: Hostile,
  { request, rounds }: { request: number; rounds: number },
): Promise<Measure> {
  const of: Record<'quiet' | 'beside' | 'took' | 'cpu', number[]> = {
    quiet: [],
    beside: [],
    took: [],
    cpu: [],
  };
  const all: Answered[] = [];
  for (let round = 0; round < rounds; round++) {
    const alone = reader.ask({ do: 'poll', times: POLLS });
    reader.tell({ do: 'stop' });
    of.quiet.push(
      quantile(
        (await alone).polls.map(([sent, answered]) => answered - sent),
        0.99,
      ),
    );
    const polling = reader.ask({ do: 'poll', times: POLLS });
    const before = cpu();
    const { answers, sent, answered } = await attacker.ask({
      do: 'send',
      request,
    });
    if (hostile.isPublished) await written();
    of.cpu.push(cpu() - before);
    reader.tell({ do: 'stop' });
    const { polls } = await polling;
    of.beside.push(
      quantile(
        polls.map((poll) => poll[1] - poll[0]),
        0.99,
      ),
    );
    of.took.push(answered - sent);
    all.push(...answers);
  }
  return {
    what: hostile.what,
    atOnce: hostile.atOnce,
    requestBytes: hostile.body.byteLength,
    answerBytes: Math.max(...all.map(({ bytes }) => bytes)),
    statuses: new Map(
      [...Map.groupBy(all, ({ status }) => status)].map(([status, each]) => [status, each.length]),
    ),
    took: median(of.took),
    cpu: median(of.cpu),
    quiet: median(of.quiet),
    beside: median(of.beside),
  };
}
