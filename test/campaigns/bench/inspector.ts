interface Inspected {
  inspector(): Promise<{ host: string }>;
}

/** A connection to the inspector of one Worker (Chrome DevTools Protocol). */
export class Inspector {
  readonly #socket: WebSocket;
  #sent = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async open(runtime: Inspected, worker: string): Promise<Inspector> {
    const address = await runtime.inspector();
    const targets = (await (await fetch(`http://${address.host}/json`)).json()) as { id: string }[];
    const target = targets.find(({ id }) => id === `core:user:${worker}`);
    if (!target) throw new Error(`The inspector has no target for ${worker}.`);
    const socket = new WebSocket(`ws://${address.host}/${target.id}`);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    return new Inspector(socket);
  }

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
