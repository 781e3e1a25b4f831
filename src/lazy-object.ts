import { DurableObject } from 'cloudflare:workers';
import type { Env } from './env.ts';

/** The names of the methods that a class adds to those of every Durable Object. */
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
 * Makes the class of a Durable Object whose program is loaded when the first of them wakes, so that an isolate that only serves
 * readers never has it. Where it cannot be loaded or does not begin, the runtime ends the object, and its next call begins anew.
 *
 * @param methods all of the object's methods: the runtime calls none that its class does not have
 */
export function lazyObject<Inside extends object>(
  load: () => Promise<InsideClass<Inside>>,
  methods: Record<MethodName<Inside>, true>,
): LazyClass<Inside> {
  let loaded: InsideClass<Inside> | undefined;

  class Thin extends DurableObject<Env> {
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
    Object.defineProperty(Thin.prototype, name, {
      value(this: Thin, ...parameters: unknown[]) {
        return (this.inside as Record<string, (...given: unknown[]) => unknown>)[name]?.(...parameters);
      },
    });
  }
  return Thin as unknown as LazyClass<Inside>;
}
