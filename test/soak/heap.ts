import { Inspector } from '../bench/inspector.ts';
import type { Runtime } from '../faults/runtime.ts';

interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
  embedderHeapUsedSize?: number;
}

/** How long an isolate is waited for, in milliseconds: one that has nothing to do does not answer. */
const PATIENCE = 1000;

/**
 * Looks into the isolates of workerd: the Worker's, and those in which the runtime emulates KV, the queue, the storage of
 * Durable Objects and static files. Nothing limits their heaps here, as Cloudflare does, so that they let garbage lie for as
 * long as there is room. What grows is known when all of it is collected.
 */
export class Heaps {
  readonly #own: Inspector;
  readonly #others: Inspector[];
  /** Collections that were asked for and not made yet, as the isolate has nothing to do. */
  readonly #asked = new Map<Inspector, Promise<unknown>>();

  private constructor(own: Inspector, others: Inspector[]) {
    this.#own = own;
    this.#others = others;
  }

  static async open(runtime: Runtime): Promise<Heaps> {
    const own = await Inspector.open(runtime, 'edgewire');
    const names = (await Inspector.isolates(runtime)).filter((name) => name !== 'core:user:edgewire');
    const opened = await Promise.allSettled(names.map((name) => Inspector.openIsolate(runtime, name)));
    return new Heaps(
      own,
      opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])),
    );
  }

  /** Collects the garbage of all isolates; gives what the Worker's holds on to, its buffers included, in MB. */
  async collect(): Promise<number> {
    await Promise.all(this.#others.map((inspector) => Promise.race([this.#collectIn(inspector), idle()])));
    await this.#collectIn(this.#own);
    const usage = await this.#own.call<HeapUsage>('Runtime.getHeapUsage');
    return (usage.usedSize + (usage.backingStorageSize ?? 0) + (usage.embedderHeapUsedSize ?? 0)) / 1e6;
  }

  #collectIn(inspector: Inspector): Promise<unknown> {
    const asked = this.#asked.get(inspector);
    if (asked) return asked;
    const collection = inspector
      .call('HeapProfiler.collectGarbage')
      .finally(() => this.#asked.delete(inspector));
    this.#asked.set(inspector, collection);
    return collection;
  }

  close(): void {
    for (const inspector of [this.#own, ...this.#others]) inspector.close();
  }
}

const idle = () => new Promise((resolve) => setTimeout(resolve, PATIENCE));
