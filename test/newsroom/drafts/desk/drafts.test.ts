import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Draft } from '../../../../src/newsroom/drafts/desk/draft.ts';
import type { Actor, Role } from '../../../../src/newsroom/people/desk/roles.ts';
import { ann, program } from '../../../actors.ts';
import { deskObject, runInside } from '../../../objects.ts';

const drafts = deskOf(env).drafts;
const now = Date.parse('2026-11-26T10:00:00Z');
const later = now + 60_000;

/** A person who has joined the newsroom with this role. */
async function member(name: string, role: Role): Promise<Actor> {
  const { id } = await deskOf(env).people.add({ name, role }, now);
  return { name, role, person: id };
}

async function begin(actor: Actor, text = '---\nheadline: Rates fall\n---\n'): Promise<Draft> {
  const created = await drafts.create({ name: 'rates-fall', text, base: null, actor, now });
  if (!created.ok) throw new Error(created.detail);
  return created.draft;
}

const save = (draft: Draft, text: string, actor: Actor, version = draft.version) =>
  drafts.save(draft.id, { text, version, actor, now: later });

const textOf = async ({ id }: Draft) => {
  const found = await drafts.find(id, ann);
  return found.ok ? found.draft.text : found.why;
};

test('a draft has a random id, its first version and its author', async () => {
  const writer = await member('Cleo Writer', 'writer');
  const draft = await begin(writer);
  expect(draft).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    name: 'rates-fall',
    headline: 'Rates fall',
    topics: [],
    state: 'draft',
    version: 1,
    base: null,
    authors: [{ person: writer.person, name: 'Cleo Writer' }],
    reviewer: null,
    updated: '2026-11-26T10:00:00.000Z',
    by: 'Cleo Writer',
    saved: '2026-11-26T10:00:00.000Z',
    notes: 0,
    discarded: null,
    embargo: null,
    text: '---\nheadline: Rates fall\n---\n',
  });
  expect((await begin(writer)).id).not.toBe(draft.id);
});

test.each([
  ['nothing', ''],
  ['Windows line ends and a byte order mark', '\uFEFF---\r\nheadline: x\r\n---\r\n\r\n'],
  ['spaces and tabs at the end', 'a  \n\t\n \n\n\n'],
  [
    'composed and decomposed letters, emoji and right-to-left marks',
    'é e\u0301 👩‍👩‍👧 \u202Eabc\u202C \u200F',
  ],
  ['a NUL in the middle', 'a\u0000b'],
  ['front matter that is no YAML', '---\nheadline: [\n'],
])('%s is kept byte for byte, in each version', async (_, text) => {
  const draft = await begin(ann, text);
  await save(draft, `${text}.`, ann);
  expect(await textOf(draft)).toBe(`${text}.`);
  expect(await drafts.version(draft.id, 1, ann)).toMatchObject({
    version: { text, bytes: new TextEncoder().encode(text).length },
  });
});

test('every save is a version with its author; the same text is none', async () => {
  const [writer, editor] = [await member('Vera Writer', 'writer'), await member('Ed Itor', 'editor')];
  const draft = await begin(writer, 'one');
  expect(await save(draft, 'two', editor)).toEqual({ ok: true, version: 2, state: 'draft', voided: false });
  // The answer was lost, so the browser sends it again.
  expect(await save(draft, 'two', editor)).toMatchObject({ ok: true, version: 2 });
  expect(await drafts.versions(draft.id, writer)).toEqual({
    ok: true,
    versions: [
      { version: 2, at: '2026-11-26T10:01:00.000Z', by: 'Ed Itor', bytes: 3, merged: null },
      { version: 1, at: '2026-11-26T10:00:00.000Z', by: 'Vera Writer', bytes: 3, merged: null },
    ],
  });
  expect(await drafts.find(draft.id, writer)).toMatchObject({
    draft: { authors: [{ name: 'Ed Itor' }, { name: 'Vera Writer' }], by: 'Ed Itor' },
  });
  expect(await drafts.version(draft.id, 3, writer)).toMatchObject({ ok: false, why: 'missing' });
});

