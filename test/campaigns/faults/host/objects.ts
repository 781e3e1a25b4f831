import type { Fault } from '../faults.ts';
import { pause } from './clock.ts';
import { note, some, strikes, threatens } from './odds.ts';
import { rests, working } from './rest.ts';

// Durable Objects as whoever calls them may find them. The errors are those that the runtime throws.

type Method = (...parameters: unknown[]) => Promise<unknown>;
/** What every class of the host adds to the program's. */
type Stub = DurableObjectStub & { abortNow: () => Promise<void> } & Record<string, Method>;

/** The longest time from a call to the end of its object, in milliseconds of the program's: five of the machine's. */
const MIDST = 50;

/**
 * Ends the object when it was called: as soon as it waits for anything, which is between what it commits and what it does
 * then, or a moment later. Which it was, the call's fate tells.
 */
async function abortSoon(stub: Stub, call: Promise<unknown>): Promise<void> {
  if (some(2) < 1) await pause(some(MIDST));
  const end = stub.abortNow().catch(() => undefined);
  const isAnswered = await call.then(
    () => true,
    () => false,
  );
  note(isAnswered ? 'object-aborted-late' : 'object-aborted-call');
  await end;
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
        const call = working(stub.id.toString(), () => stub[name]?.(...parameters));
        // Waited for, as a timer ends with the request that it is of.
        const end = threatens('object-aborted-call') ? abortSoon(stub, call) : undefined;
        const answer = await call.finally(() => end);
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

/** Has an object forgotten when it rests: what it had in memory is gone, what it stored is not. */
export async function evict(namespace: DurableObjectNamespace, name: string, as: Fault): Promise<void> {
  const stub = namespace.getByName(name) as unknown as Stub;
  if (!(await rests(stub.id.toString()))) return;
  note(as);
  await stub.abortNow().catch(() => undefined);
}

/** The Studio under faults; what it draws is lost now and then. */
export const faultyStudio = (namespace: DurableObjectNamespace): DurableObjectNamespace =>
  ({
    getByName: (name: string) => ({
      draw: async (card: unknown) => {
        if (strikes('card-overloaded')) {
          const error = new Error('Durable Object is overloaded. Requests queued for too long.');
          throw Object.assign(error, { overloaded: true, remote: true });
        }
        if (strikes('card-failing')) throw new Error('Worker exceeded memory limit.');
        const picture = await (namespace.getByName(name) as unknown as Stub).draw?.(card);
        if (strikes('card-unanswered')) throw new Error('Network connection lost.');
        return picture;
      },
    }),
  }) as never;

/** Ends the object, now or hardly ever, at a write to KV. */
export const mayAbort = (ctx: DurableObjectState) => () => {
  if (strikes('object-aborted-write')) ctx.abort(`aborted by the campaign (${some(1)})`);
};
