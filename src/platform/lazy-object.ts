import { DurableObject } from 'cloudflare:workers';
import type { Env } from './env.ts';

type InsideClass<Inside> = new (ctx: DurableObjectState, env: Env) => Inside;

/** What an object answers to: calls of a method of its own, or of a room; and its alarm. */
interface Callable extends DurableObject<Env> {
  call(path: readonly string[], parameters: unknown[]): unknown;
  alarm(): Promise<void>;
}

/** What an object with rooms has for calls of their methods. */
interface WithRooms {
  callRoom(room: string, method: string, parameters: unknown[]): unknown;
}

/** Calls a method by its name. Throws a `TypeError` if the class has no such method. */
export function callMethod(object: object, method: string, parameters: unknown[]): unknown {
  const { prototype } = object.constructor;
  if (method === 'constructor' || !Object.hasOwn(prototype, method)) {
    throw new TypeError(`${object.constructor.name} has no method ${method}.`);
  }
  return Reflect.apply(Reflect.get(prototype, method), object, parameters);
}

/**
 * Makes the class of a Durable Object whose code is loaded when the first such object starts, so that an isolate that only serves
 * readers never loads it. If loading fails or the constructor throws, the runtime destroys the object, and the next call creates
 * a new one. The runtime can call only methods that the class has, so this one has a single method through which `clientOf` calls all.
 */
export function lazyObject(
  load: () => Promise<InsideClass<object>>,
): new (
  ctx: DurableObjectState,
  env: Env,
) => Callable {
  let loaded: InsideClass<object> | undefined;

  return class extends DurableObject<Env> {
    inside!: object;

    constructor(ctx: DurableObjectState, env: Env) {
      super(ctx, env);
      if (loaded) this.inside = new loaded(ctx, env);
      else {
        ctx.blockConcurrencyWhile(async () => {
          loaded = await load();
          this.inside = new loaded(ctx, env);
        });
      }
    }

    call([first = '', second]: readonly string[], parameters: unknown[]): unknown {
      if (second === undefined) return callMethod(this.inside, first, parameters);
      return (this.inside as WithRooms).callRoom(first, second, parameters);
    }

    override async alarm(): Promise<void> {
      await (this.inside as DurableObject).alarm?.();
    }
  };
}

/** Methods as other objects call them: each is one call to the object, and its result arrives as a promise. */
export type Client<Inside> = {
  readonly [Name in keyof Inside as Inside[Name] extends (...parameters: never[]) => unknown
    ? Name
    : never]: Inside[Name] extends (...parameters: infer Parameters) => infer Result
    ? (...parameters: Parameters) => Promise<Awaited<Result>>
    : never;
};

/** The rooms of an object as others call them. */
export type RoomClients<Rooms> = { readonly [Name in keyof Rooms]: Client<Rooms[Name]> };

/** Returns the client of an object: `clientOf<Desk & Rooms>(stub).drafts.find(id)` calls the method `find` of its room `drafts`. */
export function clientOf<Methods>(stub: DurableObjectStub, path: readonly string[] = []): Methods {
  return new Proxy((() => undefined) as unknown as Methods & object, {
    // A client is no promise, so that it can be returned by an async function.
    get: (_, name) => (name === 'then' ? undefined : clientOf(stub, [...path, String(name)])),
    apply: (_target, _this, parameters: unknown[]) =>
      (stub as unknown as Callable).call(path, parameters) as Promise<unknown>,
  });
}
