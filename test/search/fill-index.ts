import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { desk, drain } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';

/** Writes what is pending to KV, and waits until the index of the search has it. */
export async function fillIndex(): Promise<void> {
  await drain();
  for (let round = 0; round < 50; round++) {
    const { mirrors } = await desk().status(Date.now());
    const mirror = mirrors.find(({ name }) => name === 'search');
    if (mirror && mirror.waiting === 0 && !mirror.isFilling) return;
    await runInside(deskObject(), async (instance: Desk, { storage }) => {
      storage.sql.exec('UPDATE mirror SET due = 0');
      storage.sql.exec('UPDATE mirror_change SET due = 0');
      await instance.alarm();
    });
  }
  throw new Error('The index does not follow.');
}
