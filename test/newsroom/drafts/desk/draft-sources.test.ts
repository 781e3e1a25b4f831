import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { DraftOrigin } from '../../../../src/newsroom/drafts/desk/draft-origin.ts';
import { DraftExpiry } from '../../../../src/newsroom/drafts/desk/expiry.ts';
import type { ReadSource } from '../../../../src/newsroom/drafts/desk/read-source.ts';
import { picturesOf } from '../../../../src/newsroom/pictures/desk/picture-source.ts';
import { continueBackup } from '../../../../src/newsroom/transfer/desk/backup.ts';
import { ann } from '../../../actors.ts';
import { call, desk, drain, newsroom, read, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { begin, member, now, publish } from './newsroom.ts';

beforeEach(reopen);

const DAY = 86_400_000;
/** Words that stand nowhere but in the text of a source, and in what was left out of the draft. */
const MARKER = 'quinquereme';

const source = (n: number): ReadSource => ({
  url: `https://gazette.example/${n}`,
  finalUrl: `https://www.gazette.example/${n}`,
  readAt: '2026-11-26T09:00:00.000Z',
  hash: `${n}`.padStart(64, '0'),
  name: `Report ${n}`,
  publisher: { name: 'The Gazette', url: null },
  author: [],
  datePublished: '2026-11-25',
  inLanguage: 'en',
  isAccessibleForFree: null,
  text: `The ${MARKER} of Nineveh came home.`,
  whyNoText: null,
});

const ORIGIN: DraftOrigin = {
  drafter: 'workers-ai',
  model: '@cf/google/gemma-4-26b',
  provider: 'Cloudflare',
  promptVersion: '1',
  inputs: [{ url: source(1).url, readAt: source(1).readAt, hash: source(1).hash }],
  dropped: [{ text: `A ${MARKER} sank.`, why: 'No source says that it sank.' }],
};

const run = (at: number) =>
  runInside(deskObject(), (_desk: unknown, { storage }) => new DraftExpiry(storage.sql).run(at));
const nextRun = () =>
  runInside(deskObject(), (_desk: unknown, { storage }) => new DraftExpiry(storage.sql).next());
const count = (table: string) =>
  runInside(
    deskObject(),
    (_desk: unknown, { storage }) =>
      storage.sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).one().count,
  );

test('sources are listed as they were read, in their order, and a repeated request keeps them once', async () => {
  const { id } = await begin(ann);
  await deskOf(env).draftSources.keep(id, [source(1), source(2)]);
  await deskOf(env).draftSources.keep(id, [source(1), source(2)]);
  expect(await deskOf(env).draftSources.list(id, ann)).toEqual({
    ok: true,
    sources: [source(1), source(2)].map((each) => ({ ...each, expires: null })),
  });
  expect(await deskOf(env).draftSources.origin(id)).toBeNull();
  await deskOf(env).draftSources.setOrigin(id, ORIGIN);
  await deskOf(env).draftSources.setOrigin(id, ORIGIN);
  expect(await deskOf(env).draftSources.origin(id)).toEqual(ORIGIN);
});

test('the longest text that is kept fits into a row', async () => {
  const { id } = await begin(ann);
  const long = { ...source(1), text: '鐵'.repeat(400_000) };
  await deskOf(env).draftSources.keep(id, [long]);
  expect(await deskOf(env).draftSources.list(id, ann)).toMatchObject({ sources: [{ text: long.text }] });
});

test('only who may open the draft may read its sources', async () => {
  const [wes, liz] = [await member('Wes', 'writer'), await member('Liz', 'writer')];
  const editor = await member('Ed Itor', 'editor');
  const { id } = await begin(wes);
  await deskOf(env).draftSources.keep(id, [source(1)]);
  expect(await deskOf(env).draftSources.list(id, wes)).toMatchObject({ ok: true });
  expect(await deskOf(env).draftSources.list(id, editor)).toMatchObject({ ok: true });
  expect(await deskOf(env).draftSources.list(id, liz)).toMatchObject({ ok: false, why: 'role' });
  const stranger = { name: 'Nobody', role: 'admin', person: 'no-such-person' } as const;
  expect(await deskOf(env).draftSources.list(id, stranger)).toMatchObject({ ok: false, why: 'role' });
});

