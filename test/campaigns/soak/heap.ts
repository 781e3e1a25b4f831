import { Inspector } from '../bench/inspector.ts';
import type { Runtime } from '../faults/runtime.ts';

interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
  embedderHeapUsedSize?: number;
}

/** What Cloudflare gives an isolate, in MB. */
export const HEAP_LIMIT = 128;

/** Looks into the Worker's isolate. */
export class Heap {
  readonly #inspector: Inspector;

  private constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  static async open(runtime: Runtime): Promise<Heap> {
    return new Heap(await Inspector.open(runtime, 'edgewire'));
  }

  /** What the isolate holds on to, its buffers included, in MB: garbage is collected first. */
  async megabytes(): Promise<number> {
    await this.#inspector.call('HeapProfiler.collectGarbage');
    const usage = await this.#inspector.call<HeapUsage>('Runtime.getHeapUsage');
    return (usage.usedSize + (usage.backingStorageSize ?? 0) + (usage.embedderHeapUsedSize ?? 0)) / 1e6;
  }

  close(): void {
    this.#inspector.close();
  }
}
