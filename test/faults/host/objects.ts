import { some, strikes } from './odds.ts';

// Durable Objects as whoever calls them may find them. The errors are those that the runtime throws.

type Method = (...parameters: unknown[]) => Promise<unknown>;
/** What every class of the host adds to the program's. */
type Stub = DurableObjectStub & { abortNow: () => Promise<void> } & Record<string, Method>;

function faultyStub(stub: Stub): Stub {
  return new Proxy(stub, {
    get:
      (_stub, name: string) =>
      async (...parameters: unknown[]) => {
        if (strikes('object-overloaded')) {
          throw Object.assign(new Error('Durable Object is overloaded. Too many requests queued.'), {
            overloaded: true,
            remote: true,
          });
        }
        if (strikes('object-aborted')) stub.abortNow().catch(() => undefined);
        const answer = await stub[name]?.(...parameters);
        if (strikes('object-unanswered')) {
          throw Object.assign(new Error('Network connection lost.'), { retryable: true, remote: true });
        }
        return answer;
      },
  });
}

/** The namespace under faults. */
export const faultyObjects = (namespace: DurableObjectNamespace): DurableObjectNamespace =>
  ({ getByName: (name: string) => faultyStub(namespace.getByName(name) as unknown as Stub) }) as never;

/** Ends the object, now or hardly ever, in the midst of what it does. */
export const mayAbort = (ctx: DurableObjectState) => () => {
  if (strikes('object-aborted')) ctx.abort(`aborted by the campaign (${some(1)})`);
};
