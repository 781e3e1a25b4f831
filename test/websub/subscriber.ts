import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request from the hub. */
export interface Received {
  at: number;
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

type Behaviour = (received: Received, response: ServerResponse) => void;

/** Confirms every verification request, and accepts every delivery. */
export const acceptAll: Behaviour = (received, response) => {
  response.end(received.method === 'GET' ? received.query.get('hub.challenge') : '');
};

/** An HTTP server with callbacks. It records all requests, and answers them with its `behaviour`. */
export class Subscriber {
  readonly received: Received[] = [];
  behaviour: Behaviour = acceptAll;
  readonly #server: Server;
  url = '';

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      try {
        for await (const part of request) parts.push(part);
      } catch {
        // The sender broke off its request.
        return;
      }
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://any.host');
      const received = {
        at: Date.now(),
        method: request.method ?? '',
        path: pathname,
        query: searchParams,
        headers: request.headers,
        body: Buffer.concat(parts),
      };
      this.received.push(received);
      this.behaviour(received, response);
    });
  }

  /** @param address where it listens; `0.0.0.0` is all addresses of this machine */
  static async open(address = '127.0.0.1'): Promise<Subscriber> {
    const subscriber = new Subscriber();
    await new Promise<void>((resolve) => subscriber.#server.listen(0, address, resolve));
    subscriber.url = `http://127.0.0.1:${(subscriber.#server.address() as { port: number }).port}`;
    return subscriber;
  }

  /** Lists the requests with this method and path. */
  got(method: string, path: string): Received[] {
    return this.received.filter((each) => each.method === method && each.path === path);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

type Found<T> = T | undefined | false;

/** Polls `find` until it returns, or resolves to, something. Throws after `timeout` milliseconds, which allow for a slow machine. */
export async function until<T>(
  what: string,
  find: () => Found<T> | Promise<Found<T>>,
  timeout = 300_000,
): Promise<T> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeout / 1000} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const pause = (milliseconds = 1500) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export const signature = (method: string, secret: string, body: Buffer) =>
  `${method}=${createHmac(method, secret).update(body).digest('hex')}`;
