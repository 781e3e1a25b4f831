import { env } from 'cloudflare:workers';

/** Replaces some bindings of a Durable Object, or restores its own. The loaded object inside uses them (src/platform/lazy-object.ts). */
export function bind(instance: object, bindings: Record<string, unknown> = {}): void {
  const { inside } = instance as { inside: object };
  Object.defineProperty(inside, 'env', { value: { ...env, ...bindings }, configurable: true });
}
