import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { DraftExpiry } from '../../../../src/newsroom/drafts/desk/expiry.ts';
import { ann } from '../../../actors.ts';
import { reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { approve, begin, fileOf, member, now, publish, save } from './newsroom.ts';

beforeEach(reopen);

const DAYS_30 = 30 * 86_400_000;
/** When the helpers publish. */
const published = now + 180_000;

const run = (at: number) =>
  runInside(deskObject(), (_desk: unknown, { storage }) => new DraftExpiry(storage.sql).run(at));

/** The rows of the tables of drafts. */
const rows = (): Promise<Record<string, number>> =>
  runInside(deskObject(), (_desk: unknown, { storage }) =>
    Object.fromEntries(
      ['draft', 'draft_version', 'draft_author', 'review_event', 'note_on_draft'].map((table) => [
        table,
        storage.sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).one().count,
      ]),
    ),
  );

const listed = async () => (await deskOf(env).drafts.list({ actor: ann })).map(({ name }) => name).sort();

test('a published draft is deleted after 30 days with all that belongs to it, and no other', async () => {
  const old = await begin(ann, 'old');
  await save(old, fileOf('Old'), ann);
  await approve(old, await member('Ed Itor', 'editor'));
  await publish(old, ann);
  await begin(ann, 'open');
  const again = await begin(ann, 'corrected-again');
  await publish(again, ann);
  await save(again, fileOf('Corrected'), ann);

  await run(published + DAYS_30 - 1);
  expect(await listed()).toEqual(['corrected-again', 'old', 'open']);
  await run(published + DAYS_30);
  expect(await listed()).toEqual(['corrected-again', 'open']);
  expect(await rows()).toEqual({
    draft: 2,
    draft_version: 3,
    draft_author: 2,
    // That the corrected draft was published.
    review_event: 1,
    note_on_draft: 0,
  });
});

test('a discarded draft is deleted after 30 days, unless it is restored', async () => {
  const [one, other] = [await begin(ann, 'one'), await begin(ann, 'other')];
  for (const { id } of [one, other]) await deskOf(env).drafts.discard(id, { version: 1, actor: ann, now });
  await deskOf(env).drafts.restoreDiscarded(other.id, { actor: ann });
  await run(now + DAYS_30);
  expect(await deskOf(env).drafts.find(one.id, ann)).toMatchObject({ why: 'missing' });
  expect(await deskOf(env).drafts.find(other.id, ann)).toMatchObject({ ok: true });
});

test('a draft of many versions is deleted in several runs', async () => {
  const { id } = await begin(ann);
  for (let version = 1; version < 250; version++) {
    await deskOf(env).drafts.save(id, { text: `${version}`, version, actor: ann, now });
  }
  await deskOf(env).drafts.discard(id, { version: 250, actor: ann, now });
  const left: (number | undefined)[] = [];
  for (let runs = 0; runs < 3; runs++) {
    await run(now + DAYS_30);
    left.push((await rows()).draft_version);
  }
  expect(left).toEqual([150, 50, 0]);
  expect(await rows()).toMatchObject({ draft: 0 });
});

test('the alarm is set for the next draft that is to be deleted, and deletes it', async () => {
  const { id } = await begin(ann);
  await deskOf(env).drafts.discard(id, { version: 1, actor: ann, now: Date.now() - DAYS_30 });
  const alarm = await runInside(deskObject(), (_desk: unknown, { storage }) => storage.getAlarm());
  expect(alarm).toBeLessThanOrEqual(Date.now());
  await runInside(deskObject(), (instance: Desk) => instance.alarm());
  expect(await rows()).toMatchObject({ draft: 0 });
});
