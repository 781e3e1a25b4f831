import { machineTime, programNow, programTime } from './clock.ts';
import { strikes } from './odds.ts';

// The alarms of Durable Objects: by the program's clock, and lost, or not set as the object has ended before.

/** Until when each object sleeps, in the program's time; what the runtime knows of it is the machine's. */
const set = new Map<string, number>();

/** The machine's clock is always ahead of this. */
const AT_ONCE = 1;

/** Has the object's alarm go by the program's clock. Gives what makes it go off where it is set, and its time has come. */
export function keepTime(ctx: DurableObjectState): () => Promise<void> {
  const { storage } = ctx;
  const id = ctx.id.toString();
  const setAlarm = storage.setAlarm.bind(storage);
  const getAlarm = storage.getAlarm.bind(storage);
  storage.setAlarm = async (time) => {
    if (strikes('object-aborted-arming')) {
      // What was committed stays; that it has to be seen to, nobody knows but the scheduled job, or whoever asks again.
      await storage.sync();
      ctx.abort('aborted by the campaign, before the alarm was set');
    }
    set.set(id, Number(time));
    await setAlarm(Math.round(machineTime(Number(time))));
  };
  storage.getAlarm = async () => {
    const time = await getAlarm();
    return time === null ? null : (set.get(id) ?? Math.round(programTime(time)));
  };
  return async () => {
    const time = await storage.getAlarm();
    if (time !== null && time <= programNow()) await setAlarm(AT_ONCE);
  };
}
