import { DurableObject } from 'cloudflare:workers';
import type { Env } from './env.ts';
import type { Callable } from './object-client.ts';

type InsideClass<Inside> = new (ctx: DurableObjectState, env: Env) => Inside;

/** A deployed object: it answers to calls, to its alarm, and to requests for sockets. */
interface LazyObject extends DurableObject<Env>, Callable {
  alarm(): Promise<void>;
}

/** What an object with rooms has for calls of their methods. */
interface WithRooms {
  callRoom(room: string, call: (room: object) => unknown): unknown;
}

/** Calls a method by its name. Throws a `TypeError` if the class has no such method. */
function callMethod(object: object, method: string, parameters: unknown[]): unknown {
  const { prototype } = object.constructor;
  if (method === 'constructor' || !Object.hasOwn(prototype, method)) {
    throw new TypeError(`No method ${method}`);
  }
  return prototype[method].apply(object, parameters);
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
) => LazyObject {
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
      return (this.inside as WithRooms).callRoom(first, (room) => callMethod(room, second, parameters));
    }

    override async alarm(): Promise<void> {
      await (this.inside as DurableObject).alarm?.();
    }

    // Nobody sends a request or a message to an object that opens no sockets.

    override fetch(request: Request): Response | Promise<Response> {
      return (this.inside as Required<DurableObject>).fetch(request);
    }

    override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): void | Promise<void> {
      return (this.inside as Required<DurableObject>).webSocketMessage(socket, message);
    }

    override webSocketClose(...closed: [WebSocket, number, string, boolean]): void | Promise<void> {
      return (this.inside as Required<DurableObject>).webSocketClose(...closed);
    }

    override webSocketError(socket: WebSocket, error: unknown): void | Promise<void> {
      return (this.inside as Required<DurableObject>).webSocketError(socket, error);
    }
  };
}
