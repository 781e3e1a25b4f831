import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { app } from '../../../../src/app.ts';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { picturesOf } from '../../../../src/newsroom/pictures/desk/picture-source.ts';
import {
  BACKUP_LIFETIME,
  continueBackup as continueWith,
} from '../../../../src/newsroom/transfer/desk/backup.ts';
import type {
  Backup,
  BackupState,
  ExportCursor,
} from '../../../../src/newsroom/transfer/desk/backup-state.ts';
import { call, desk, drain, newsroom, read, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory, sampleStories } from '../../../samples.ts';

const HOUR = 3_600_000;
const now = Date.now();
const { BACKUPS } = env;
if (!BACKUPS) throw new Error('vitest.config.ts binds a bucket.');

const continueBackup = (bucket: R2Bucket, from: ReturnType<typeof desk>, at: number) =>
  continueWith(bucket, from, picturesOf(env), newsroom(), at);

const logged: string[] = [];
beforeEach(async () => {
  logged.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(line));
  await reopen();
});

const list = async () => ((await (await call('GET', '/backups')).json()) as { backups: Backup[] }).backups;
const state = async (at = now) => (await desk().status(at)).backup;
const put = (n: number) => call('PUT', `/stories/s-${n}`, aStory({ slug: `s-${n}` }));
const keys = async () => (await BACKUPS.list()).objects.map(({ key }) => key);

/** A bucket with some methods replaced. */
const bucketWith = (instead: Partial<R2Bucket>) =>
  new Proxy(BACKUPS, {
    get: (bucket, name) => {
      const value = Reflect.get(instead, name) ?? Reflect.get(bucket, name);
      return typeof value === 'function' ? value.bind(bucket) : value;
    },
  });

/** Returns everything that readers see of these stories. */
async function published(slugs: readonly string[]): Promise<Record<string, string>> {
  const paths = [
    '/',
    ...['', '/topics/web-feeds', '/sources/rfc-editor.org'].flatMap((scope) => [
      `${scope}/rss.xml`,
      `${scope}/atom.xml`,
      `${scope}/feed.json`,
    ]),
    '/feeds.opml',
    '/sitemap.xml',
    ...slugs.flatMap((slug) => [`/stories/${slug}`, `/stories/${slug}.json`]),
  ];
  const answers = await Promise.all(
    paths.map(async (path) => {
      const response = await read(path);
      return [path, `${response.status} ${await response.text()}`] as const;
    }),
  );
  return Object.fromEntries(answers);
}

test('a backup restored into an empty Desk makes the same pages, feeds and ids, byte for byte', async () => {
  for (const story of sampleStories) await call('PUT', `/stories/${story.slug}`, story);
  const [first, second] = sampleStories.map(({ slug }) => slug);
  await call('DELETE', `/stories/${first}?reason=It%20was%20wrong.`);
  await call('PUT', '/stories/later', aStory({ slug: 'later', datePublished: '2199-01-01T00:00:00Z' }));
  await call(
    'PUT',
    '/stories/renamed',
    { ...sampleStories[1], slug: 'renamed', formerSlugs: [second] },
    { headers: { 'If-Match': '"1"' } },
  );
  await drain();
  const slugs = [...sampleStories.map(({ slug }) => slug), 'renamed', 'later'];
  const before = await published(slugs);
  expect(before['/feed.json']).toContain('tag:edgewire.example,2026:stories/');
  const exported = await (await call('GET', '/export')).text();

  await exports.default.scheduled();
  await continueBackup(BACKUPS, desk(), now);
  const [backup] = await list();
  expect(backup?.stories).toBe(sampleStories.length + 1);
  const kept = await (await call('GET', `/backups/${backup?.name}`)).text();
  expect(kept).toBe(exported);

  await reopen();
  expect((await read(`/stories/${second}`)).status).toBe(404);
  const results = await (
    await call('POST', '/stories', kept, { headers: { 'Content-Type': 'application/x-ndjson' } })
  ).text();
  expect(results).not.toContain('"ok":false');
  await drain();
  expect(await published(slugs)).toEqual(before);
  expect(await (await call('GET', '/export')).text()).toBe(exported);
});

