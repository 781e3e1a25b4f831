import { Inspector } from '../bench/inspector.ts';
import type { Runtime } from '../faults/runtime.ts';

interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
  embedderHeapUsedSize?: number;
}

/** The memory limit of an isolate on Cloudflare, in MB. */
export const HEAP_LIMIT = 128;

/** Measures the heap of the Worker's isolate through the inspector. */
export class Heap {
  readonly #inspector: Inspector;

  private constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  static async open(runtime: Runtime): Promise<Heap> {
    return new Heap(await Inspector.open(runtime, 'edgewire'));
  }

  /** Collects garbage, and returns the live heap including buffers, in MB. */
  async megabytes(): Promise<number> {
    await this.#inspector.call('HeapProfiler.collectGarbage');
    const usage = await this.#inspector.call<HeapUsage>('Runtime.getHeapUsage');
    return (usage.usedSize + (usage.backingStorageSize ?? 0) + (usage.embedderHeapUsedSize ?? 0)) / 1e6;
  }

  close(): void {
    this.#inspector.close();
  }
}
