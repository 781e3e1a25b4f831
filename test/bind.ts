import { env } from 'cloudflare:workers';

/** Replaces some bindings of a Durable Object, or restores its own. */
export function bind(inside: object, bindings: Record<string, unknown> = {}): void {
  Object.defineProperty(inside, 'env', { value: { ...env, ...bindings }, configurable: true });
}