test('a backup is made once a day', async () => {
  await put(0);
  for (const hours of [0, 1, 23, 25, 26]) await continueBackup(BACKUPS, desk(), now + hours * HOUR);
  expect(await list()).toHaveLength(2);
  expect(await state()).toMatchObject({ last: { stories: 1 }, running: false, failure: null });
});

test('an empty Desk is not backed up, so that the newest backup can always be restored', async () => {
  await put(0);
  await continueBackup(BACKUPS, desk(), now);
  const before = await list();
  const stories = await (await call('GET', '/export')).text();
  await runInside(deskObject(), (_desk: Desk, { storage: { sql } }) => {
    for (const table of ['story', 'revision', 'note']) sql.exec(`DELETE FROM ${table}`);
  });
  expect(stories).not.toBe(await (await call('GET', '/export')).text());
  await continueBackup(BACKUPS, desk(), now + 48 * HOUR);
  expect(await list()).toEqual(before);
  expect(await state()).toEqual({ last: null, running: false, failure: null });
});

test('a backup of many stories takes several runs, and does not count before it is complete', async () => {
  for (let n = 0; n < 13; n++) await put(n);
  const small = deskOfSmallPages();
  await continueBackup(BACKUPS, small, now);
  expect(await state()).toMatchObject({ last: null, running: true });
  expect(await list()).toEqual([]);
  expect(await keys()).toHaveLength(10);
  await put(13);
  await continueBackup(BACKUPS, small, now + HOUR / 6);
  const [backup] = await list();
  expect(backup).toMatchObject({ stories: 14 });
  const text = await (await call('GET', `/backups/${backup?.name}`)).text();
  expect(text.trim().split('\n')).toHaveLength(14);
  expect(new TextEncoder().encode(text).byteLength).toBe(backup?.bytes);
});

test('backups older than 30 days are removed once a newer one is complete, not before', async () => {
  await put(0);
  await continueBackup(BACKUPS, desk(), now);
  await continueBackup(
    bucketWith({ put: () => Promise.reject(new Error('R2 is away')) }),
    desk(),
    now + BACKUP_LIFETIME + HOUR,
  );
  expect(await list()).toHaveLength(1);
  await continueBackup(BACKUPS, desk(), now + BACKUP_LIFETIME + HOUR);
  expect(await list()).toHaveLength(1);
  expect((await list())[0]?.name).toBe((await state())?.last?.name);
  expect(await keys()).toHaveLength(2);
});

/** Returns a bucket that fails after so many objects were written. */
const bucketFor = (puts: number) =>
  bucketWith({
    put: ((...values: Parameters<R2Bucket['put']>) =>
      puts-- > 0 ? BACKUPS.put(...values) : Promise.reject(new Error('R2 is away'))) as R2Bucket['put'],
  });

/** Returns a Desk whose export pages hold one story each. `between` runs before each page. */
const deskOfSmallPages = (between: (after: number) => Promise<unknown> = () => Promise.resolve()) =>
  ({
    backupState: () => desk().backupState(),
    setBackupState: (state: BackupState) => desk().setBackupState(state),
    reportTroubles: (troubles: string[], at: number) => desk().reportTroubles(troubles, at),
    pages: desk().pages,
    redirects: desk().redirects,
    exportPage: async ({ after }: ExportCursor) => {
      await between(after);
      const [line] = (await desk().exportPage({ after, before: 0 }))?.text.split('\n') ?? [];
      return line && { text: `${line}\n`, stories: 1, next: { after: after + 1, before: 0 } };
    },
  }) as unknown as ReturnType<typeof desk>;

const restored = async () => {
  const [backup] = await list();
  const text = await (await call('GET', `/backups/${backup?.name}`)).text();
  const lines = text.trim().split('\n');
  return { backup, slugs: lines.map((line) => JSON.parse(line).exported.revisions.at(-1).record.slug) };
};