test('a save that replaces what its author has not seen is refused with the current draft', async () => {
  const draft = await begin(ann, 'one');
  await save(draft, 'two', program('bob'));
  expect(await save(draft, 'mine', ann)).toMatchObject({
    ok: false,
    why: 'stale',
    detail: expect.stringMatching(/bob .*version 2 .*meanwhile/),
    current: expect.objectContaining({ version: 2, by: 'bob', text: 'two' }),
  });
  expect(await textOf(draft)).toBe('two');
});

test.each([
  ['a character too many', 'x'.repeat(1_000_001), 'size', '1,000,001 characters'],
  ['2 MB in fewer characters', '漢'.repeat(700_000), 'size', '2,100 kB'],
  ['half of a character', 'a\uD83D', 'invalid', 'half of a character'],
])('a draft with %s is refused, and the last version stays', async (_, text, why, detail) => {
  const draft = await begin(ann, 'kept');
  expect(await save(draft, text, ann)).toMatchObject({
    ok: false,
    why,
    detail: expect.stringContaining(detail),
  });
  expect(await textOf(draft)).toBe('kept');
  expect(await drafts.create({ name: 'a', text, base: null, actor: ann, now })).toMatchObject({ why });
});

test('the longest draft is stored', async () => {
  const text = '漢'.repeat(450_000) + 'x'.repeat(550_000);
  expect(await textOf(await begin(ann, text))).toBe(text);
});

test.each(['', 'Rates fall', '../secret', 'a.md', 'ä', 'a'.repeat(121)])(
  'a draft cannot have the name "%s"',
  async (name) => {
    expect(await drafts.create({ name, text: '', base: null, actor: ann, now })).toMatchObject({
      why: 'invalid',
      detail: expect.stringContaining("part of a story's address"),
    });
  },
);

test('a writer reads and changes only drafts of their own, and an editor all', async () => {
  const [one, other] = [await member('One', 'writer'), await member('Other', 'writer')];
  const editor = await member('Editor', 'editor');
  const draft = await begin(one, 'one');
  const { id } = draft;
  const refusals = await Promise.all([
    drafts.find(id, other),
    save(draft, 'two', other),
    drafts.versions(id, other),
    drafts.version(id, 1, other),
    drafts.discard(id, { version: 1, actor: other, now }),
    drafts.restoreDiscarded(id, { actor: other }),
    deskOf(env).presence.touch(id, { actor: other, now }),
  ]);
  for (const refusal of refusals) {
    expect(refusal).toMatchObject({ ok: false, why: 'role', detail: expect.stringContaining('is by One.') });
  }
  // The role that somebody claims does not matter.
  expect(await save(draft, 'two', { ...other, role: 'admin' })).toMatchObject({ why: 'role' });
  const listed = async (actor: Actor) => (await drafts.list({ actor })).some((each) => each.id === id);
  expect([await listed(one), await listed(other), await listed(editor)]).toEqual([true, false, true]);
  expect(await save(draft, 'three', editor)).toMatchObject({ ok: true });
});

test('programs with the role of a writer have drafts of their own', async () => {
  const [bot, otherBot] = [program('bot', 'writer'), program('other', 'writer')];
  const draft = await begin(bot, 'one');
  expect(await save(draft, 'two', bot)).toMatchObject({ ok: true });
  expect(await drafts.find(draft.id, otherBot)).toMatchObject({ ok: false, why: 'role' });
});

test('an unknown draft is missing', async () => {
  expect(await drafts.find('0'.repeat(32), ann)).toMatchObject({ ok: false, why: 'missing' });
});

