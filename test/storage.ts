import { reset, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

// Storage of the tests in workerd. Files of `workerd` and `program` share it.

/** The Durable Objects that were called since storage was emptied, by id. */
const called = new Map<string, { namespace: DurableObjectNamespace; name: string }>();

const prototype: DurableObjectNamespace = Object.getPrototypeOf(env.DESK);
const { getByName } = prototype;
prototype.getByName = function (name, options) {
  called.set(this.idFromName(name).toString(), { namespace: this, name });
  return getByName.call(this, name, options);
};

/** Whether something was put into R2 since storage was emptied. */
let isBucketUsed = false;

const bucket: R2Bucket = Object.getPrototypeOf(env.BACKUPS);
const { put } = bucket;
bucket.put = function (this: R2Bucket, ...parameters: unknown[]) {
  isBucketUsed = true;
  return Reflect.apply(put, this, parameters);
} as typeof put;

/**
 * Empties KV, R2 and all Durable Objects. `reset` only empties objects that are awake, as KV and R2 are objects too; this wakes those
 * that a test has evicted or not called for ten seconds.
 */
export async function emptyStorage(): Promise<void> {
  const objects = Array.from(called.values(), ({ namespace, name }) => getByName.call(namespace, name));
  await Promise.all([
    env.STORIES.list({ limit: 1 }),
    isBucketUsed && env.BACKUPS?.list({ limit: 1 }),
    ...objects.map((each) => runInDurableObject(each, (_object: unknown) => undefined)),
  ]);
  await reset();
  called.clear();
  isBucketUsed = false;
}

/** Ten years. */
const POSTPONEMENT = 10 * 365 * 86_400_000;

/** Keeps alarms from running by themselves, in the middle of a test. A test runs the alarm, and sees the time for which it was set. */
async function postponeAlarms(): Promise<void> {
  const storagePrototype: DurableObjectStorage = await runInDurableObject(
    env.DESK.getByName('main'),
    (_desk: unknown, { storage }) => Object.getPrototypeOf(storage),
  );
  const { getAlarm, setAlarm } = storagePrototype;
  storagePrototype.setAlarm = function (time, options) {
    return setAlarm.call(this, Number(time) + POSTPONEMENT, options);
  };
  storagePrototype.getAlarm = async function (options) {
    const time = await getAlarm.call(this, options);
    return time === null ? null : time - POSTPONEMENT;
  };
}

await postponeAlarms();
