import { runInDurableObject } from 'cloudflare:test';
import { type DurableObject, env } from 'cloudflare:workers';
import type { Followers } from '../src/fediverse/followers/followers.ts';
import type { Desk } from '../src/newsroom/desk/desk.ts';
import type { Wire } from '../src/newsroom/wire/wire.ts';
import type { Subscriptions } from '../src/push/subscriptions.ts';
import type { Search } from '../src/search/search.ts';

// The objects themselves. The program calls them by their clients.

export const deskObject = () => env.DESK.getByName('main') as unknown as DurableObjectStub<Desk>;
export const wireObject = (name = 'main') => env.WIRE.getByName(name) as unknown as DurableObjectStub<Wire>;
export const searchObject = () => env.SEARCH.getByName('main') as unknown as DurableObjectStub<Search>;
export const followersObject = () =>
  env.FOLLOWERS.getByName('main') as unknown as DurableObjectStub<Followers>;
export const subscriptionsObject = (topic: string) =>
  env.SUBSCRIPTIONS.getByName(topic) as unknown as DurableObjectStub<Subscriptions>;

/** Like `runInDurableObject`, but with the loaded object inside (src/platform/lazy-object.ts). */
export const runInside = <Inside extends DurableObject, Result>(
  object: DurableObjectStub<Inside>,
  callback: (inside: Inside, state: DurableObjectState) => Result | Promise<Result>,
): Promise<Result> =>
  runInDurableObject(object, (instance: Inside, state) =>
    callback((instance as unknown as { inside: Inside }).inside, state),
  );

/** Makes a namespace of stand-ins for an object, with these methods; those of a room are named `room.method`. */
export const standInsWith = (methods: Record<string, (...parameters: never[]) => unknown>) =>
  ({
    getByName: () => ({
      call: (path: readonly string[], parameters: never[]) => methods[path.join('.')]?.(...parameters),
    }),
  }) as unknown as DurableObjectNamespace;
