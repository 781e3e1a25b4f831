import { env } from 'cloudflare:workers';

/** Puts bindings in the place of a Durable Object's, or its own back. What uses them is what the object has loaded (src/lazy-object.ts). */
export function bind(instance: object, bindings: Record<string, unknown> = {}): void {
  const { inside } = instance as { inside: object };
  Object.defineProperty(inside, 'env', { value: { ...env, ...bindings }, configurable: true });
}
