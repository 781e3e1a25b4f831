import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Notice } from '../../../../src/newsroom/notices/desk/notices.ts';
import type { Actor } from '../../../../src/newsroom/people/desk/roles.ts';
import { parseNewsroomLine } from '../../../../src/newsroom/transfer/desk/newsroom-line.ts';
import type { Verdict } from '../../../../src/newsroom/watch/desk/verdict.ts';
import { ENGLISH, forPrograms, textIn } from '../../../../src/newsroom/words/translate.ts';
import { ann as program } from '../../../actors.ts';
import { reopen, turn } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { publishStory } from '../../../published-stories.ts';
import { approve, begin, fileOf, member, now, publish } from '../../drafts/desk/newsroom.ts';

const DAY = 86_400_000;
const notices = () => deskOf(env).notices;

/** Makes an address for somebody. Returns what the feed there says in English, newest first. */
async function feedOf(actor: Actor, at = Date.now()): Promise<Notice[]> {
  const made = await notices().makeFeed({ actor, now: at });
  if (!made.ok) throw new Error(made.detail);
  const found = (await notices().feed(made.secret, at))?.notices ?? [];
  return found.map((notice) => ({ ...notice, title: textIn(ENGLISH, notice.title, notice.values) }));
}
const titles = async (actor: Actor, at = now + DAY) => (await feedOf(actor, at)).map(({ title }) => title);

let [ann, bob, eve, wes]: Actor[] = [];
const people = () => [ann, bob, eve, wes] as [Actor, Actor, Actor, Actor];
beforeEach(async () => {
  await reopen();
  [ann, bob] = [await member('Ann', 'writer'), await member('Bob', 'editor')];
  [eve, wes] = [await member('Eve', 'editor'), await member('Wes', 'writer')];
});

