import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { watchedLineSchema } from '../../../../src/newsroom/transfer/desk/newsroom-line.ts';
import { MAX_PAGES_PER_DAY } from '../../../../src/newsroom/watch/desk/observations.ts';
import type { Verdict } from '../../../../src/newsroom/watch/desk/verdict.ts';
import { neverLookedAt } from '../../../../src/newsroom/watch/desk/watched-source.ts';
import { forPrograms } from '../../../../src/newsroom/words/translate.ts';
import { ann } from '../../../actors.ts';
import { desk, drain, drainCards, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { publish, publishStory, withdraw } from '../../../published-stories.ts';
import { aStory } from '../../../samples.ts';

beforeEach(reopen);

const [HOUR, DAY] = [3_600_000, 86_400_000];
const URL_A = 'https://paper.example/a';
const START = Date.parse('2026-11-20T10:00:00Z');
const WORDS = 'The dam holds.';
const room = () => deskOf(env).observations;
const eve = { name: 'eve', role: 'editor', person: null } as const;
const liz = { name: 'liz', role: 'writer', person: null } as const;

/** Fields of a story that quotes a source. */
const quoting = (url: string, exact: string, more: Record<string, unknown> = {}) => ({
  datePublished: '2026-11-20T10:00:00Z',
  articleBody: `Said there ([paper.example](${url})).`,
  citation: [{ url, quote: { exact, prefix: null, suffix: null }, ...more }],
});

const verdict = (kind: Verdict['kind'], fields: Partial<Verdict> = {}): Verdict => ({
  kind,
  status: 200,
  movedTo: null,
  found: [],
  missing: [],
  detail: forPrograms(`It ${kind}.`),
  ...fields,
});
const seen = verdict('answers', { found: [WORDS] });
const changed = verdict('changed', { missing: [WORDS] });
const gone = verdict('gone', { status: 404 });

const look = (found: Verdict, at: number, archive?: string | null) =>
  room().record([{ url: URL_A, verdict: found, archive }], at);
const toldOf = (slug: string) =>
  runInside(deskObject(), async (instance: Desk, { storage }) => {
    const article = storage.sql
      .exec<{ article: string }>('SELECT article FROM story WHERE slug = ?', slug)
      .one();
    return instance.callRoom('observations', (room) => room.of(JSON.parse(article.article)));
  });
const waiting = () =>
  runInside(deskObject(), (_desk: Desk, { storage }) =>
    storage.sql
      .exec<{ key: string }>('SELECT key FROM outbox ORDER BY key')
      .toArray()
      .map(({ key }) => key),
  );
const settle = async () => {
  await drain();
  await drainCards();
};

describe('a sweep', () => {
  test('finds the sources of published stories, and when each is looked at', async () => {
    await publishStory('one', quoting(URL_A, WORDS));
    await publishStory('soon', {
      ...quoting('https://paper.example/b', WORDS),
      datePublished: '2999-01-01T00:00:00Z',
    });
    await room().sweep(START);
    expect(await room().due(START + DAY - 1, 9)).toEqual([]);
    expect(await room().due(START + DAY, 9)).toEqual([
      { url: URL_A, quotes: [WORDS], seen: [], shown: null, published: START, needsCopy: true },
    ]);
  });

  test('joins what stories quote from a source, evidence too', async () => {
    await publishStory('one', quoting(URL_A, WORDS));
    await publishStory('two', {
      ...quoting(URL_A, 'Water rises.', { archivedAt: 'https://web.archive.org/web/20261120000000/x' }),
      abstract: 'The river rose by two metres.',
      evidence: [
        {
          claim: 'The river rose by two metres.',
          source: URL_A,
          quote: { exact: 'rose by two metres', prefix: null, suffix: null },
        },
      ],
    });
    await room().sweep(START);
    const [due] = await room().due(START + DAY, 9);
    expect(due?.quotes).toEqual([WORDS, 'Water rises.', 'rose by two metres']);
  });

  test('asks for no copy where every story has one', async () => {
    const archivedAt = 'https://web.archive.org/web/20261120000000/x';
    await publishStory('one', quoting(URL_A, WORDS, { archivedAt }));
    await room().sweep(START);
    expect(await room().due(START + DAY, 9)).toMatchObject([{ needsCopy: false }]);
  });

  test('looks again a day after new words are quoted', async () => {
    await publishStory('one', quoting(URL_A, WORDS));
    await room().sweep(START);
    await look(seen, START + 40 * DAY);
    expect(await room().due(START + 100 * DAY, 9)).toEqual([]);
    await publish(aStory({ slug: 'one', headline: 'About one', ...quoting(URL_A, 'Water rises.') }));
    await room().sweep(START + 41 * DAY);
    expect(await room().due(START + 42 * DAY, 9)).toMatchObject([
      { quotes: ['Water rises.'], seen: [WORDS] },
    ]);
  });

  test('forgets the sources of a withdrawn story, unless another cites them', async () => {
    await publishStory('one', quoting(URL_A, WORDS));
    await publishStory('two', quoting(URL_A, WORDS));
    await room().sweep(START);
    await withdraw('one');
    await room().sweep(START);
    expect((await room().state(START)).sources).toBe(1);
    await withdraw('two');
    await room().sweep(START);
    expect((await room().state(START)).sources).toBe(0);
  });

  test('takes in any number of stories, a few at a time, and begins anew after the last', async () => {
    const stories = Array.from({ length: 45 }, (_, n) =>
      aStory({ slug: `s-${n}`, headline: `Story ${n}`, ...quoting(`https://paper.example/${n}`, WORDS) }),
    );
    await publish(...stories);
    for (let run = 1; run <= 5; run++) await room().sweep(START);
    expect((await room().state(START)).sources).toBe(45);
    await publish(
      aStory({ slug: 's-0', headline: 'Story 0', ...quoting('https://paper.example/new', WORDS) }),
    );
    await room().sweep(START);
    expect(await room().find('https://paper.example/new')).toBeDefined();
    expect(await room().find('https://paper.example/0')).toBeUndefined();
  });

  test('takes the text that a draft was made from for a first look', async () => {
    await publishStory('one', quoting(URL_A, 'The dam “holds”.'));
    await runInside(deskObject(), (_desk: Desk, { storage }) => {
      const source = JSON.stringify({ url: URL_A, finalUrl: URL_A, text: 'Said: the dam "holds". More.' });
      storage.sql.exec(
        "INSERT INTO draft (id, name, state, version, base_slug, updated) VALUES ('d', 'one', 'published', 1, 'one', 0)",
      );
      storage.sql.exec('INSERT INTO source_text (draft, url, source) VALUES (?, ?, ?)', 'd', URL_A, source);
    });
    await room().sweep(START);
    expect(await room().due(START + DAY, 9)).toMatchObject([{ seen: ['The dam “holds”.'] }]);
  });
});

describe('what was found', () => {
  beforeEach(async () => {
    await publishStory('one', quoting(URL_A, WORDS));
    await publishStory('two', quoting(URL_A, 'Water rises.'));
    await room().sweep(START);
    await settle();
    await look(seen, START + DAY);
  });

  test('is told to readers once a second look has found the same, in the stories that it concerns', async () => {
    await look(changed, START + 7 * DAY);
    expect(await toldOf('one')).toEqual([]);
    expect(await waiting()).toEqual([]);
    expect(await room().due(START + 7 * DAY + 6 * HOUR, 9)).toMatchObject([{ url: URL_A }]);
    await look(changed, START + 7 * DAY + 6 * HOUR);
    expect(await toldOf('one')).toMatchObject([
      { kind: 'changed', missing: [WORDS], at: '2026-11-27T10:00:00.000Z' },
    ]);
    expect(await toldOf('two')).toEqual([]);
    expect(await waiting()).toEqual(['story:one']);
  });

  test('is told at once when an editor asks for the second look', async () => {
    await look(gone, START + 7 * DAY);
    expect(await room().asked(URL_A, { actor: liz, now: START })).toMatchObject({ ok: false, why: 'role' });
    expect(await room().asked(`${URL_A}b`, { actor: eve, now: START })).toMatchObject({
      ok: false,
      why: 'missing',
    });
    expect(await room().asked(URL_A, { actor: eve, now: START })).toMatchObject({
      ok: true,
      look: { url: URL_A },
    });
    await room().record([{ url: URL_A, verdict: gone, isAsked: true }], START + 7 * DAY + 60_000);
    expect(await toldOf('one')).toMatchObject([{ kind: 'gone' }]);
  });

  test('is not told while two looks that call the page gone saw different things', async () => {
    const [missing, front] = ['The page says “Not found”.', 'The address leads to the front page.'].map(
      (detail) => verdict('gone', { detail: forPrograms(detail) }),
    ) as [Verdict, Verdict];
    await look(missing, START + 7 * DAY);
    await look(front, START + 8 * DAY);
    await look(missing, START + 9 * DAY);
    expect(await toldOf('one')).toEqual([]);
    await look(missing, START + 10 * DAY);
    expect(await toldOf('one')).toMatchObject([{ kind: 'gone', at: '2026-11-29T10:00:00.000Z' }]);
  });

  test('is a new address once two looks have led there, and then the page is no longer gone', async () => {
    const moved = (movedTo: string) => verdict('moved', { movedTo, found: [WORDS] });
    await look(gone, START + 7 * DAY);
    await look(gone, START + 8 * DAY);
    await look(moved('https://paper.example/b'), START + 30 * DAY);
    expect(await toldOf('one')).toEqual([]);
    await look(moved('https://paper.example/c'), START + 31 * DAY);
    expect(await toldOf('one')).toEqual([]);
    await look(moved('https://paper.example/c'), START + 32 * DAY);
    expect(await toldOf('one')).toMatchObject([{ kind: 'moved', movedTo: 'https://paper.example/c' }]);
  });

  test('makes no revision', async () => {
    const before = await desk().revisions('one');
    await look(gone, START + 7 * DAY);
    await look(gone, START + 8 * DAY);
    await settle();
    expect(await toldOf('one')).toHaveLength(1);
    expect(await desk().revisions('one')).toEqual(before);
  });

  test('is taken back when the page is as it was', async () => {
    await look(gone, START + 7 * DAY);
    await look(gone, START + 8 * DAY);
    await settle();
    await look(seen, START + 30 * DAY);
    expect(await toldOf('one')).toEqual([]);
    expect(await waiting()).toEqual(['story:one', 'story:two']);
  });

  test('stays when a later look tells nothing', async () => {
    await look(gone, START + 7 * DAY);
    await look(gone, START + 8 * DAY);
    await look(verdict('refused', { status: 403 }), START + 30 * DAY);
    await look(verdict('unknown', { status: 503 }), START + 31 * DAY);
    expect(await toldOf('one')).toMatchObject([{ kind: 'gone', status: 404 }]);
  });

  test('comes with an archived copy, once there is one', async () => {
    await look(gone, START + 7 * DAY, null);
    await look(gone, START + 8 * DAY);
    expect(await toldOf('one')).toMatchObject([{ archivedAt: null }]);
    expect(await room().due(START + 30 * DAY, 9)).toMatchObject([{ needsCopy: false }]);
    expect(await room().due(START + 40 * DAY, 9)).toMatchObject([{ needsCopy: true }]);
    const copy = 'https://web.archive.org/web/20261121000000/https://paper.example/a';
    await look(verdict('refused'), START + 40 * DAY, copy);
    expect(await toldOf('one')).toMatchObject([{ archivedAt: copy }]);
  });

  test('is a false alarm while later looks find the same, and comes back when they find something else', async () => {
    await look(changed, START + 7 * DAY);
    await look(changed, START + 8 * DAY);
    await settle();
    const answer = await room().dismiss(URL_A, { actor: eve, now: START + 9 * DAY });
    expect(answer).toMatchObject({
      ok: true,
      source: { listed: 'dismissed', dismissed: { by: 'eve' }, isTold: false },
    });
    expect(await toldOf('one')).toEqual([]);
    expect(await waiting()).toEqual(['story:one']);
    await look(changed, START + 30 * DAY);
    await look(changed, START + 121 * DAY);
    expect(await toldOf('one')).toEqual([]);
    await look(gone, START + 212 * DAY);
    await look(gone, START + 213 * DAY);
    expect(await toldOf('one')).toMatchObject([{ kind: 'gone' }]);
  });

  test('is told again when somebody takes the false alarm back', async () => {
    await look(gone, START + 7 * DAY);
    await look(gone, START + 8 * DAY);
    await room().dismiss(URL_A, { actor: eve, now: START + 9 * DAY });
    await room().restore(URL_A, { actor: eve, now: START + 9 * DAY });
    expect(await toldOf('one')).toMatchObject([{ kind: 'gone' }]);
  });

  test('may be dismissed by an editor, not by a writer', async () => {
    await look(gone, START + 7 * DAY);
    const options = { actor: liz, now: START + 9 * DAY };
    expect(await room().dismiss(URL_A, options)).toMatchObject({ ok: false, why: 'role' });
    expect(await room().dismiss('https://nobody.example/', { ...options, actor: ann })).toMatchObject({
      ok: false,
      why: 'missing',
      detail: expect.stringContaining('No published story cites https://nobody.example/'),
    });
  });

  test('is listed for editors, with the stories that cite it', async () => {
    await look(gone, START + 7 * DAY);
    expect(await room().list({ kinds: ['unconfirmed'], limit: 9 })).toMatchObject([
      { url: URL_A, found: '2026-11-27T10:00:00.000Z', nextLook: '2026-11-27T16:00:00.000Z', isTold: false },
    ]);
    await look(gone, START + 8 * DAY);
    const [source] = await room().list({ kinds: ['gone', 'changed'], limit: 9 });
    expect(source).toMatchObject({ listed: 'gone', status: 404, isTold: true, detail: 'It gone.' });
    expect(source?.stories).toEqual([
      { slug: 'two', headline: 'About two', quotes: ['Water rises.'] },
      { slug: 'one', headline: 'About one', quotes: [WORDS] },
    ]);
    expect((await room().state(START)).counts).toMatchObject({ gone: 1, changed: 0, unconfirmed: 0 });
  });
});

test('what earlier versions kept of a page says nothing of what stood around words', async () => {
  await publishStory('one', quoting(URL_A, WORDS));
  await room().sweep(START);
  const shown = { names: ['The dam'], length: 1000 };
  await runInside(deskObject(), (_desk: Desk, { storage }) =>
    storage.sql.exec(
      "UPDATE watched_source SET state = json_set(state, '$.shown', json(?))",
      JSON.stringify(shown),
    ),
  );
  expect(await room().due(START + DAY, 9)).toMatchObject([{ url: URL_A, shown: null }]);
  const kept = { ...neverLookedAt(URL_A, [WORDS], START), shown };
  const line = watchedLineSchema.parse({ watched: { format: 1, sources: [kept] } });
  expect(line.watched.sources).toMatchObject([{ shown: null }]);
});

test('changes at most so many pages a day, the others on the next', async () => {
  const stories = Array.from({ length: MAX_PAGES_PER_DAY + 3 }, (_, n) =>
    aStory({ slug: `s-${n}`, headline: `Story ${n}`, ...quoting(URL_A, WORDS) }),
  );
  await publish(...stories);
  for (let run = 0; run <= stories.length / 10; run++) await room().sweep(START);
  await runInside(deskObject(), (_desk: Desk, { storage }) => storage.sql.exec('DELETE FROM outbox'));
  await look(gone, START + DAY);
  await look(gone, START + DAY + 6 * HOUR);
  expect(await waiting()).toHaveLength(MAX_PAGES_PER_DAY);
  await room().sweep(START + DAY + 7 * HOUR);
  expect(await waiting()).toHaveLength(MAX_PAGES_PER_DAY);
  await room().sweep(START + 2 * DAY);
  expect(await waiting()).toHaveLength(MAX_PAGES_PER_DAY + 3);
});
