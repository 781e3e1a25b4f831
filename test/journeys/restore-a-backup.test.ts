import { beforeEach, expect, test, vi } from 'vitest';
import type { Desk } from '../../src/newsroom/desk/desk.ts';
import { ann } from '../actors.ts';
import { call, desk, drain, idsIn, read, reopen, turn } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { publishStory } from '../published-stories.ts';

// How a restore differs from a copy: time has passed, and the lines are imported one after the other.

beforeEach(reopen);

const MINUTE = 60_000;

const exported = async () => (await (await call('GET', '/export')).text()).trim().split('\n');
async function importLines(lines: readonly string[]): Promise<void> {
  const results = (await (await call('POST', '/stories', lines.join('\n'))).text()).trim().split('\n');
  expect(results.map((line) => JSON.parse(line).ok)).toEqual(lines.map(() => true));
}
const slugsIn = async (path: string) => (await idsIn(path)).map((id) => id.replace(/.*\//, ''));

test('a scheduled story that became due after the backup is published after all others, and moves none', async () => {
  for (let n = 1; n <= 5; n++) await publishStory(`s-${n}`);
  const due = new Date(Date.now() + 10 * MINUTE);
  await publishStory('embargoed', { datePublished: due.toISOString() });
  for (let n = 6; n <= 70; n++) await publishStory(`s-${n}`);
  await drain();
  const lines = await exported();
  const before = await slugsIn('/archive/1/feed.json');

  await reopen();
  vi.useFakeTimers({ now: due.getTime() + MINUTE, toFake: ['Date'] });
  try {
    await importLines(lines.slice(0, 20));
    await turn('no cards');
    vi.setSystemTime(due.getTime() + 2 * MINUTE);
    await importLines(lines.slice(20));
    await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
      sql.exec("DELETE FROM outbox WHERE key LIKE 'card:%'");
    });
    await drain();
    expect((await desk().status(Date.now())).stories).toMatchObject({ scheduled: 1, published: 70 });
    // The import counts as over two minutes after its last line.
    await runInside(deskObject(), async (_desk: Desk, { storage }) => {
      // Until then, the alarm does not keep trying to publish the story.
      expect((await storage.getAlarm()) ?? 0).toBeGreaterThan(Date.now() + 1000);
    });
    vi.setSystemTime(due.getTime() + 5 * MINUTE);
    await turn('no cards');
    await drain();
  } finally {
    vi.useRealTimers();
  }
  expect((await slugsIn('/feed.json'))[0]).toBe('embargoed');
  expect(await slugsIn('/archive/1/feed.json')).toEqual(before);
});

test('a page lists the same related stories, in whatever order they are imported', async () => {
  await publishStory('one');
  await publishStory('two', { keywords: ['a'] });
  // `one` now comes after `two` in the topic, but before it in `all`.
  await publishStory('one', { keywords: ['a'] });
  await drain();
  const page = async () => (await read('/stories/one')).text();
  const before = await page();
  expect(before).toContain('About two');
  const lines = await exported();
  await reopen();
  for (const line of lines) {
    await importLines([line]);
    await drain();
  }
  expect(await page()).toBe(before);
});

test('a rebuild moves a story from a scope of an earlier version to its present one', async () => {
  await publishStory('told', { articleBody: 'Said.([w](https://www.www.example.org/x))' });
  await drain();
  await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
    for (const table of ['place', 'scope']) {
      sql.exec(`UPDATE ${table} SET scope = 'source:www.example.org' WHERE scope = 'source:example.org'`);
    }
  });
  await desk().rebuild(ann, Date.now());
  await drain();
  expect(await slugsIn('/sources/example.org/feed.json')).toEqual(['told']);
  expect(await slugsIn('/feed.json')).toEqual(['told']);
});