describe('people are told', () => {
  test('of a review that is asked of them, with what was said', async () => {
    const [ann, bob, eve] = people();
    const draft = await begin(ann);
    const asked = { version: 1, reviewer: bob.person, note: ' Is the\nrate right? ', actor: ann, now };
    await deskOf(env).reviews.ask(draft.id, asked);
    expect(await feedOf(bob, now + DAY)).toMatchObject([
      {
        kind: 'review asked',
        title: 'Ann asks you to review “Rates fall”.',
        words: 'Is the\nrate right?',
        path: `/newsroom/drafts/${draft.id}/review`,
        at: new Date(now).toISOString(),
      },
    ]);
    expect(await titles(eve)).toEqual([]);
    expect(await titles(ann)).toEqual([]);
  });

  test('of one that is asked of anyone, if they may give it', async () => {
    const [ann, bob, eve, wes] = people();
    const draft = await begin(ann);
    await deskOf(env).reviews.ask(draft.id, { version: 1, reviewer: null, actor: ann, now });
    for (const editor of [bob, eve])
      expect(await titles(editor)).toEqual(['Ann asks an editor to review “Rates fall”.']);
    expect(await titles(wes)).toEqual([]);
  });

  test('of approvals, requests for changes and the publication of what they have written, but not of what they did', async () => {
    const [ann, bob, eve] = people();
    const draft = await begin(ann);
    const step = { version: 1, actor: bob, now };
    await deskOf(env).reviews.askChanges(draft.id, { ...step, note: 'Shorter.' });
    await approve(draft, bob);
    await publish(draft, eve);
    expect(await titles(ann)).toEqual([
      'Eve published “Rates fall”.',
      'Bob approved “Rates fall”.',
      'Bob asks for changes to “Rates fall”.',
    ]);
    expect(await titles(bob)).toEqual([]);
    expect(await titles(eve)).toEqual([]);
    const own = await begin(eve, 'own', fileOf('Own'));
    await publish(own, eve);
    expect(await titles(eve)).toEqual([]);
  });

  test('of a scheduled story when it appears, not before', async () => {
    const [ann, bob] = people();
    const due = new Date(Date.now() + DAY).toISOString();
    const draft = await begin(ann, 'later', fileOf('Later').replace('2026-11-20T09:00:00Z', due));
    expect(await publish(draft, bob)).toMatchObject({ ok: true, status: 'scheduled' });
    expect(await titles(ann)).toEqual([]);
    await runInside(deskObject(), (_desk: unknown, { storage }) => {
      storage.sql.exec("UPDATE story SET due = 1 WHERE slug = 'later'");
    });
    await turn('no cards');
    expect((await feedOf(ann)).map(({ title }) => title)).toEqual(['“Later” was published as scheduled.']);
  });

  test('of notes and answers that mention them, if they may open the draft', async () => {
    const [ann, bob, , wes] = people();
    const draft = await begin(ann);
    const note = { version: 1, start: null, end: null, text: '@Bob, @Wes and @Ann: look.', actor: ann, now };
    const added = await deskOf(env).notes.add(draft.id, note);
    expect(added.ok && added.notes[0]?.mentions).toEqual([
      { start: 0, end: 4 },
      { start: 15, end: 19 },
    ]);
    const thread = (added.ok && added.notes[0]?.id) || 0;
    await deskOf(env).notes.reply(draft.id, thread, { text: 'Done, @ann.', actor: bob, now });
    expect(await titles(bob)).toEqual(['Ann mentions you in a note on “Rates fall”.']);
    expect(await titles(ann)).toEqual(['Bob mentions you in a note on “Rates fall”.']);
    expect(await titles(wes)).toEqual([]);
  });

  test('once of a source that is gone: those who wrote the story, or else who looks after the watch', async () => {
    const [ann, bob, eve, wes] = people();
    const url = 'https://paper.example/a';
    const source = `citation:\n  - url: ${url}\n`;
    const text = fileOf('Rates fall', source).replace('What we think.', `Said ([paper.example](${url})).`);
    await publish(await begin(ann, 'rates-fall', text), eve);
    const verdict: Verdict = {
      kind: 'gone',
      status: 404,
      movedTo: null,
      found: [],
      missing: [],
      detail: forPrograms('Gone.'),
    };
    const look = async (from: string, at: number) => {
      await deskOf(env).observations.sweep(at);
      await deskOf(env).observations.record([{ url: from, verdict }], at);
    };
    const start = Date.now() + DAY;
    for (let day = 0; day < 4; day++) await look(url, start + day * DAY);
    const told = (await feedOf(ann, start + 4 * DAY)).filter(({ kind }) => kind === 'source gone');
    expect(told.map(({ title }) => title)).toEqual([`A source of “Rates fall” is gone: ${url}`]);
    expect((await feedOf(bob, start + 4 * DAY)).length).toBe(0);
    const other = 'https://paper.example/b';
    await publishStory('by-nobody', {
      articleBody: `Said ([paper.example](${other})).`,
      citation: [{ url: other }],
    });
    for (let day = 5; day < 9; day++) await look(other, start + day * DAY);
    for (const editor of [bob, eve])
      expect((await feedOf(editor, start + 9 * DAY)).map(({ title }) => title)).toContain(
        `A source that stories cite is gone: ${other}`,
      );
    expect(await feedOf(wes, start + 9 * DAY)).toEqual([]);
  });
});

