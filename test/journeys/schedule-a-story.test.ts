import { runInDurableObject } from 'cloudflare:test';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../src/desk/desk.ts';
import { call, desk, drain, idsIn, read, reopen, turn } from '../newsroom.ts';
import { aStory } from '../samples.ts';

beforeEach(() => reopen());

const record = (fields: Record<string, unknown> = {}) => aStory({ keywords: ['web-feeds'], ...fields });
const ID = 'tag:edgewire.example,2026:stories/a-story';

test('a story that was withdrawn before its time stays unknown to readers, even after a rebuild', async () => {
  const due = new Date(Date.now() + 3_600_000).toISOString();
  await call('PUT', '/stories/a-story', record({ datePublished: due }));
  await call('DELETE', '/stories/a-story?reason=Secret.');
  await call('POST', '/rebuild');
  await drain();
  expect((await read('/stories/a-story')).status).toBe(404);
  expect(await (await call('POST', '/stories/a-story/restore')).json()).toMatchObject({
    status: 'scheduled',
  });
});

test('a story that cannot be read does not stop others from being published and written', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const due = new Date(Date.now() + 3_600_000).toISOString();
  for (const slug of ['bad', 'good'])
    await call('PUT', `/stories/${slug}`, record({ slug, datePublished: due }));
  await call('PUT', '/stories/a-story', record());
  await runInDurableObject(desk(), (_desk: Desk, state) => {
    state.storage.sql.exec("UPDATE story SET article = '{' WHERE slug = 'bad'");
    state.storage.sql.exec("UPDATE story SET due = 0 WHERE status = 'scheduled'");
  });
  await turn();
  await drain();
  expect(await idsIn('/feed.json')).toEqual(['tag:edgewire.example,2026:stories/good', ID]);
  expect((await desk().status(Date.now())).troubles.map(({ what }) => what).join()).toContain(
    'bad could not be published',
  );
  await call('POST', '/rebuild');
  await drain();
  expect((await desk().status(Date.now())).rebuild).toMatchObject({ isDone: true });
  vi.restoreAllMocks();
});
