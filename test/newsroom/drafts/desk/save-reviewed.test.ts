import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { DraftTable } from '../../../../src/newsroom/drafts/desk/draft-table.ts';
import type { Actor } from '../../../../src/newsroom/people/desk/roles.ts';
import { reconcile } from '../../../../src/newsroom/transfer/desk/reconcile.ts';
import { readSettings } from '../../../../src/settings/settings.ts';
import { ann, program } from '../../../actors.ts';
import { call, desk, drain, problemOf, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory } from '../../../samples.ts';
import { approve, begin, fileOf, find, member, now, publish, save, setReviewPolicy } from './newsroom.ts';

const SLUG = 'rates-fall';
let writer: Actor;
let editor: Actor;
let other: Actor;

beforeEach(async () => {
  await reopen();
  writer = await member('Wanda Writer', 'writer');
  editor = await member('Ed Itor', 'editor');
  other = await member('Olga Ther', 'editor');
});

const record = async () => (await desk().revision(SLUG, await revision()))?.record;
const revision = async () => {
  const found = await desk().findStory(SLUG);
  return found && 'row' in found ? found.row.revision : 0;
};

const put = (text: string, replaces?: number) =>
  call('PUT', `/stories/${SLUG}`, text, {
    headers: replaces === undefined ? {} : { 'If-Match': `"${replaces}"` },
  });

/** Imports a line, and returns its result. */
const importing = async (line: string) => JSON.parse(await (await call('POST', '/stories', line)).text());

/** Records that an editor asks for changes. */
const askChanges = ({ id }: { id: string }, actor: Actor) =>
  runInside(deskObject(), (_desk: unknown, { storage }) =>
    new DraftTable(storage.sql).addEvent(id, 1, { kind: 'changes asked' }, actor, now),
  );