describe('two runs that overlap', () => {
  test('never write different bytes under a key that a manifest lists', async () => {
    await put(0);
    await put(1);
    // While the first run waits for its second page, the story changes, and a second run begins and ends.
    let isSecond = false;
    const first = deskOfSmallPages(async (after) => {
      if (after === 0 || isSecond) return;
      isSecond = true;
      const changed = aStory({ slug: 's-0', headline: 'Changed' });
      await call('PUT', '/stories/s-0', changed, { headers: { 'If-Match': '"1"' } });
      await continueBackup(BACKUPS, deskOfSmallPages(), now);
    });
    await continueBackup(BACKUPS, first, now);
    expect((await restored()).slugs).toEqual(['s-0', 's-1']);
    const slow = deskOfSmallPages(async (after) => {
      if (after === 0) await continueBackup(BACKUPS, deskOfSmallPages(), now + 48 * HOUR);
    });
    await continueBackup(BACKUPS, slow, now + 48 * HOUR);
    expect((await restored()).slugs).toEqual(['s-0', 's-1']);
  });

  test('leave a manifest that matches its parts, whatever the slower run still writes', async () => {
    await put(0);
    await put(1);
    let isDone = false;
    // The slower run writes its first part after the other run has written the manifest.
    const late = bucketWith({
      put: (async (...values: Parameters<R2Bucket['put']>) => {
        if (!isDone) {
          isDone = true;
          const changed = aStory({ slug: 's-0', headline: 'Changed' });
          await call('PUT', '/stories/s-0', changed, { headers: { 'If-Match': '"1"' } });
          await continueBackup(BACKUPS, deskOfSmallPages(), now);
        }
        if (values[0].endsWith('manifest.json')) throw new Error('R2 is away');
        return BACKUPS.put(...values);
      }) as R2Bucket['put'],
    });
    await continueBackup(late, deskOfSmallPages(), now);
    expect((await restored()).slugs).toEqual(['s-0', 's-1']);
    expect(await state()).toMatchObject({ last: { stories: 2 }, running: false, failure: null });
  });
});

describe('a backup that fails', () => {
  const isAway = bucketWith({ put: () => Promise.reject(new Error('R2 is away')) });

  test('after some of its parts contains and counts each story once when the next run completes it', async () => {
    for (let n = 0; n < 12; n++) await put(n);
    await continueBackup(BACKUPS, deskOfSmallPages(), now);
    expect(await state()).toMatchObject({ running: true });
    await continueBackup(bucketFor(1), deskOfSmallPages(), now + HOUR / 6);
    const changed = aStory({ slug: 's-10', headline: 'Changed' });
    await call('PUT', '/stories/s-10', changed, { headers: { 'If-Match': '"1"' } });
    await continueBackup(BACKUPS, deskOfSmallPages(), now + HOUR / 3);
    const { backup, slugs } = await restored();
    expect(slugs).toEqual(Array.from({ length: 12 }, (_, n) => `s-${n}`));
    expect(backup?.stories).toBe(12);
  });

  test('to remove old backups is complete nevertheless, and is not made again', async () => {
    await put(0);
    await continueBackup(BACKUPS, desk(), now);
    const later = now + BACKUP_LIFETIME + HOUR;
    const isStuck = bucketWith({ delete: () => Promise.reject(new Error('R2 is away')) });
    await continueBackup(isStuck, desk(), later);
    expect(await state(later)).toMatchObject({ last: { stories: 1 }, running: false, failure: null });
    const { troubles } = await desk().status(later);
    expect(troubles.at(-1)?.what).toMatch(/removed .*R2 is away/);
    const before = await keys();
    await continueBackup(BACKUPS, desk(), later + HOUR / 6);
    expect(await keys()).toEqual(before);
    await continueBackup(BACKUPS, desk(), later + 25 * HOUR);
    expect(await list()).toHaveLength(2);
  });

  test('is reported in the status and in the log, and the next run makes it', async () => {
    await put(0);
    await continueBackup(isAway, desk(), now);
    const { attention, troubles } = await desk().status(now);
    expect(attention).toContainEqual(
      expect.objectContaining({ kind: 'failing backup', what: expect.stringContaining('R2 is away') }),
    );
    expect(troubles.at(-1)?.what).toMatch(/written .*R2 is away/);
    expect(logged.join()).toContain('R2 is away');
    await continueBackup(BACKUPS, desk(), now + HOUR / 6);
    expect(await state()).toMatchObject({ last: { stories: 1 }, failure: null });
  });

  test('continues where it stopped', async () => {
    await put(0);
    // The part is written, but the manifest is not.
    await continueBackup(bucketFor(1), desk(), now);
    expect(await list()).toEqual([]);
    await continueBackup(BACKUPS, desk(), now + HOUR / 6);
    const [backup] = await list();
    expect(await (await call('GET', `/backups/${backup?.name}`)).text()).toContain('"slug":"s-0"');
  });

  test('does not stop the rest of the scheduled job', async () => {
    await put(0);
    await drain();
    await env.STORIES.delete('edition:all');
    await runInside(deskObject(), (_desk: Desk, { storage }) => {
      storage.sql.exec('UPDATE printed SET at = 0');
    });
    const [part] = await keys();
    expect(part).toBeUndefined();
    await exports.default.scheduled();
    expect((await desk().status(now)).outbox.depth).toBe(1);
  });
});

