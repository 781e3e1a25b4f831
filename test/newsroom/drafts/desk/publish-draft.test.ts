import { env } from 'cloudflare:workers';
import { beforeEach, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { correctStory } from '../../../../src/newsroom/drafts/desk/correct-story.ts';
import { publishDraft } from '../../../../src/newsroom/drafts/desk/publish-draft.ts';
import type { Actor } from '../../../../src/newsroom/people/desk/roles.ts';
import { ann, program } from '../../../actors.ts';
import { call, desk, drain, read, reopen } from '../../../newsroom.ts';
import { approve, begin, fileOf, find, member, now, publish, save } from './newsroom.ts';

let writer: Actor;
let editor: Actor;

beforeEach(async () => {
  await reopen();
  writer = await member('Wanda Writer', 'writer');
  editor = await member('Ed Itor', 'editor');
});

const storyAt = async (slug: string) => {
  const found = await desk().findStory(slug);
  return found && 'record' in found ? found : undefined;
};

test('a draft becomes a story, and then follows it', async () => {
  const draft = await begin(writer);
  expect(await publish(draft, editor)).toMatchObject({
    ok: true,
    slug: 'rates-fall',
    status: 'published',
    revision: 1,
  });
  expect(await storyAt('rates-fall')).toMatchObject({ record: { headline: 'Rates fall' } });
  expect(await find(draft, writer)).toMatchObject({
    state: 'published',
    base: { slug: 'rates-fall', revision: 1 },
  });
  // The answer was lost.
  expect(await publish(draft, editor)).toMatchObject({ ok: true, changed: false, revision: 1 });

  expect(await save(draft, fileOf('Rates fall again'), writer)).toMatchObject({ state: 'draft' });
  expect(await publish(draft, editor)).toMatchObject({ ok: true, revision: 2 });
  expect(await find(draft, writer)).toMatchObject({ state: 'published', base: { revision: 2 } });
});

test('a new slug in the text of a published draft renames the story', async () => {
  const draft = await begin(editor);
  await publish(draft, editor);
  await save(draft, fileOf('Rates fall', 'slug: rates-fall-in-may\n'), editor);
  expect(await publish(draft, editor)).toMatchObject({ ok: true, slug: 'rates-fall-in-may', revision: 2 });
  expect(await desk().findStory('rates-fall')).toEqual({ movedTo: 'rates-fall-in-may' });
  expect(await find(draft, editor)).toMatchObject({ base: { slug: 'rates-fall-in-may', revision: 2 } });
});

test('a draft with a time in the future is scheduled', async () => {
  const text = fileOf('Rates fall').replace('2026-11-20', '2030-11-20');
  const draft = await begin(editor, 'rates-fall', text);
  expect(await publish(draft, editor)).toMatchObject({ ok: true, status: 'scheduled' });
});

test('a writer cannot publish, and the draft stays', async () => {
  const draft = await begin(writer);
  expect(await publish(draft, writer)).toMatchObject({ ok: false, why: 'role' });
  // Nor by claiming another role.
  expect(await publish(draft, { ...writer, role: 'admin' })).toMatchObject({ ok: false, why: 'role' });
  expect(await storyAt('rates-fall')).toBeUndefined();
  expect(await find(draft, writer)).toMatchObject({ state: 'draft', version: 1 });
});

test('faults are listed with their lines', async () => {
  const draft = await begin(editor, 'rates-fall', fileOf('Rates fall', 'keywords: [A B]\n'));
  expect(await publish(draft, editor)).toMatchObject({
    ok: false,
    why: 'invalid',
    faults: [expect.objectContaining({ field: 'keywords[0]', line: 6 })],
  });
  await save(draft, fileOf('Rates fall', 'draft: true\n'), editor);
  expect(await publish(draft, editor)).toMatchObject({
    why: 'invalid',
    faults: [expect.objectContaining({ field: 'draft', line: 6 })],
  });
});

test('only the version that the editor looked at is published', async () => {
  const draft = await begin(writer);
  await save(draft, fileOf('Rates rise'), writer);
  expect(await publishDraft(env, { id: draft.id, version: 1, actor: editor, now })).toMatchObject({
    ok: false,
    why: 'stale',
    detail: expect.stringContaining('Wanda Writer saved version 2'),
  });
  expect(await storyAt('rates-fall')).toBeUndefined();
});

test('a new draft does not replace a story that has its slug', async () => {
  await call('PUT', '/stories/rates-fall', fileOf('Rates fell'));
  const draft = await begin(writer);
  expect(await publish(draft, editor)).toMatchObject({
    ok: false,
    why: 'taken',
    detail: expect.stringContaining('which ann published or changed last'),
    current: { revision: 1 },
  });
  expect(await storyAt('rates-fall')).toMatchObject({ record: { headline: 'Rates fell' } });
});

test('a draft whose story somebody else has changed is refused, stays, and can be given the new base', async () => {
  const draft = await begin(writer);
  await publish(draft, editor);
  const headers = { 'If-Match': '"1"' };
  await call('PUT', '/stories/rates-fall', fileOf('Rates fall, says bank'), { headers });
  const mine = await save(draft, fileOf('Rates fall in May'), writer);
  expect(await publish(draft, editor)).toMatchObject({
    ok: false,
    why: 'stale',
    detail: expect.stringMatching(/^ann has changed the story meanwhile\. .* is at revision 2 now\./),
    current: { revision: 2, who: 'ann' },
  });
  expect(await find(draft, writer)).toEqual(mine);

  await approve(draft, editor);
  const base = { slug: 'rates-fall', revision: 2 };
  const { version } = mine;
  const replace = (options: object) =>
    deskOf(env).drafts.replaceBase(draft.id, { base, version, actor: writer, now, ...options });
  expect(await replace({ version: 1 })).toMatchObject({ ok: false, why: 'stale' });
  expect(await replace({})).toEqual({ ok: true, state: 'draft', voided: true });
  expect(await publish(draft, editor)).toMatchObject({ ok: true, revision: 3 });
});

test('a draft cannot change another story than its base', async () => {
  const [one, other] = [await begin(editor, 'one'), await begin(editor, 'other')];
  await publish(one, editor);
  await publish(other, editor);
  const identifier = (await storyAt('other'))?.row.identifier;
  await save(one, fileOf('Rates fall', `identifier: ${identifier}\n`), editor);
  expect(await publish(one, editor)).toMatchObject({ ok: false, why: 'taken' });
  await save(one, fileOf('Rates fall', 'slug: other\n'), editor);
  expect(await publish(one, editor)).toMatchObject({ ok: false, why: 'taken' });
});

test('a discarded draft is not published', async () => {
  const draft = await begin(editor);
  await deskOf(env).drafts.discard(draft.id, { version: 1, actor: editor, now });
  expect(await publish(draft, editor)).toMatchObject({ ok: false, why: 'state' });
});

test('the revision says who wrote, approved and published it', async () => {
  const draft = await begin(writer);
  await save(draft, fileOf('Rates fall in May'), program('bot'));
  const reviewer = await member('Rita Viewer', 'editor');
  await approve(draft, reviewer);
  await publish(draft, editor);
  const { revisions } = (await (await call('GET', '/stories/rates-fall/revisions')).json()) as {
    revisions: unknown[];
  };
  const made = { who: 'Ed Itor', wrote: ['Wanda Writer', 'bot'], approved: ['Rita Viewer'] };
  expect(revisions).toEqual([expect.objectContaining(made)]);
  const detail = await (await call('GET', '/stories/rates-fall/revisions/1')).json();
  const review = { reviewedBy: { name: 'Rita Viewer' }, reviewedAt: '2026-11-26T10:02:00.000Z' };
  expect(detail).toMatchObject({
    ...made,
    record: { provenance: { abstract: review, articleBody: review } },
  });

  // Readers are told of the reviewer only.
  await drain();
  for (const suffix of ['', '.json', '/history', '/history.json']) {
    const body = await (await read(`/stories/rates-fall${suffix}`)).text();
    expect(body).not.toMatch(/Wanda Writer|Ed Itor/);
  }

  // An export has the names, and an import brings them to another server.
  const lines = await (await call('GET', '/export')).text();
  await reopen();
  await (await call('POST', '/stories', lines)).text();
  expect(await desk().revision('rates-fall', 1)).toMatchObject(made);
});

test('correcting a story begins one draft of its current text, for everybody', async () => {
  await call('PUT', '/stories/rates-fall', fileOf('Rates fall'));
  const correct = (actor: Actor) => correctStory(env, { slug: 'rates-fall', actor, now });
  const begun = await correct(writer);
  if (!begun.ok) throw new Error(begun.detail);
  const { draft } = begun;
  expect(draft).toMatchObject({ name: 'rates-fall', base: { slug: 'rates-fall', revision: 1 } });
  expect(draft.text).toContain('headline: Rates fall\n');
  expect(await correct(editor)).toMatchObject({ ok: true, draft: { id: draft.id } });
  // Nothing is changed yet.
  expect(await publish(draft, editor)).toMatchObject({ ok: true, changed: false, revision: 1 });
  await save(draft, draft.text.replace('Rates fall', 'Rates fall by 1 %'), writer);
  expect(await publish(draft, editor)).toMatchObject({ ok: true, revision: 2 });
  // The draft is the story's text, so it is corrected further, until somebody changes the story elsewhere.
  expect(await correct(writer)).toMatchObject({ draft: { id: draft.id } });
  await call('PUT', '/stories/rates-fall', fileOf('Changed'), { headers: { 'If-Match': '"2"' } });
  expect(await correct(writer)).toMatchObject({ ok: true, draft: { version: 1, base: { revision: 3 } } });
  expect(await correctStory(env, { slug: 'none', actor: writer, now })).toMatchObject({ why: 'missing' });
});

test('the draft of a correction does not claim the approval of the text before', async () => {
  const draft = await begin(writer);
  await approve(draft, editor);
  await publish(draft, editor);
  await deskOf(env).drafts.discard(draft.id, { version: 1, actor: writer, now });
  const begun = await correctStory(env, { slug: 'rates-fall', actor: writer, now });
  expect(begun).toMatchObject({ ok: true, draft: { text: expect.not.stringContaining('reviewed') } });
});

test('a withdrawn story is not corrected, and a renamed one is found', async () => {
  const draft = await begin(ann);
  await publish(draft, ann);
  await save(draft, fileOf('Rates fall', 'slug: new\n'), ann);
  await publish(draft, ann);
  const correct = () => correctStory(env, { slug: 'rates-fall', actor: ann, now });
  expect(await correct()).toMatchObject({ ok: true, draft: { id: draft.id, base: { slug: 'new' } } });
  await call('DELETE', '/stories/new?reason=wrong');
  expect(await correct()).toMatchObject({ ok: false, why: 'state' });
});