describe('a newsroom that asks for one approval', () => {
  beforeEach(() => setReviewPolicy('one'));

  test('refuses a draft without one, and publishes it with one', async () => {
    const draft = await begin(writer);
    expect(await publish(draft, editor)).toMatchObject({
      ok: false,
      why: 'review',
      detail: expect.stringContaining('nobody has approved this text'),
    });
    expect(await find(draft, writer)).toMatchObject({ state: 'draft' });
    await approve(draft, editor);
    expect(await publish(draft, editor)).toMatchObject({ ok: true, revision: 1 });
    expect(await record()).toMatchObject({ provenance: { abstract: { reviewedBy: { name: 'Ed Itor' } } } });
  });

  test('refuses a story that comes by the API, as a record of an import, or from KV', async () => {
    const response = await put(fileOf('Rates fall'));
    expect(response.status).toBe(422);
    expect((await problemOf(response)).detail).toContain('nobody has approved this text');
    // Whatever it says of its review.
    const claim = { reviewedBy: { name: 'Nobody' }, reviewedAt: '2026-11-26T10:00:00Z', humanReviewed: true };
    const claiming = aStory({ slug: SLUG, provenance: { abstract: claim, articleBody: claim } });
    expect((await call('PUT', `/stories/${SLUG}`, claiming)).status).toBe(422);
    expect(await importing(`${JSON.stringify(claiming)}\n`)).toMatchObject({
      ok: false,
      detail: expect.stringContaining('nobody has approved this text'),
    });
    await env.STORIES.put(`story:${SLUG}`, JSON.stringify(claiming));
    await reconcile(env.STORIES, desk(), Date.now());
    expect((await desk().status(Date.now())).troubles).toMatchObject([
      { what: expect.stringContaining('nobody has approved this text') },
    ]);
    expect(await revision()).toBe(0);
  });

  test('refuses a scheduled story, too', async () => {
    const text = fileOf('Rates fall').replace('2026-11-20', '2030-11-20');
    expect((await put(text)).status).toBe(422);
  });

  test('takes what was approved by the API, and says who reviewed it', async () => {
    const draft = await begin(writer);
    await approve(draft, editor);
    expect((await put(draft.text)).status).toBe(201);
    expect(await desk().revision(SLUG, 1)).toMatchObject({
      who: 'ann',
      wrote: ['Wanda Writer'],
      approved: ['Ed Itor'],
      record: { provenance: { abstract: { reviewedBy: { name: 'Ed Itor' } } } },
    });
  });

  test('does not take another name for that of the reviewer', async () => {
    const draft = await begin(writer);
    await approve(draft, editor);
    const claim = 'provenance:\n  abstract:\n    reviewedBy:\n      name: Somebody Famous\n';
    await put(fileOf('Rates fall', claim));
    expect(await record()).toMatchObject({ provenance: { abstract: { reviewedBy: { name: 'Ed Itor' } } } });
  });

  test.each<[string, (draft: { id: string }) => Promise<unknown>]>([
    ['other text is saved', (draft) => save(draft, fileOf('Rates rise'), writer)],
    [
      'the same text is saved after other text',
      async (draft) => {
        await save(draft, fileOf('Rates rise'), writer);
        await save(draft, fileOf('Rates fall'), writer);
      },
    ],
    ['changes are asked for', (draft) => askChanges(draft, other)],
    ['the reviewer has saved a version', (draft) => save(draft, fileOf('Rates fall.'), editor)],
    [
      'the draft is discarded',
      (draft) => deskOf(env).drafts.discard(draft.id, { version: 1, actor: writer, now }),
    ],
    [
      'the reviewer was removed',
      () =>
        runInside(deskObject(), (_desk: unknown, { storage }) => {
          storage.sql.exec('UPDATE person SET removed = ? WHERE id = ?', now, editor.person);
        }),
    ],
  ])('has no approval any more once %s', async (_, change) => {
    const draft = await begin(writer);
    await approve(draft, editor);
    await change(draft);
    expect((await put(draft.text)).status).toBe(422);
  });

  test('does not count the approval of an author, of a program, or of an author’s own program', async () => {
    const own = await begin(editor);
    await approve(own, editor);
    await approve(own, program('bot'));
    expect(await publish(own, editor)).toMatchObject({ why: 'review' });
    const byProgram = await begin(program('ed itor'), 'by-program', fileOf('By a program'));
    await approve(byProgram, editor);
    expect(await publish(byProgram, editor)).toMatchObject({ why: 'review' });
  });

  test('takes a text that is published already, without another approval', async () => {
    const draft = await begin(writer);
    await approve(draft, editor);
    await publish(draft, editor);
    const published = await record();
    await save(draft, fileOf('Rates rise'), writer);
    // No approval holds any more, and the file does not say who reviewed it.
    expect(await (await put(fileOf('Rates fall'), 1)).json()).toMatchObject({ revision: 1, changed: false });
    expect(await record()).toEqual(published);
  });

  test('lets a story be renamed, and reverted to what readers have seen', async () => {
    const draft = await begin(writer);
    await approve(draft, editor);
    await publish(draft, editor);
    await save(draft, fileOf('Rates rise'), writer);
    await approve(draft, other);
    await publish(draft, editor);
    await save(draft, fileOf('Not approved'), writer);
    const before = (await desk().revision(SLUG, 1))?.record;
    const reverted = await call('PUT', `/stories/${SLUG}`, before, { headers: { 'If-Match': '"2"' } });
    expect(await reverted.json()).toMatchObject({ revision: 3, changed: true });
    expect(await desk().revision(SLUG, 3)).toMatchObject({ record: before, approved: ['Ed Itor'] });
    const renamed = { ...(before as object), slug: 'new-name', formerSlugs: [SLUG] };
    const response = await call('PUT', '/stories/new-name', renamed, { headers: { 'If-Match': '"3"' } });
    expect(await response.json()).toMatchObject({ revision: 4 });
    // But not if it says something else on the way.
    const changed = { ...renamed, slug: 'newer', headline: 'Other' };
    expect((await call('PUT', '/stories/newer', changed, { headers: { 'If-Match': '"4"' } })).status).toBe(
      422,
    );
  });

  test('does not take a revision back that readers have never seen', async () => {
    const scheduled = fileOf('Secret').replace('2026-11-20', '2030-11-20');
    const draft = await begin(writer, SLUG, scheduled);
    await approve(draft, editor);
    await publish(draft, editor);
    await save(draft, fileOf('Rates fall'), writer);
    await approve(draft, editor);
    await publish(draft, editor);
    expect((await put(scheduled.replace('2030', '2026'), 2)).status).toBe(422);
  });

  test('takes the lines of an export', async () => {
    setReviewPolicy('none');
    await put(fileOf('Rates fall'));
    await drain();
    const lines = await (await call('GET', '/export')).text();
    await reopen();
    setReviewPolicy('one');
    expect(await importing(lines)).toMatchObject({ ok: true, slug: SLUG });
  });

  test('lets a story be withdrawn and restored', async () => {
    setReviewPolicy('none');
    await put(fileOf('Rates fall'));
    setReviewPolicy('one');
    expect((await call('DELETE', `/stories/${SLUG}?reason=wrong`)).status).toBe(200);
    expect((await call('POST', `/stories/${SLUG}/restore`)).status).toBe(200);
  });
});

