import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Env } from '../../../../src/platform/env.ts';
import { lazyObject } from '../../../../src/platform/lazy-object.ts';
import { type Client, clientOf } from '../../../../src/platform/object-client.ts';

// A lazy object whose module fails to load the first time. Once loaded, its constructor throws the first time.

export { Desk, Search, Subscriptions, Wire } from '../../../../src/worker.ts';

let loads = 0;
let constructions = 0;

class Inside {
  constructor() {
    if (constructions++ === 0) throw new Error('constructor failed');
  }

  async greet(name: string): Promise<string> {
    return `Hello ${name}`;
  }

  async refuse(): Promise<string> {
    throw new RangeError('refused');
  }
}

async function load() {
  if (loads++ === 0) throw new Error('loading failed');
  return Inside;
}

export class Studio extends lazyObject(load) {}

/** Answers with the result of the object's method, or with 500 and its error. */
export default class extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const object = clientOf<Client<Inside>>(this.env.STUDIO.getByName('main'));
    const isRefused = new URL(request.url).pathname === '/refuse';
    try {
      return new Response(await (isRefused ? object.refuse() : object.greet('you')));
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }
}
