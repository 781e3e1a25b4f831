import { beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import type { PushMessage } from '../../src/platform/queue-messages.ts';
import { call, desk, drain, idsIn, read, reopen, turn, turnInstead } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
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
  await runInside(deskObject(), (_desk: Desk, state) => {
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

test('the newsroom is told of a scheduled story that appears, and once of one that cannot', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const due = new Date(Date.now() + 3_600_000).toISOString();
  for (const slug of ['bad', 'good'])
    await call('PUT', `/stories/${slug}`, record({ slug, headline: `A ${slug} one`, datePublished: due }));
  const told: string[] = [];
  const sendBatch = async (batch: Iterable<{ body: PushMessage }>) => {
    for (const { body } of batch) if (body.kind === 'notify') told.push(`${body.text} ${body.path}`);
  };
  const inStorage = (query: string) =>
    runInside(deskObject(), (_desk: Desk, { storage }) => void storage.sql.exec(query));
  const turnWhenDue = async () => {
    await inStorage("UPDATE story SET due = 0 WHERE status = 'scheduled'");
    await turnInstead({ NOTIFY_URL: 'https://hooks.example/T0', PUSH: { sendBatch } });
  };
  await inStorage("UPDATE story SET article = replace(article, '{', '<') WHERE slug = 'bad'");
  await turnWhenDue();
  await turnWhenDue();
  expect(told.sort()).toEqual([
    'The scheduled story “bad” could not be published. The server tries again every 5 minutes. /newsroom/stories/bad',
    '“A good one” was published as scheduled. /newsroom/stories/good',
  ]);
  await inStorage("UPDATE story SET article = replace(article, '<', '{') WHERE slug = 'bad'");
  await turnWhenDue();
  expect(told[2]).toBe('“A bad one” was published as scheduled. /newsroom/stories/bad');
  vi.restoreAllMocks();
});
