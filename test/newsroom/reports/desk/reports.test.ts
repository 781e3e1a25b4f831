import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import { publishDraft } from '../../../../src/newsroom/drafts/desk/publish-draft.ts';
import { beginCorrection, findPassage } from '../../../../src/newsroom/reports/desk/begin-correction.ts';
import { ann } from '../../../actors.ts';
import { reopen, turn } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { publishStory } from '../../../published-stories.ts';
import { signIn } from '../../frame/browser.ts';

const NOW = Date.now();
const DAY = 86_400_000;
const add = (n: number, slug = 'one') =>
  deskOf(env).reports.add(slug, { passage: '', error: `Error ${n}`, name: '', wantsThanks: true }, NOW);

const waitingIds = async () =>
  (await deskOf(env).reports.list({ actor: ann, isAnswered: false, limit: 100, offset: 0 })).map(
    ({ id }) => id,
  );

/** Takes in two reports, and corrects the first. Returns the draft that was published. */
async function correctAndPublish(now = NOW) {
  for (let n = 0; n < 2; n++) await add(n);
  const begun = await beginCorrection(env, 1, { actor: ann, now });
  if (!begun.ok) throw new Error(begun.detail);
  const { id, version } = begun.draft;
  expect(await publishDraft(env, { id, version, actor: ann, now: now + 1 })).toMatchObject({ ok: true });
  return begun.draft;
}

beforeEach(async () => {
  await reopen();
  await publishStory('one');
});

describe('reports of readers', () => {
  test('of one story wait fifty at a time, and those of others are taken in meanwhile', async () => {
    await publishStory('two');
    for (let n = 0; n < 50; n++) expect(await add(n)).toEqual({ ok: true });
    expect(await add(50)).toMatchObject({ ok: false, why: 'busy' });
    expect(await add(0)).toEqual({ ok: true });
    expect(await add(0, 'two')).toEqual({ ok: true });
    expect(await deskOf(env).reports.waiting()).toBe(51);
  });

  test('wait a thousand at a time', async () => {
    await runInside(deskObject(), (_desk, { storage: { sql } }) => {
      sql.exec(`INSERT INTO reader_report (story, passage, error, thanks, at)
        SELECT 999, '', value, 0, 0 FROM json_each('[${Array.from({ length: 1000 }, (_, n) => n)}]')`);
    });
    expect(await add(1)).toMatchObject({ ok: false, why: 'busy' });
  });

  test('tell editors of the first that waits, and nobody of more, whatever their stories', async () => {
    await publishStory('two');
    const [ed, wes] = [await signIn('Ed Ito', 'editor'), await signIn('Wes Ode', 'writer')];
    for (let n = 0; n < 3; n++) await add(n, n === 1 ? 'two' : 'one');
    const told = await runInside(deskObject(), (_desk, { storage: { sql } }) =>
      sql.exec('SELECT person, kind, title_values, words FROM notice').toArray(),
    );
    expect(told).toEqual([
      {
        person: ed.person,
        kind: 'error reported',
        title_values: '{"headline":"About one"}',
        words: 'Error 0',
      },
    ]);
    expect(wes.person).not.toBe(ed.person);
  });

  test('mention nobody, whatever names are in them', async () => {
    await signIn('Wes Ode', 'editor');
    await deskOf(env).reports.add(
      'one',
      { passage: '', error: 'See @Wes Ode.', name: '', wantsThanks: false },
      NOW,
    );
    await beginCorrection(env, 1, { actor: ann, now: NOW });
    const kinds = await runInside(deskObject(), (_desk, { storage: { sql } }) =>
      sql.exec('SELECT kind FROM notice').toArray(),
    );
    expect(kinds).toEqual([{ kind: 'error reported' }]);
  });

  test('are deleted 90 days after they were answered, and never while they wait', async () => {
    for (let n = 0; n < 3; n++) await add(n);
    await deskOf(env).reports.answer(1, { draft: null }, { actor: ann, now: NOW - 90 * DAY });
    await deskOf(env).reports.answer(2, { draft: null }, { actor: ann, now: NOW - 89 * DAY });
    await turn();
    const ids = await runInside(deskObject(), (_desk, { storage: { sql } }) =>
      sql.exec('SELECT id FROM reader_report ORDER BY id').toArray(),
    );
    expect(ids).toEqual([{ id: 2 }, { id: 3 }]);
  });

  test('stay corrected by a draft that was published, and wait again if it is then only begun anew', async () => {
    const published = await correctAndPublish();
    await beginCorrection(env, 2, { actor: ann, now: NOW + 2 });
    expect(await waitingIds()).toEqual([]);
    const { id, version } = published;
    // Unedited, it is still the published one.
    await deskOf(env).drafts.discard(id, { version, actor: ann, now: NOW + 3 });
    expect(await waitingIds()).toEqual([2]);
  });

  test('wait again if an edited draft is discarded after it has corrected others', async () => {
    const { id, text, version } = await correctAndPublish();
    await beginCorrection(env, 2, { actor: ann, now: NOW + 2 });
    const edit = { text: `${text}\nMore.\n`, version, actor: ann, now: NOW + 3 };
    expect(await deskOf(env).drafts.save(id, edit)).toMatchObject({ ok: true, state: 'draft' });
    await deskOf(env).drafts.discard(id, { version: version + 1, actor: ann, now: NOW + 4 });
    expect(await waitingIds()).toEqual([2]);
  });

  test('wait again if the published draft in which they were begun is deleted unedited', async () => {
    await correctAndPublish(NOW - 40 * DAY);
    await beginCorrection(env, 2, { actor: ann, now: NOW - 39 * DAY });
    await turn();
    expect(await waitingIds()).toEqual([2]);
  });

  test('say nothing of where they came from', async () => {
    const columns = await runInside(deskObject(), (_desk, { storage: { sql } }) =>
      sql.exec<{ name: string }>("SELECT name FROM pragma_table_info('reader_report')").toArray(),
    );
    expect(columns.map(({ name }) => name)).toEqual([
      ...['id', 'story', 'passage', 'error', 'name', 'thanks', 'at', 'answered', 'answered_by', 'draft'],
    ]);
  });
});

describe('the words of a report', () => {
  const text =
    'Before. The dam holds **9 million** cubic metres ([a](https://a.example)), and the town drinks it. After.';
  const found = (passage: string) => {
    const place = findPassage(text, passage);
    return place && text.slice(place.start, place.end);
  };

  test('are found in a draft although the page shows citations otherwise', () => {
    expect(found('and the town drinks it')).toBe('and the town drinks it');
    expect(found('9 million cubic metres (a), and the town drinks it. ')).toBe(', and the town drinks it.');
    expect(found('metres 1, 2 and the town drinks it.\nAfter.')).toBe('and the town drinks it.');
  });

  test('have no place if they are short, repeated or not there', () => {
    for (const passage of ['', 'e', 'nothing of the sort']) expect(found(passage)).toBeNull();
  });
});