test.each([
  ['is missing', (key: string) => BACKUPS.delete(key), /is missing/],
  ['was changed', (key: string) => BACKUPS.put(key, '{"exported":{}}\n'), /does not match the manifest/],
])('a backup is not opened if a part %s, and the response says what to do', async (_what, harm, says) => {
  await put(0);
  await continueBackup(BACKUPS, desk(), now);
  const [part = ''] = await keys();
  await harm(part);
  const [backup] = await list();
  const response = await call('GET', `/backups/${backup?.name}`);
  const { detail } = (await response.json()) as { detail: string };
  expect(response.status).toBe(500);
  expect(detail).toMatch(says);
  expect(detail).toContain(part);
  expect(detail).toContain('Use an older one');
});

test('the stream of a backup with a damaged part ends with an error, which is logged', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await put(0);
  await continueBackup(BACKUPS, desk(), now);
  const [part = ''] = await keys();
  const bytes = new Uint8Array((await (await BACKUPS.get(part))?.arrayBuffer()) ?? []);
  bytes[bytes.length - 2] = 0;
  await BACKUPS.put(part, bytes);
  const [backup] = await list();
  const response = await call('GET', `/backups/${backup?.name}`);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow();
  const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(lines).toContainEqual({
    request: response.headers.get('X-Request-Id'),
    event: 'backup-broke-off',
    name: backup?.name,
    error: expect.stringContaining(part),
  });
  logged.mockRestore();
});

test('an unknown name of a backup is 404', async () => {
  for (const name of ['2026-01-01T00-00-00Z', '..%2f..%2fx', 'x'.repeat(2000)]) {
    expect((await call('GET', `/backups/${name}`)).status).toBe(404);
  }
});

test('if no bucket is bound, the API says how to bind one', async () => {
  const { BACKUPS: _none, ...without } = env;
  for (const path of ['/backups', '/backups/2026-01-01T00-00-00Z']) {
    const headers = { Authorization: 'Bearer ann-token' };
    const request = new Request(`https://any.host/api${path}`, { headers });
    const response = await app.fetch(request, without as typeof env, createExecutionContext());
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('BACKUPS in wrangler.toml');
  }
});

test('if R2 cannot be read, the API says when to try again', async () => {
  const away = () => Promise.reject(new Error('R2 is away'));
  const BACKUPS = bucketWith({ list: away, get: away });
  for (const path of ['/backups', '/backups/2026-01-01T00-00-00Z']) {
    const headers = { Authorization: 'Bearer ann-token' };
    const request = new Request(`https://any.host/api${path}`, { headers });
    const response = await app.fetch(request, { ...env, BACKUPS } as typeof env, createExecutionContext());
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '5']);
  }
});