test('lists have the newest drafts first, by state, without their text', async () => {
  const writer = await member('Lister', 'writer');
  const [first, second] = [await begin(writer, 'one'), await begin(writer, 'two')];
  await save(first, 'three', writer);
  const listed = await drafts.list({ actor: writer, state: 'draft' });
  expect(listed.map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(listed[0]).not.toHaveProperty('text');
  expect(await drafts.list({ actor: writer, state: 'approved' })).toEqual([]);
});

test('a discarded draft is in no list, and cannot be changed until it is restored', async () => {
  const writer = await member('Discarder', 'writer');
  const draft = await begin(writer, 'one');
  const { id } = draft;
  await save(draft, 'two', writer);
  expect(await drafts.discard(id, { version: 1, actor: writer, now })).toMatchObject({ why: 'stale' });
  expect(await drafts.discard(id, { version: 2, actor: writer, now: later })).toMatchObject({
    ok: true,
    draft: { discarded: '2026-11-26T10:01:00.000Z' },
  });
  expect(await drafts.list({ actor: writer })).toEqual([]);
  expect(await drafts.list({ actor: writer, discarded: true })).toMatchObject([{ id }]);
  expect(await save(draft, 'three', writer, 2)).toMatchObject({ ok: false, why: 'state' });
  expect(await drafts.restoreDiscarded(id, { actor: writer })).toMatchObject({ ok: true });
  expect(await save(draft, 'three', writer, 2)).toMatchObject({ ok: true, version: 3 });
});

test('people see who else has a draft open, for a minute', async () => {
  const draft = await begin(ann);
  const touch = (name: string, at: number) =>
    deskOf(env).presence.touch(draft.id, { actor: program(name), now: at });
  expect(await touch('ann', now)).toEqual({
    ok: true,
    version: 1,
    by: 'ann',
    at: '2026-11-26T10:00:00.000Z',
    others: [],
  });
  expect(await touch('bob', now + 30_000)).toMatchObject({
    others: [{ name: 'ann', seen: '2026-11-26T10:00:00.000Z' }],
  });
  expect(await touch('bob', now + 60_000)).toMatchObject({ others: [] });
});

test('people see where others are in a draft, and that they have it open in another window themselves', async () => {
  const draft = await begin(ann);
  const touch = (name: string, window: string, place: string, at = now) =>
    deskOf(env).presence.touch(draft.id, { actor: program(name), window, place, now: at });
  await touch('ann', 'one', 'Headline');
  await touch('ann', 'two', 'TL;DR', now + 1);
  expect(await touch('bob', 'one', 'x'.repeat(5000))).toMatchObject({
    others: [{ name: 'ann', seen: '2026-11-26T10:00:00.001Z', place: 'TL;DR' }],
  });
  const seen = await touch('ann', 'one', 'Headline', now + 2);
  expect(seen).toMatchObject({
    others: [
      { name: 'ann', place: 'TL;DR', own: true },
      { name: 'bob', place: 'x'.repeat(200) },
    ],
  });
  for (let window = 0; window < 300; window++) await touch('bob', String(window), '');
  expect(await touch('cyd', 'one', '')).toMatchObject({ others: [{ name: 'ann' }, { name: 'bob' }] });
});

test('a hundred versions take little more room than the last one, and each is there byte for byte', async () => {
  const paragraph = 'Rates fell 👩‍👩‍👧 in May.\r\n'.repeat(400);
  const texts = Array.from({ length: 100 }, (_, index) => `${paragraph}${'é'.repeat(index)}${paragraph}`);
  const draft = await begin(ann, texts[0]);
  for (const [index, text] of texts.slice(1).entries()) await save(draft, text, ann, index + 1);
  for (const [index, text] of texts.entries()) {
    expect(await drafts.version(draft.id, index + 1, ann)).toMatchObject({
      version: { text, bytes: new TextEncoder().encode(text).length },
    });
  }
  const stored = await runInside(deskObject(), (_desk: unknown, { storage }) =>
    storage.sql
      .exec<{ bytes: number }>(
        'SELECT sum(octet_length(text)) AS bytes FROM draft_version WHERE draft = ?',
        draft.id,
      )
      .one(),
  );
  expect(stored.bytes).toBeLessThan(5 * new TextEncoder().encode(texts[99]).length);
});
