import { expect, test } from 'vitest';
import { Notifications } from '../../../../src/newsroom/desk/publish/notifications.ts';
import { deskObject, runInside } from '../../../objects.ts';

const sent: unknown[] = [];
const queue = { sendBatch: async (messages: Iterable<unknown>) => void sent.push(...messages) } as never;
const full = { sendBatch: async () => Promise.reject(new Error('full')) } as never;

test('messages are kept until the queue takes them, and only where they are asked for', async () => {
  await runInside(deskObject(), async (_desk: unknown, { storage }) => {
    new Notifications(storage.sql, () => false).add('Unheard.', '/newsroom', 1);
    const notifications = new Notifications(storage.sql, () => true);
    expect(notifications.nextDue()).toBeUndefined();
    notifications.add('Ann approved “A”.', '/newsroom/drafts/1/review', 1);
    await expect(notifications.send(full, 1)).rejects.toThrow('full');
    expect(notifications.nextDue()).toBe(60_001);
    await notifications.send(queue, 60_001);
    expect(sent).toEqual([
      { body: { kind: 'notify', text: 'Ann approved “A”.', path: '/newsroom/drafts/1/review' } },
    ]);
    expect(notifications.nextDue()).toBeUndefined();
  });
});
