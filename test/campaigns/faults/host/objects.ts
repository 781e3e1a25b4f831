import type { Fault } from '../faults.ts';
import { pause } from './clock.ts';
import { trackWork, waitUntilIdle } from './idle.ts';
import { countFault, happens, isDue, randomUpTo } from './odds.ts';

// Calls to Durable Objects that fail by the odds, with the errors that the runtime throws.

type Method = (...parameters: unknown[]) => Promise<unknown>;
/** Every Durable Object class of the host has `abortNow`. */
type Stub = DurableObjectStub & { abortNow: () => Promise<void> } & Record<string, Method>;

/** An object is aborted at most this long after a call began, in milliseconds of the program's clock (5 of the machine's). */
const LONGEST_ABORT_DELAY = 50;

/**
 * Aborts the object after a call: as soon as it waits for anything, which may be between two commits, or a moment later. The
 * outcome of the call tells whether the abort was in time.
 */
async function abortSoon(stub: Stub, call: Promise<unknown>): Promise<void> {
  if (randomUpTo(2) < 1) await pause(randomUpTo(LONGEST_ABORT_DELAY));
  const end = stub.abortNow().catch(() => undefined);
  const isAnswered = await call.then(
    () => true,
    () => false,
  );
  countFault(isAnswered ? 'object-aborted-late' : 'object-aborted-call');
  await end;
}

function faultyStub(stub: Stub): Stub {
  return new Proxy(stub, {
    get:
      (_stub, name: string) =>
      async (...parameters: unknown[]) => {
        if (happens('object-overloaded')) {
          throw Object.assign(new Error('Durable Object is overloaded. Too many requests queued.'), {
            overloaded: true,
            remote: true,
          });
        }
        const call = trackWork(stub.id.toString(), () => stub[name]?.(...parameters));
        // Awaited below, because the runtime cancels a timer when its request ends.
        const end = isDue('object-aborted-call') ? abortSoon(stub, call) : undefined;
        const answer = await call.finally(() => end);
        if (happens('object-unanswered')) {
          throw Object.assign(new Error('Network connection lost.'), { retryable: true, remote: true });
        }
        return answer;
      },
  });
}

/** Makes a namespace whose objects fail by the odds. */
export const faultyObjects = (namespace: DurableObjectNamespace): DurableObjectNamespace =>
  ({ getByName: (name: string) => faultyStub(namespace.getByName(name) as unknown as Stub) }) as never;

/** Evicts an object once it is idle: it loses its memory and keeps its storage. Counts the fault. */
export async function evict(namespace: DurableObjectNamespace, name: string, as: Fault): Promise<void> {
  const stub = namespace.getByName(name) as unknown as Stub;
  if (!(await waitUntilIdle(stub.id.toString()))) return;
  countFault(as);
  await stub.abortNow().catch(() => undefined);
}

/** Makes a namespace whose Studio fails by the odds. */
export const faultyStudio = (namespace: DurableObjectNamespace): DurableObjectNamespace =>
  ({
    getByName: (name: string) => ({
      call: async (path: unknown, parameters: unknown) => {
        if (happens('card-overloaded')) {
          const error = new Error('Durable Object is overloaded. Requests queued for too long.');
          throw Object.assign(error, { overloaded: true, remote: true });
        }
        if (happens('card-failing')) throw new Error('Worker exceeded memory limit.');
        const picture = await (namespace.getByName(name) as unknown as Stub).call?.(path, parameters);
        if (happens('card-unanswered')) throw new Error('Network connection lost.');
        return picture;
      },
    }),
  }) as never;

/** Returns a function that aborts the object by the odds of `object-aborted-write`. */
export const abortSometimes = (ctx: DurableObjectState) => () => {
  if (happens('object-aborted-write')) ctx.abort(`aborted by the campaign (${randomUpTo(1)})`);
};
