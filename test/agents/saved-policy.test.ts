import { beforeAll, expect, test } from 'vitest';
import { drain, reopen, saveSettings } from '../newsroom.ts';
import { publish } from '../published-stories.ts';
import { sampleStories } from '../samples.ts';
import { ADDRESSES, get } from './rpc.ts';

beforeAll(async () => {
  await reopen();
  await publish(...sampleStories);
  await drain();
});

test('a policy that admins save under Settings takes the addresses away, and gives them back', async () => {
  await saveSettings({ usage: { search: true, aiInput: false, aiTrain: false } });
  await drain();
  for (const path of ADDRESSES) expect([path, (await get(path)).status]).toEqual([path, 404]);
  expect(await (await get('/robots.txt')).text()).not.toContain('Schemamap');
  await saveSettings({ usage: { search: true, aiInput: true, aiTrain: false } });
  await drain();
  for (const path of ADDRESSES) expect([path, (await get(path)).status === 404]).toEqual([path, false]);
});
