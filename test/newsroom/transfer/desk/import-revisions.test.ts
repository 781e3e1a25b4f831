import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { picturesOf } from '../../../../src/newsroom/pictures/desk/picture-source.ts';
import { continueBackup } from '../../../../src/newsroom/transfer/desk/backup.ts';
import { call, desk, drain, newsroom, read, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory } from '../../../samples.ts';

// Stories with more revisions than fit into a line of an export.

beforeEach(reopen);

const { BACKUPS } = env;
if (!BACKUPS) throw new Error('vitest.config.ts binds a bucket.');

/** A text of characters that take three bytes each. */
const LONG = '語'.repeat(99_000);
const DAY = 86_400_000;

/** Publishes a story, and adds earlier revisions of 300 kB each. */
async function publishWithHistory(slug: string, revisions: number): Promise<void> {
  await call('PUT', `/stories/${slug}`, aStory({ slug, headline: 'The newest', articleBody: 'Short.' }));
  await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
    const { id } = sql.exec<{ id: number }>('SELECT id FROM story WHERE slug = ?', slug).one();
    sql.exec('UPDATE revision SET revision = ? WHERE story = ?', revisions, id);
    sql.exec('UPDATE story SET revision = ? WHERE id = ?', revisions, id);
    for (let n = 1; n < revisions; n++) {
      sql.exec(
        `INSERT INTO revision SELECT story, ?1, at, who, 'change',
         json_set(record, '$.articleBody', ?2, '$.headline', ?3), NULL, NULL, NULL FROM revision WHERE story = ?4 AND revision = ?5`,
        n,
        `${n}${LONG}`,
        `Revision ${n}`,
        id,
        revisions,
      );
    }
  });
}

