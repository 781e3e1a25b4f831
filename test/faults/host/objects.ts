import { pause } from './clock.ts';
import { note, some, strikes, threatens } from './odds.ts';

// Durable Objects as whoever calls them may find them. The errors are those that the runtime throws.

type Method = (...parameters: unknown[]) => Promise<unknown>;
/** What every class of the host adds to the program's. */
type Stub = DurableObjectStub & { abortNow: () => Promise<void> } & Record<string, Method>;

/** The longest time from a call to the end of its object, in milliseconds of the program's: ten of the machine's. */
const MIDST = 100;

/** Ends the object a moment after it was called: in the midst of its work, or when it has just answered. */
async function abortSoon(stub: Stub, call: Promise<unknown>): Promise<void> {
  let isUnderWay = true;
  const end = () => {
    isUnderWay = false;
  };
  call.then(end, end);
  await pause(some(MIDST));
  note(isUnderWay ? 'object-aborted-call' : 'object-aborted-late');
  await stub.abortNow().catch(() => undefined);
}

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
        const call = Promise.resolve(stub[name]?.(...parameters));
        if (threatens('object-aborted-call')) abortSoon(stub, call);
        const answer = await call;
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

/** Ends the object, now or hardly ever, at a write to KV. */
export const mayAbort = (ctx: DurableObjectState) => () => {
  if (strikes('object-aborted-write')) ctx.abort(`aborted by the campaign (${some(1)})`);
};
