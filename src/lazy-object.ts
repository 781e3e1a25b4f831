import { DurableObject } from 'cloudflare:workers';
import type { Env } from './env.ts';

/** The names of a class's own methods, without those of every Durable Object. */
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
 * Makes the class of a Durable Object whose code is loaded when the first such object wakes, so that an isolate that only serves
 * readers never loads it. If the code cannot be loaded, or its constructor throws, the runtime ends the object; the next call
 * starts a new one.
 *
 * @param methods all of the object's methods, because the runtime calls only those that the class has
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