const exported = async () => (await (await call('GET', '/export')).text()).trim().split('\n');
const importLines = async (lines: readonly string[]) =>
  (await (await call('POST', '/stories', lines.join('\n'))).text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const numbersIn = (line: string) => {
  const { exported, history } = JSON.parse(line);
  return (exported ?? history).revisions.map(({ revision }: { revision: number }) => revision);
};
const headlineOf = async (slug: string, revision: number) => {
  const response = await call('GET', `/stories/${slug}/revisions/${revision}`);
  return ((await response.json()) as { record?: { headline: string } }).record?.headline;
};
const bytesOf = (text: string) => new TextEncoder().encode(text).byteLength;

test('40 MB of revisions are exported in lines of 4 MB, backed up, and restored unchanged', async () => {
  await call('PUT', '/stories/before', aStory({ slug: 'before' }));
  await publishWithHistory('long', 140);
  await call('PUT', '/stories/after', aStory({ slug: 'after' }));
  const lines = await exported();
  expect(Math.max(...lines.map(bytesOf))).toBeLessThan(4_100_000);
  const [, first, ...rest] = lines;
  expect(numbersIn(first ?? '').at(-1)).toBe(140);
  expect(rest.slice(0, -1).every((line) => line.startsWith('{"history":'))).toBe(true);
  expect(lines.flatMap(numbersIn).sort((a, b) => a - b)).toEqual(
    [1, 1, ...Array.from({ length: 140 }, (_, n) => n + 1)].sort((a, b) => a - b),
  );

  // One run writes ten parts.
  for (const hours of [0, 1])
    await continueBackup(BACKUPS, desk(), picturesOf(env), newsroom(), Date.now() + hours * 3_600_000);
  const { last } = (await desk().status(Date.now())).backup ?? {};
  expect(last?.stories).toBe(3);
  const parts = (await BACKUPS.list()).objects.filter(({ key }) => !key.endsWith('manifest.json'));
  expect(Math.max(...parts.map(({ size }) => size))).toBeLessThan(4_200_000);
  const backup = await (await call('GET', `/backups/${last?.name}`)).text();
  expect(backup.trim().split('\n')).toEqual(lines);

  await reopen();
  expect(await importLines(lines)).toEqual(
    lines.map((_, index) => expect.objectContaining({ line: index + 1, ok: true, changed: true })),
  );
  expect(await exported()).toEqual(lines);
});

describe('the history of a story', () => {
  test('that was imported in part is complete for readers, and continues when it is imported again', async () => {
    await publishWithHistory('long', 30);
    await drain();
    const page = await (await read('/stories/long')).text();
    const lines = await exported();
    expect(lines.length).toBeGreaterThan(2);
    await reopen();
    await importLines(lines.slice(0, 1));
    await drain();
    expect(await (await read('/stories/long')).text()).toBe(page);
    expect(await headlineOf('long', 1)).toBeUndefined();
    // A later revision on this server does not prevent importing the earlier ones.
    await call('PUT', '/stories/long', aStory({ slug: 'long' }), { headers: { 'If-Match': '"30"' } });
    const results = await importLines(lines);
    expect(results.map(({ ok }) => ok)).toEqual([false, ...lines.slice(1).map(() => true)]);
    expect(await headlineOf('long', 1)).toBe('Revision 1');
    expect((await importLines(lines.slice(1))).every(({ ok, changed }) => ok && !changed)).toBe(true);
  });

  test('is refused unless the server has the story, at a later revision', async () => {
    await publishWithHistory('long', 30);
    const [, history = ''] = await exported();
    await reopen();
    expect(await importLines([history])).toMatchObject([
      {
        ok: false,
        detail: expect.stringMatching(/ no story tag:edgewire\.example,2026:stories\/long\b/),
      },
    ]);
    await call('PUT', '/stories/long', aStory({ slug: 'long' }));
    expect(await importLines([history])).toMatchObject([
      { ok: false, detail: expect.stringMatching(/"long" .*revision 1\b/) },
    ]);
    expect(await headlineOf('long', numbersIn(history)[0])).toBeUndefined();
    const answer = await call('PUT', '/stories/long', aStory({ slug: 'long', headline: 'Goes on' }), {
      headers: { 'If-Match': '"1"' },
    });
    expect(answer.status).toBe(200);
  });

  test("is refused as a whole if one revision differs from the server's", async () => {
    await publishWithHistory('long', 30);
    const [first = '', history = ''] = await exported();
    await reopen();
    const [number] = numbersIn(history);
    await importLines([first]);
    const one = JSON.parse(history);
    one.history.revisions = one.history.revisions.slice(1);
    await importLines([JSON.stringify(one)]);
    const harmed = history.replaceAll(`"Revision ${number + 1}"`, '"Another"');
    expect(await importLines([harmed])).toMatchObject([
      { ok: false, detail: expect.stringContaining(`different revision ${number + 1} `) },
    ]);
    expect(await headlineOf('long', number)).toBeUndefined();
    expect(await headlineOf('long', number + 1)).toBe(`Revision ${number + 1}`);
  });

  test('that is invalid is refused with its faults', async () => {
    expect(await importLines(['{"history":{"identifier":" x","revisions":[]}}'])).toMatchObject([
      {
        ok: false,
        detail: 'The history is invalid.',
        faults: [{ field: 'history.identifier' }, { field: 'history.revisions' }],
      },
    ]);
  });

  test('is part of a backup that an earlier version of the program began', async () => {
    for (const slug of ['one', 'two']) await call('PUT', `/stories/${slug}`, aStory({ slug }));
    const key = 'backups/x/00001.ndjson';
    const parts = [{ key, stories: 1, bytes: 0, sha256: '' }];
    const running = { name: 'x', began: new Date().toISOString(), after: 1, parts };
    await desk().setBackupState({ last: null, running: running as never, failure: null });
    await continueBackup(BACKUPS, desk(), picturesOf(env), newsroom(), Date.now() + DAY);
    expect((await desk().status(Date.now())).backup?.last).toMatchObject({ name: 'x', stories: 2 });
  });
});
