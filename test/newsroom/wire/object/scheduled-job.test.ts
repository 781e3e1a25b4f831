import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Env } from '../../../../src/platform/env.ts';
import Worker from '../../../../src/worker.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside, standInsWith } from '../../../objects.ts';
import { publish } from '../../../published-stories.ts';
import { aStory } from '../../../samples.ts';

beforeEach(reopen);

test('the scheduled job does what the Desk has to do even if the wire cannot be woken', async () => {
  await publish(aStory({ slug: 'later', datePublished: '2199-01-01T00:00:00Z' }));
  const inDesk = <T>(read: (state: DurableObjectState) => Promise<T>) =>
    runInside(deskObject(), (_desk, state) => read(state));
  await inDesk((state) => state.storage.deleteAlarm());
  const wire = { wake: () => Promise.reject(new Error('The object is overloaded.')) };
  const broken = { ...env, WIRE: standInsWith(wire) } as unknown as Env;
  const job = new Worker(createExecutionContext() as never, broken as never).scheduled();
  await expect(job).rejects.toThrow('The object is overloaded.');
  expect(await inDesk((state) => state.storage.getAlarm())).toBeGreaterThan(0);
});
