import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WorkFolder } from '../../../src/cli/move-in/work/work-folder.ts';

async function openFolder(): Promise<WorkFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'work-'));
  const work = new WorkFolder(folder);
  onTestFinished(async () => {
    work.close();
    await rm(folder, { recursive: true });
  });
  return work;
}

const lossOf = (work: WorkFolder) =>
  work.database
    .prepare('SELECT stage FROM loss ORDER BY stage')
    .all()
    .map(({ stage }) => stage);

test('a new plan keeps the losses of reading and of pictures, and forgets its own', async () => {
  const work = await openFolder();
  for (const stage of ['read', 'pictures', 'plan'] as const)
    work.losses.add(stage, { place: {}, kind: 'field', was: stage, now: 'nothing' });
  work.forgetPlans();
  expect(lossOf(work)).toEqual(['pictures', 'read']);
});

test('a new reading forgets what readers noted, but not pictures and what was fetched of a feed', async () => {
  const work = await openFolder();
  for (const set of ['attachment', 'picture', 'uploaded', 'feed-document']) work.index.put(set, 'a', set);
  work.forgetSource();
  expect(
    ['attachment', 'picture', 'uploaded', 'feed-document'].map((set) => work.index.get(set, 'a')),
  ).toEqual([undefined, 'picture', 'uploaded', 'feed-document']);
});
