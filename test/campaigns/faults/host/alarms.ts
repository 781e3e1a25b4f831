import { machineTime, programNow, programTime } from './clock.ts';
import { happens } from './odds.ts';

// Alarms of Durable Objects. They run by the program's clock, and an object may be aborted before it sets one.

/** The time of each object's alarm by the program's clock. The runtime knows it by the machine's clock. */
const alarmTimes = new Map<string, number>();

/** A time that has always passed. */
const AT_ONCE = 1;

/** Makes the object's alarm run by the program's clock. Returns a function that fires the alarm if it is due. */
export function runAlarmsOnProgramClock(ctx: DurableObjectState): () => Promise<void> {
  const { storage } = ctx;
  const id = ctx.id.toString();
  const setAlarm = storage.setAlarm.bind(storage);
  const getAlarm = storage.getAlarm.bind(storage);
  storage.setAlarm = async (time) => {
    if (happens('object-aborted-arming')) {
      // The commit stays. Only the scheduled job or the next call can notice that the alarm is missing.
      await storage.sync();
      ctx.abort('aborted by the campaign, before the alarm was set');
    }
    alarmTimes.set(id, Number(time));
    await setAlarm(Math.round(machineTime(Number(time))));
  };
  storage.getAlarm = async () => {
    const time = await getAlarm();
    return time === null ? null : (alarmTimes.get(id) ?? Math.round(programTime(time)));
  };
  return async () => {
    const time = await storage.getAlarm();
    if (time !== null && time <= programNow()) await setAlarm(AT_ONCE);
  };
}