test('a newsroom that asks for two approvals names the second; one person’s two are one', async () => {
  setReviewPolicy('two');
  const draft = await begin(writer);
  await approve(draft, editor, now + 1000);
  await approve(draft, editor, now + 2000);
  expect(await publish(draft, ann)).toMatchObject({
    why: 'review',
    detail: expect.stringContaining('only Ed Itor'),
  });
  await approve(draft, other, now + 3000);
  await approve(draft, await member('Third', 'editor'), now + 4000);
  expect(await publish(draft, ann)).toMatchObject({ ok: true });
  expect(await desk().revision(SLUG, 1)).toMatchObject({
    approved: ['Ed Itor', 'Olga Ther', 'Third'],
    record: {
      provenance: {
        abstract: { reviewedBy: { name: 'Olga Ther' }, reviewedAt: '2026-11-26T10:00:03.000Z' },
      },
    },
  });
});

describe('a newsroom that asks for no approval', () => {
  test('publishes without one, and the record says who reviewed it', async () => {
    const claim = 'provenance:\n  abstract:\n    reviewedBy:\n      name: A Friend\n';
    const text = fileOf('Rates fall', claim);
    await publish(await begin(editor, SLUG, text), editor);
    expect(await record()).toMatchObject({ provenance: { abstract: { reviewedBy: { name: 'A Friend' } } } });
    await put(fileOf('Rates fall'), 1);
    expect(await record()).toMatchObject({ provenance: {} });
    expect(await revision()).toBe(2);
  });

  test('keeps the name of an approval when the text is sent again', async () => {
    const draft = await begin(writer);
    await approve(draft, editor);
    await publish(draft, editor);
    await save(draft, fileOf('Rates rise'), writer);
    expect(await (await put(fileOf('Rates fall'), 1)).json()).toMatchObject({ changed: false });
    expect(await record()).toMatchObject({ provenance: { abstract: { reviewedBy: { name: 'Ed Itor' } } } });
  });
});

test('a story from before the policy may be sent again, but not with another review', async () => {
  const text = (name: string) =>
    fileOf('Rates fall', `provenance:\n  abstract:\n    reviewedBy:\n      name: ${name}\n`);
  await put(text('A Friend'));
  setReviewPolicy('one');
  expect(await (await put(text('A Friend'), 1)).json()).toMatchObject({ revision: 1, changed: false });
  expect((await put(text('Somebody Famous'), 1)).status).toBe(422);
  expect((await put(fileOf('Rates fall'), 1)).status).toBe(422);
});

test('a TL;DR by AI that evidence requires to be reviewed is published once somebody has approved it', async () => {
  const { site } = readSettings(env);
  site.evidence = 'require';
  onTestFinished(() => {
    site.evidence = 'warn';
  });
  const claim = 'Exports grew by 5.9 % in 2019.';
  const fields = {
    provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
    citation: [{ url: 'https://source.example/exports', name: 'Exports' }],
    evidence: [{ claim, source: 'https://source.example/exports', quote: { exact: claim } }],
  };
  // JSON is YAML.
  const yaml = Object.entries(fields).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`);
  const text = fileOf('Exports', yaml.join('')).replace('What happened.', claim);
  const draft = await begin(writer, SLUG, text);
  expect(await publish(draft, editor)).toMatchObject({
    ok: false,
    why: 'evidence',
    faults: [expect.objectContaining({ field: 'provenance.abstract.reviewedBy' })],
  });
  await approve(draft, editor);
  expect(await publish(draft, editor)).toMatchObject({ ok: true });
});
