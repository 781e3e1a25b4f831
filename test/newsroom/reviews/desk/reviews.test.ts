import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { Approvals } from '../../../../src/newsroom/drafts/desk/approvals.ts';
import type { Draft } from '../../../../src/newsroom/drafts/desk/draft.ts';
import type { Actor } from '../../../../src/newsroom/people/desk/roles.ts';
import { program } from '../../../actors.ts';
import { desk, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import {
  approve,
  begin,
  fileOf,
  find,
  member,
  now,
  publish,
  save,
  setReviewPolicy,
} from '../../drafts/desk/newsroom.ts';

beforeEach(reopen);

describe('a review', () => {
  test('is asked of an editor, given, and ended by an edit', async () => {
    const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
    const draft = await begin(ann);
    const reviews = deskOf(env).reviews;
    const step = { version: 1, now };
    expect(await reviews.ask(draft.id, { ...step, reviewer: bob.person, actor: ann })).toMatchObject({
      ok: true,
    });
    expect(await find(draft, ann)).toMatchObject({ state: 'in review', reviewer: bob.person });
    expect(await reviews.approve(draft.id, { ...step, actor: bob })).toEqual({ ok: true, state: 'approved' });
    expect(await reviews.approvals(draft.id, ann)).toMatchObject({
      approvals: [{ name: 'Bob', holds: true }],
    });
    await save(draft, fileOf('Rates rise'), ann);
    expect(await reviews.approvals(draft.id, ann)).toMatchObject({
      approvals: [{ name: 'Bob', holds: false }],
    });
    const history = await reviews.history(draft.id, ann);
    expect(history.ok && history.events.map(({ kind }) => kind)).toEqual(['asked', 'approved', 'voided']);
  });

  test('by its author, by a writer or by a program is refused', async () => {
    const [ann, wim] = [await member('Ann', 'editor'), await member('Wim', 'writer')];
    const draft = await begin(ann);
    for (const actor of [ann, wim, program('bot')]) {
      const refused = await deskOf(env).reviews.approve(draft.id, { version: 1, actor, now });
      expect(refused, actor.name).toMatchObject({ ok: false, why: 'role' });
    }
  });

  test('of a version that is not the newest, or that cannot be published, is refused', async () => {
    const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
    const draft = await begin(ann, 'rates-fall', '---\nheadline: Rates fall\n---\n\nText.\n');
    const refused = await deskOf(env).reviews.approve(draft.id, { version: 1, actor: bob, now });
    expect(refused).toMatchObject({ ok: false, why: 'invalid' });
    await save(draft, fileOf('Rates fall'), ann);
    expect(await deskOf(env).reviews.approve(draft.id, { version: 1, actor: bob, now })).toMatchObject({
      why: 'stale',
    });
  });

  test('lets a story be published that needs two people, not one person twice', async () => {
    setReviewPolicy('two');
    const ann = await member('Ann', 'editor');
    const [bob, eve] = [await member('Bob', 'editor'), await member('Eve', 'admin')];
    const draft = await begin(ann);
    const approve = (actor: typeof ann, at: number) =>
      deskOf(env).reviews.approve(draft.id, { version: 1, actor, now: at });
    await approve(bob, now);
    await approve(bob, now + 1000);
    expect(await publish(draft, ann)).toMatchObject({ ok: false, why: 'review' });
    await approve(eve, now + 2000);
    expect(await publish(draft, ann)).toMatchObject({ ok: true });
    const { record } = (await desk().revision('rates-fall', 1)) ?? {};
    expect(record?.provenance.articleBody?.reviewedBy?.name).toBe('Eve');
  });

  test('that asks for changes says what, and ends an approval', async () => {
    const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
    const draft = await begin(ann);
    const step = { version: 1, actor: bob, now };
    await deskOf(env).reviews.approve(draft.id, step);
    expect(await deskOf(env).reviews.askChanges(draft.id, { ...step, note: ' ' })).toMatchObject({
      why: 'invalid',
    });
    await deskOf(env).reviews.askChanges(draft.id, { ...step, note: 'Name the minister.' });
    expect(await find(draft, ann)).toMatchObject({ state: 'changes asked' });
    expect(await deskOf(env).reviews.approvals(draft.id, ann)).toMatchObject({
      approvals: [{ holds: false }],
    });
  });
});

test('a draft is approved once as many have approved it as the newsroom asks for', async () => {
  setReviewPolicy('two');
  const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
  const eve = await member('Eve', 'editor');
  const draft = await begin(ann);
  await approve(draft, bob);
  expect(await approve(draft, bob)).toEqual({ ok: true, state: 'in review' });
  expect(await approve(draft, eve)).toEqual({ ok: true, state: 'approved' });
  expect(await deskOf(env).reviews.approvals(draft.id, ann)).toMatchObject({
    needed: 2,
    approvals: [
      { name: 'Bob', holds: true },
      { name: 'Eve', holds: true },
    ],
  });
});

test.each([
  ['text', (draft: Draft, ann: Actor) => save(draft, fileOf('Rates rise'), ann)],
  [
    'changes asked',
    (draft: Draft, _ann: Actor, _bob: Actor, eve: Actor) =>
      deskOf(env).reviews.askChanges(draft.id, { version: 1, note: 'Shorter.', actor: eve, now }),
  ],
  [
    'discarded',
    (draft: Draft, ann: Actor) => deskOf(env).drafts.discard(draft.id, { version: 1, actor: ann, now }),
  ],
  [
    'removed',
    (_draft: Draft, _ann: Actor, bob: Actor, eve: Actor) =>
      deskOf(env).people.remove(bob.person ?? '', { actor: eve, now }),
  ],
])('an approval that ended says why: %s', async (ended, end) => {
  const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
  const eve = await member('Eve', 'admin');
  const draft = await begin(ann);
  await approve(draft, bob);
  await end(draft, ann, bob, eve);
  expect(await deskOf(env).reviews.approvals(draft.id, eve)).toMatchObject({
    approvals: [{ ended, holds: false }],
  });
  expect(await holding(draft)).toEqual([]);
});

/** The names of those whose approvals count when the draft is published. */
const holding = ({ id }: Draft) =>
  runInside(deskObject(), (_desk: unknown, { storage }) =>
    new Approvals(storage.sql).ofDraft(id).map(({ name }) => name),
  );

test('a review is asked of somebody whose approval counts, with a message', async () => {
  const [ann, bob] = [await member('Ann', 'editor'), await member('Bob', 'editor')];
  const wim = await member('Wim', 'writer');
  const draft = await begin(ann);
  const ask = (reviewer: string | null, note = '') =>
    deskOf(env).reviews.ask(draft.id, { version: 1, reviewer, note, actor: ann, now });
  expect(await ask(ann.person)).toMatchObject({
    why: 'invalid',
    detail: expect.stringContaining('has written'),
  });
  expect(await ask(wim.person)).toMatchObject({
    why: 'invalid',
    detail: expect.stringContaining('is a writer'),
  });
  expect(await ask('nobody')).toMatchObject({ why: 'invalid' });
  expect(await deskOf(env).reviews.waitingFor(bob)).toEqual([]);
  expect(await ask(null, 'Is the number right?')).toMatchObject({ ok: true });
  expect(await deskOf(env).reviews.history(draft.id, ann)).toMatchObject({
    events: [{ kind: 'asked', reviewer: null, note: 'Is the number right?' }],
  });
  for (const [actor, waits] of [
    [bob, [draft.id]],
    [ann, []],
    [wim, []],
  ] as const) {
    expect(
      (await deskOf(env).reviews.waitingFor(actor)).map(({ id }) => id),
      actor.name,
    ).toEqual(waits);
  }
  const eve = await member('Eve', 'admin');
  await ask(eve.person);
  expect((await deskOf(env).reviews.waitingFor(eve)).map(({ id }) => id)).toEqual([draft.id]);
  expect(await deskOf(env).reviews.waitingFor(bob)).toEqual([]);
  const { people } = (await deskOf(env).reviews.reviewers(draft.id, ann)) as { people: { name: string }[] };
  expect(people.map(({ name }) => name)).toEqual(expect.arrayContaining(['Bob', 'Eve']));
  expect(people.map(({ name }) => name)).not.toContain('Ann');
});

test('a review of which the one who was asked has done their part, or cannot, waits for anyone', async () => {
  setReviewPolicy('two');
  const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
  const [eve, kim] = [await member('Eve', 'admin'), await member('Kim', 'editor')];
  const draft = await begin(ann);
  const waits = async (actor: Actor) => (await deskOf(env).reviews.waitingFor(actor)).length;
  const step = { version: 1, actor: ann, now };
  await deskOf(env).reviews.ask(draft.id, { ...step, reviewer: bob.person });
  expect([await waits(bob), await waits(kim)]).toEqual([1, 0]);
  await approve(draft, bob);
  expect([await waits(bob), await waits(kim)]).toEqual([0, 1]);
  await deskOf(env).reviews.ask(draft.id, { ...step, reviewer: kim.person });
  expect([await waits(kim), await waits(eve)]).toEqual([1, 0]);
  await deskOf(env).people.change(kim.person ?? '', { role: 'writer', actor: eve });
  expect([await waits(kim), await waits(eve)]).toEqual([0, 1]);
});

test('a text that says that it is a draft is not approved, because publishing it takes an edit', async () => {
  const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
  const draft = await begin(ann, 'rates-fall', fileOf('Rates fall', 'draft: true\n'));
  expect(await approve(draft, bob)).toMatchObject({
    why: 'invalid',
    detail: expect.stringContaining('It is marked as a draft'),
  });
});

test('changes can be asked of a version that its author has just replaced', async () => {
  const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
  const draft = await begin(ann);
  await save(draft, fileOf('Rates rise'), ann);
  const step = { version: 1, note: 'Name the minister.', actor: bob, now };
  expect(await deskOf(env).reviews.askChanges(draft.id, step)).toEqual({ ok: true, state: 'changes asked' });
});

describe('a note', () => {
  test('follows its words, keeps them when they are gone, and has answers', async () => {
    const [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
    const draft = await begin(ann);
    const start = draft.text.indexOf('What we think.');
    const passage = { version: 1, start, end: start + 'What we think.'.length };
    await deskOf(env).notes.add(draft.id, { ...passage, text: 'Is it?', actor: bob, now });
    const moved = await save(draft, draft.text.replace('What we', 'This is new.\n\nWhat we'), ann);
    const [note] = await notes(draft.id);
    expect(moved.text.slice(note?.position?.start, note?.position?.end)).toBe('What we think.');
    await save(draft, draft.text.replace('What we think.', 'Gone.'), ann);
    await deskOf(env).notes.reply(draft.id, note?.id ?? 0, { text: 'It was not.', actor: ann, now });
    expect(await notes(draft.id)).toMatchObject([
      { quote: 'What we think.', position: null, by: 'Bob' },
      { thread: note?.id, text: 'It was not.', by: 'Ann' },
    ]);
    expect((await find(draft, ann)).notes).toBe(1);
    await deskOf(env).notes.setResolved(draft.id, note?.id ?? 0, { isResolved: true, actor: ann, now });
    expect((await find(draft, ann)).notes).toBe(0);
    const refused = await deskOf(env).notes.add(draft.id, {
      ...passage,
      end: 1e6,
      text: 'x',
      actor: bob,
      now,
    });
    expect(refused).toMatchObject({ why: 'invalid' });
  });

  test('suggests another wording for its words, and then needs no text', async () => {
    const ann = await member('Ann', 'writer');
    const draft = await begin(ann);
    const start = draft.text.indexOf('we think');
    const passage = { version: 1, start, end: start + 'we think'.length, actor: ann, now };
    const add = (note: { text: string; suggestion: string | null; start?: null }) =>
      deskOf(env).notes.add(draft.id, { ...passage, ...note });
    expect(await add({ text: '', suggestion: 'we know' })).toMatchObject({
      ok: true,
      notes: [{ quote: 'we think', suggestion: 'we know', text: '' }],
    });
    for (const [refused, detail] of [
      [{ text: '', suggestion: null }, 'The note is empty'],
      [{ text: 'x', suggestion: 'we think' }, 'the words as they are'],
      [{ text: 'x', suggestion: ' ' }, 'The suggestion is empty'],
      [{ text: 'x', suggestion: 'we know', start: null }, 'Mark the words that it replaces'],
      [{ text: 'x', suggestion: 'x'.repeat(10_001) }, 'at most 10,000'],
      [{ text: 'x', suggestion: 'x\ud800' }, 'half of a character'],
    ] as const)
      expect(await add(refused)).toMatchObject({ ok: false, detail: expect.stringContaining(detail) });
  });

  test('of a long draft with many versions is found by its words, and the others by what changed', async () => {
    const ann = await member('Ann', 'writer');
    const filler = 'Words and more words of a long story. '.repeat(12_000);
    const draft = await begin(
      ann,
      'long',
      fileOf('Rates fall').replace('What we think.', `What we think. ${filler}`),
    );
    for (let version = 1; version <= 8; version++) {
      const { text } = await find(draft, ann);
      const start = text.indexOf('we think');
      const note = {
        version,
        start,
        end: start + 'we think'.length,
        text: `Note ${version}`,
        actor: ann,
        now,
      };
      await deskOf(env).notes.add(draft.id, note);
      await save(draft, text.replace('What', `So ${version}. What`).replace(/\n$/, ' End.\n'), ann);
    }
    const { text } = await find(draft, ann);
    const start = text.indexOf('we think');
    const placed = await notes(draft.id);
    expect(placed.map(({ position }) => position)).toEqual(
      Array.from({ length: 8 }, () => ({ start, end: start + 'we think'.length })),
    );
  });

  const notes = async (id: string) => {
    const listed = await deskOf(env).notes.list(id, program('ann'));
    return listed.ok ? listed.notes : [];
  };
});
