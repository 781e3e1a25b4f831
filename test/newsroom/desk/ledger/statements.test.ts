import { beforeEach, expect, test, vi } from 'vitest';
import type { StoryHistory } from '../../../../src/site/story/history/history.ts';
import { ann } from '../../../actors.ts';
import { call, desk, drain, read, reopen } from '../../../newsroom.ts';
import { aStory, publish } from '../../../samples.ts';
import { words } from '../../../words.ts';

beforeEach(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await reopen();
});

async function change(articleBody: string): Promise<void> {
  const story = aStory({ articleBody });
  const { rendering } = publish(story);
  const result = await desk().save(story, rendering, { expected: 'any', actor: ann, now: Date.now() });
  expect(result.ok).toBe(true);
}

const readHistory = async () => (await (await read('/stories/a-story/history.json')).json()) as StoryHistory;

test('a history lists the newest 200 revisions, and says how many it leaves out', async () => {
  for (let revision = 1; revision <= 203; revision++) await change(`Text ${revision}.`);
  await drain();
  const { omitted, revisions } = await readHistory();
  expect([omitted, revisions.length]).toEqual([3, 200]);
  expect(revisions[0]?.statement).toMatchObject({
    revision: 4,
    previous: expect.stringMatching(/^sha-256:/),
  });
  expect(await (await read('/stories/a-story/history')).text()).toContain(
    'This page leaves out 3 earlier versions. The newsroom keeps them.',
  );
});

test('it has the records that fit into 500 kB, the newest first, and the statements of all', async () => {
  for (let revision = 1; revision <= 7; revision++) await change(words(16_000, revision).slice(0, 95_000));
  await drain();
  const { omitted, revisions } = await readHistory();
  expect(omitted).toBe(0);
  const records = revisions.map(({ record }) => record);
  const whole = records.filter((record) => record !== null);
  expect(records.slice(-whole.length)).toEqual(whole);
  expect(whole.length).toBeLessThan(7);
  const bytes = JSON.stringify(whole).length;
  expect(bytes).toBeGreaterThan(400_000);
  expect(bytes).toBeLessThanOrEqual(500_000);
  expect(revisions.every(({ statement }) => /^sha-256:/.test(statement.record))).toBe(true);
});

test('a story that was merged into one story, and then into another, has all of it in its history', async () => {
  await change('Text.');
  for (const slug of ['one', 'two']) await call('PUT', `/stories/${slug}`, aStory({ slug }));
  for (const slug of ['one', 'two']) {
    await call('POST', `/stories/a-story/merge?into=${slug}`);
    await drain();
    await call('POST', '/stories/a-story/restore');
    await drain();
  }
  const { revisions } = await readHistory();
  expect(revisions.map(({ statement }) => statement.action)).toEqual([
    'publish',
    'merge',
    'restore',
    'merge',
    'restore',
  ]);
});
