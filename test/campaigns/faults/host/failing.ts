import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Env } from '../../../../src/env.ts';
import { lazyObject } from '../../../../src/lazy-object.ts';

// An object whose program cannot be loaded the first time, and, loaded, does not begin the first time.

export { Desk, Subscriptions } from '../../../../src/worker.ts';

let loads = 0;
let begins = 0;

class Inside {
  constructor() {
    if (begins++ === 0) throw new Error('does not begin');
  }

  async greet(name: string): Promise<string> {
    return `Hello ${name}`;
  }

  async refuse(): Promise<string> {
    throw new RangeError('refused');
  }
}

async function load() {
  if (loads++ === 0) throw new Error('cannot be loaded');
  return Inside;
}

export class Studio extends lazyObject<Inside>(load, { greet: true, refuse: true }) {}

/** Answers with what the object's method gives, or with 500 and its error. */
export default class extends WorkerEntrypoint<Env> {
  override async fetch(request: Request): Promise<Response> {
    const object = this.env.STUDIO.getByName('main') as unknown as DurableObjectStub<Studio>;
    const isRefused = new URL(request.url).pathname === '/refuse';
    try {
      return new Response(await (isRefused ? object.refuse() : object.greet('you')));
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  }
}
