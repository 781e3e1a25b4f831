/** What knows where the inspector of its Workers is. */
interface Inspected {
  inspector(): Promise<{ host: string }>;
}

/** A connection to the inspector of one isolate (Chrome DevTools Protocol). */
export class Inspector {
  readonly #socket: WebSocket;
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** The isolates that there are: `core:user:<name>` is that of a Worker, all others are the runtime's. */
  static async isolates(runtime: Inspected): Promise<string[]> {
    const address = await runtime.inspector();
    const targets = (await (await fetch(`http://${address.host}/json`)).json()) as { id: string }[];
    return targets.map(({ id }) => id);
  }

  /** Connects to the isolate of a Worker. */
  static async open(runtime: Inspected, worker: string): Promise<Inspector> {
    const isolate = `core:user:${worker}`;
    if (!(await Inspector.isolates(runtime)).includes(isolate))
      throw new Error(`The inspector does not know ${worker}.`);
    return Inspector.openIsolate(runtime, isolate);
  }

  static async openIsolate(runtime: Inspected, isolate: string): Promise<Inspector> {
    const address = await runtime.inspector();
    const socket = new WebSocket(`ws://${address.host}/${isolate.replaceAll('#', '%23')}`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Inspector(socket);
  }

  /** Calls a method and gives what it returns. */
  call<Result>(method: string, params: Record<string, unknown> = {}): Promise<Result> {
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
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  close(): void {
    this.#socket.close();
  }
}