describe('what somebody chooses', () => {
  test('holds for each kind', async () => {
    const [ann, bob] = people();
    expect(await notices().choose({ approved: [] }, { actor: ann })).toEqual({ ok: true });
    const draft = await begin(ann);
    await deskOf(env).reviews.askChanges(draft.id, { version: 1, actor: bob, now, note: 'Shorter.' });
    await approve(draft, bob);
    expect(await titles(ann)).toEqual(['Bob asks for changes to “Rates fall”.']);
    expect(await notices().choose({}, { actor: program })).toMatchObject({ ok: false, why: 'role' });
  });

  test('is in a backup with the language and comes back, without the address of the feed', async () => {
    const [ann, bob] = people();
    await notices().choose({ mentioned: ['feed', 'mail'] }, { actor: ann });
    await notices().makeFeed({ actor: ann, now });
    await deskOf(env).people.chooseLanguage('pt-BR', { actor: ann });
    const { text = '' } = (await deskOf(env).people.exportPage('')) ?? {};
    expect(text).not.toMatch(/hash|secret|feed"?:/);
    const line = text.split('\n').find((each) => each.includes('"Ann"')) ?? '';
    expect(text.split('\n').find((each) => each.includes('"Bob"'))).not.toContain('notices');
    await reopen();
    const parsed = parseNewsroomLine('person', line);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
    expect(await deskOf(env).people.import(parsed.value.person, { actor: program })).toMatchObject({
      changed: true,
    });
    expect(await notices().settings(ann.person ?? '')).toEqual({
      choices: { mentioned: ['feed', 'mail'] },
      feedMade: null,
    });
    expect(await deskOf(env).people.find(ann.person ?? '')).toMatchObject({ language: 'pt-BR' });
    const earlier = parseNewsroomLine('person', line.replace('"language":"pt-BR",', ''));
    expect(earlier).toMatchObject({ ok: true, value: { person: { language: null } } });
    expect(parseNewsroomLine('person', line.replace('pt-BR', 'no such language'))).toMatchObject({
      ok: false,
    });
    expect(await notices().settings(bob.person ?? '')).toEqual({ choices: {}, feedMade: null });
  });
});

describe('the address of a feed', () => {
  const opens = async (secret: string) => (await notices().feed(secret, now)) !== undefined;
  const make = async (actor: Actor) => {
    const made = await notices().makeFeed({ actor, now });
    return made.ok ? made.secret : '';
  };

  test('ends with a newer one, with its person, and when they are signed out everywhere', async () => {
    const [ann, bob] = people();
    const admin = await member('Abel', 'admin');
    const [first, second, other] = [await make(ann), await make(ann), await make(bob)];
    expect([await opens(first), await opens(second), await opens(other)]).toEqual([false, true, true]);
    await deskOf(env).sessions.endAll(ann.person ?? '', { actor: admin, now });
    expect(await opens(second)).toBe(false);
    await deskOf(env).people.remove(bob.person ?? '', { actor: admin, now });
    expect(await opens(other)).toBe(false);
    expect(await notices().makeFeed({ actor: bob, now })).toMatchObject({ ok: false, why: 'role' });
    expect(await notices().makeFeed({ actor: program, now })).toMatchObject({ ok: false, why: 'role' });
  });

  test('is stored as a hash only', async () => {
    const secret = await make(people()[0]);
    const stored = await runInside(deskObject(), (_desk: unknown, { storage }) =>
      JSON.stringify(storage.sql.exec('SELECT * FROM notice_feed').toArray()),
    );
    expect(secret).toMatch(/^[\w-]{43}$/);
    expect(stored).not.toContain(secret);
  });
});

test('a notice is kept for 30 days, and 200 of a person', async () => {
  const [ann, bob] = people();
  const draft = await begin(ann);
  const ask = (at: number) =>
    deskOf(env).reviews.askChanges(draft.id, { version: 1, actor: bob, now: at, note: 'Shorter.' });
  for (let count = 0; count < 201; count++) await ask(now + count);
  const kept = await feedOf(ann, now + DAY);
  expect(kept).toHaveLength(200);
  expect(kept.at(-1)?.at).toBe(new Date(now + 1).toISOString());
  expect(new Set(kept.map(({ id }) => id)).size).toBe(200);
  expect(await feedOf(ann, now + 200 + 30 * DAY)).toEqual([]);
  const rows = () =>
    runInside(deskObject(), (_desk: unknown, { storage }) =>
      storage.sql.exec('SELECT id FROM notice').toArray(),
    );
  await notices().expire(now + 1 + 30 * DAY);
  expect(await rows()).toHaveLength(199);
  expect(await notices().nextExpiry()).toBe(now + 2 + 30 * DAY);
});