test('texts are deleted 90 days after their draft, and until then only editors read them', async () => {
  const wes = await member('Wes', 'writer');
  const [gone, open] = [await begin(wes, 'gone'), await begin(wes, 'open')];
  for (const { id } of [gone, open]) {
    await deskOf(env).draftSources.keep(id, [source(1), source(2)]);
    await deskOf(env).draftSources.setOrigin(id, ORIGIN);
  }
  await deskOf(env).drafts.discard(gone.id, { version: 1, actor: wes, now });
  const deleted = now + 30 * DAY;
  expect(await nextRun()).toBe(deleted);
  await run(deleted);
  expect(await deskOf(env).draftSources.origin(gone.id)).toBeNull();
  expect(await deskOf(env).draftSources.list(gone.id, wes)).toMatchObject({ ok: false, why: 'missing' });
  const expires = new Date(deleted + 90 * DAY).toISOString();
  expect(await deskOf(env).draftSources.list(gone.id, ann)).toMatchObject({
    sources: [{ expires }, { expires }],
  });
  expect(await nextRun()).toBe(deleted + 90 * DAY);
  await run(deleted + 90 * DAY - 1);
  expect(await count('source_text')).toBe(4);
  await run(deleted + 90 * DAY);
  expect(await count('source_text')).toBe(2);
  expect(await deskOf(env).draftSources.list(gone.id, ann)).toMatchObject({ ok: false, why: 'missing' });
  expect(await deskOf(env).draftSources.list(open.id, wes)).toMatchObject({
    sources: [{ expires: null }, {}],
  });
  // Nothing is kept for a draft that is gone already.
  await deskOf(env).draftSources.keep(gone.id, [source(1)]);
  expect(await count('source_text')).toBe(2);
});

test('the alarm deletes them', async () => {
  const { id } = await begin(ann);
  await deskOf(env).draftSources.keep(id, [source(1)]);
  await deskOf(env).drafts.discard(id, { version: 1, actor: ann, now: Date.now() - 30 * DAY });
  await runInside(deskObject(), (instance: Desk) => instance.alarm());
  await runInside(deskObject(), (_desk: unknown, { storage }) => {
    storage.sql.exec('UPDATE source_text SET expires = ?', Date.now());
  });
  await runInside(deskObject(), (instance: Desk) => instance.alarm());
  expect(await count('source_text')).toBe(0);
});

test('the text of a source is in no export, no backup and nothing that readers get', async () => {
  const draft = await begin(ann);
  await deskOf(env).draftSources.keep(draft.id, [source(1)]);
  // A draft of a model would need a review.
  await deskOf(env).draftSources.setOrigin(draft.id, { ...ORIGIN, model: null });
  expect(await publish(draft, ann)).toMatchObject({ ok: true });
  await drain();

  const exported = await (await call('GET', '/export')).text();
  expect(exported).toContain('Rates fall');
  expect(exported).not.toContain(MARKER);

  const bucket = env.BACKUPS as R2Bucket;
  await continueBackup(bucket, desk(), picturesOf(env), newsroom(), Date.now());
  const { objects } = await bucket.list();
  const files = await Promise.all(objects.map(async ({ key }) => (await bucket.get(key))?.text()));
  expect(files.join()).toContain('Rates fall');
  expect(files.join()).not.toContain(MARKER);

  for (const path of [
    '/stories/rates-fall',
    '/stories/rates-fall.json',
    '/stories/rates-fall/history',
    '/feed.json',
  ]) {
    expect(await (await read(path)).text()).not.toContain(MARKER);
  }
  for (const { name } of (await env.STORIES.list()).keys) {
    expect(await env.STORIES.get(name)).not.toContain(MARKER);
  }
});
