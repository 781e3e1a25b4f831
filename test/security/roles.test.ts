import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../src/newsroom/desk/desk-stub.ts';
import { submitStory } from '../../src/newsroom/desk/submit-story.ts';
import { correctStory } from '../../src/newsroom/drafts/desk/correct-story.ts';
import type { Draft } from '../../src/newsroom/drafts/desk/draft.ts';
import { publishDraft } from '../../src/newsroom/drafts/desk/publish-draft.ts';
import type { Actor } from '../../src/newsroom/people/desk/roles.ts';
import type { ExportedStory } from '../../src/newsroom/transfer/desk/export-line.ts';
import { ann, program } from '../actors.ts';
import { begin, fileOf, member, setReviewPolicy } from '../newsroom/drafts/desk/newsroom.ts';
import { call, desk, reopen } from '../newsroom.ts';
import { deskObject, runInside } from '../objects.ts';
import { aStory } from '../samples.ts';

const now = Date.now();
let exported: ExportedStory;
let draft: Draft;

beforeEach(async () => {
  await reopen();
  await call('PUT', '/stories/a-story', aStory());
  exported = JSON.parse(await (await call('GET', '/export')).text()).exported;
});

/** What changes stories, or everything. */
const changes: [string, (actor: Actor) => Promise<unknown>][] = [
  ['publish a story', (actor) => submitStory(env, aStory({ slug: 'b' }), { expected: 'new', actor, now })],
  ['change one', (actor) => submitStory(env, aStory({ headline: 'b' }), { expected: 'any', actor, now })],
  ['withdraw one', (actor) => desk().withdraw('a-story', { expected: 'any', actor, now, reason: 'x' })],
  ['restore one', (actor) => desk().restore('a-story', { expected: 'any', actor, now })],
  ['merge two', (actor) => desk().merge('a-story', { expected: 'any', actor, now, into: 'b', reason: null })],
  ['import one', (actor) => desk().importStory(exported, actor, now)],
  [
    'import a history',
    (actor) =>
      desk().importHistory({ identifier: 'tag:a,2026:b', revisions: exported.revisions }, actor, now),
  ],
  ['rebuild the site', (actor) => desk().rebuild(actor, now)],
  ['publish a draft', (actor) => publishDraft(env, { id: draft.id, version: 1, actor, now })],
];

/** What is done with a draft. */
const uses: [string, (actor: Actor) => Promise<unknown>][] = [
  ['read', (actor) => deskOf(env).drafts.find(draft.id, actor)],
  ['save', (actor) => deskOf(env).drafts.save(draft.id, { text: 'mine', version: 1, actor, now })],
  ['list the versions of', (actor) => deskOf(env).drafts.versions(draft.id, actor)],
  ['read a version of', (actor) => deskOf(env).drafts.version(draft.id, 1, actor)],
  ['discard', (actor) => deskOf(env).drafts.discard(draft.id, { version: 1, actor, now })],
  ['restore', (actor) => deskOf(env).drafts.restoreDiscarded(draft.id, { actor })],
  ['watch', (actor) => deskOf(env).presence.touch(draft.id, { actor, now })],
  [
    'move to another revision',
    (actor) =>
      deskOf(env).drafts.replaceBase(draft.id, { base: { slug: 'b', revision: 1 }, version: 1, actor, now }),
  ],
];

const state = async () => [
  await desk().findStory('a-story'),
  await desk().findStory('b'),
  await deskOf(env).drafts.find(draft.id, ann),
  (await desk().status(now)).rebuild,
];

describe('a writer, whatever role they claim', () => {
  let writer: Actor;
  beforeEach(async () => {
    writer = { ...(await member('Wanda Writer', 'writer')), role: 'admin' };
    draft = await begin(writer, 'b', fileOf('A draft'));
  });

  test.each(changes)('does not %s', async (_, change) => {
    const before = await state();
    expect(await change(writer)).toMatchObject({ ok: false, why: 'role' });
    expect(await state()).toEqual(before);
  });

  test.each(uses)('does not %s a draft of somebody else', async (_, use) => {
    draft = await begin(ann);
    const before = await state();
    expect(await use(writer)).toMatchObject({ ok: false, why: 'role' });
    expect(await state()).toEqual(before);
  });

  test('does not get the draft of somebody else by correcting its story', async () => {
    expect(await correctStory(env, { slug: 'a-story', actor: ann, now })).toMatchObject({ ok: true });
    expect(await correctStory(env, { slug: 'a-story', actor: writer, now })).toMatchObject({ why: 'role' });
  });
});

test.each(changes)('a program with the role of a writer does not %s', async (_, change) => {
  draft = await begin(program('bot', 'writer'), 'b', fileOf('A draft'));
  expect(await change(program('bot', 'writer'))).toMatchObject({ ok: false, why: 'role' });
});

describe('somebody who was removed from the newsroom', () => {
  let removed: Actor;
  beforeEach(async () => {
    removed = await member('Rea Moved', 'admin');
    draft = await begin(removed, 'b', fileOf('A draft'));
    await runInside(deskObject(), (_desk: unknown, { storage }) => {
      storage.sql.exec('UPDATE person SET removed = ? WHERE id = ?', now, removed.person);
    });
  });

  test.each([...changes, ...uses.map(([name, use]) => [`${name} their own draft`, use] as const)])(
    'does not %s',
    async (_, change) => {
      const before = await state();
      expect(await change(removed)).toMatchObject({
        ok: false,
        why: 'role',
        detail: expect.stringMatching(/^Rea Moved .*any more/),
      });
      expect(await state()).toEqual(before);
    },
  );

  test('begins no draft, and lists none', async () => {
    const text = fileOf('A draft');
    const options = { name: 'c', text, base: null, actor: removed, now };
    expect(await deskOf(env).drafts.create(options)).toMatchObject({ why: 'role' });
    expect(await deskOf(env).drafts.list({ actor: removed })).toEqual([]);
    expect(await correctStory(env, { slug: 'a-story', actor: removed, now })).toMatchObject({ why: 'role' });
  });
});

test('where stories are reviewed, an editor cannot publish one as a line of an export; an admin can', async () => {
  setReviewPolicy('one');
  const [editor, admin] = [await member('Eve Editor', 'editor'), await member('Ada Admin', 'admin')];
  const [revision] = exported.revisions;
  if (!revision) throw new Error('no revision');
  const record = { ...revision.record, slug: 'unreviewed', identifier: null };
  const { seal: _, ...unsealed } = revision;
  const forged = { ...exported, places: [], revisions: [{ ...unsealed, record }] };
  expect(await desk().importStory(forged, editor, now)).toMatchObject({ ok: false, why: 'role' });
  const identifier = exported.revisions.at(-1)?.record.identifier ?? '';
  const history = { identifier, revisions: exported.revisions };
  expect(await desk().importHistory(history, editor, now)).toMatchObject({ ok: false, why: 'role' });
  expect(await desk().findStory('unreviewed')).toBeUndefined();
  expect(await desk().importStory(exported, admin, now)).toMatchObject({ ok: true });
});
