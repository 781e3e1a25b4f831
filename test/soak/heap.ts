import type { Runtime } from '../faults/runtime.ts';

interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
  embedderHeapUsedSize?: number;
}

/** Looks into the Worker's isolate over the inspector (Chrome DevTools Protocol). */
export class Heap {
  readonly #socket: WebSocket;
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(runtime: Runtime): Promise<Heap> {
    const { host } = await runtime.inspector();
    const targets = (await (await fetch(`http://${host}/json`)).json()) as { id: string }[];
    const target = targets.find(({ id }) => id === 'core:user:edgewire');
    if (!target) throw new Error('The inspector does not know the Worker.');
    const socket = new WebSocket(`ws://${host}/${target.id}`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Heap(socket);
  }

  #call<Result>(method: string): Promise<Result> {
    const id = ++this.#sent;
    return new Promise((resolve, reject) => {
      const listen = ({ data }: MessageEvent) => {
        const answer = JSON.parse(String(data));
        if (answer.id !== id) return;
        this.#socket.removeEventListener('message', listen);
        if (answer.error) reject(new Error(`${method}: ${answer.error.message}`));
        else resolve(answer.result);
      };
      this.#socket.addEventListener('message', listen);
      this.#socket.send(JSON.stringify({ id, method }));
    });
  }

  /** What the isolate holds on to, its buffers included, in MB: garbage is collected first. */
  async megabytes(): Promise<number> {
    await this.#call('HeapProfiler.collectGarbage');
    const usage = await this.#call<HeapUsage>('Runtime.getHeapUsage');
    return (usage.usedSize + (usage.backingStorageSize ?? 0) + (usage.embedderHeapUsedSize ?? 0)) / 1e6;
  }

  close(): void {
    this.#socket.close();
  }
}
