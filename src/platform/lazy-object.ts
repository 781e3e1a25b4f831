import { DurableObject } from 'cloudflare:workers';
import type { Env } from './env.ts';

/** The names of a class's methods, except those that every Durable Object has. */
type MethodName<Inside> = {
  [Name in Exclude<keyof Inside, keyof Rpc.DurableObjectBranded>]: Inside[Name] extends (
    ...parameters: never[]
  ) => unknown
    ? Name
    : never;
}[Exclude<keyof Inside, keyof Rpc.DurableObjectBranded>] &
  string;

type InsideClass<Inside> = new (ctx: DurableObjectState, env: Env) => Inside;

type LazyClass<Inside> = new (
  ctx: DurableObjectState,
  env: Env,
) => DurableObject<Env> & Pick<Inside, MethodName<Inside>>;

/**
 * Makes the class of a Durable Object whose code is loaded when the first such object starts, so that an isolate that only serves
 * readers never loads it. If loading fails or the constructor throws, the runtime destroys the object, and the next call creates
 * a new one.
 *
 * @param methods the names of all methods of the object: the runtime can call only methods that the class has
 */
export function lazyObject<Inside extends object>(
  load: () => Promise<InsideClass<Inside>>,
  methods: Record<MethodName<Inside>, true>,
): LazyClass<Inside> {
  let loaded: InsideClass<Inside> | undefined;

  class LazyObject extends DurableObject<Env> {
    inside!: Inside;

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
  }

  for (const name of Object.keys(methods)) {
    Object.defineProperty(LazyObject.prototype, name, {
      value(this: LazyObject, ...parameters: unknown[]) {
        return (this.inside as Record<string, (...given: unknown[]) => unknown>)[name]?.(...parameters);
      },
    });
  }
  return LazyObject as unknown as LazyClass<Inside>;
}
