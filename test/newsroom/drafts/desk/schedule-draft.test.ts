import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { deskOf } from '../../../../src/newsroom/desk/desk-stub.ts';
import type { Draft } from '../../../../src/newsroom/drafts/desk/draft.ts';
import { draftOfScheduled, scheduleDraft } from '../../../../src/newsroom/drafts/desk/schedule-draft.ts';
import type { Actor } from '../../../../src/newsroom/people/desk/roles.ts';
import type { Story } from '../../../../src/site/story/story.ts';
import { desk, reopen } from '../../../newsroom.ts';
import { approve, begin, fileOf, find, member, now, publish, save, setReviewPolicy } from './newsroom.ts';

const [FRIDAY, SATURDAY] = ['2999-05-03T09:00:00Z', '2999-05-04T11:30:00Z'] as const;
/** A draft without a time. */
const text = fileOf('Rates fall', 'keywords: # more to come\n  - law\n').replace(/datePublished.*\n/, '');

let wanda: Actor;
let ed: Actor;

beforeEach(async () => {
  await reopen();
  [wanda, ed] = [await member('Wanda', 'writer'), await member('Ed', 'editor')];
});

const schedule = (draft: Pick<Draft, 'id' | 'version'>, at: string, more: Record<string, unknown> = {}) =>
  scheduleDraft(env, { id: draft.id, version: draft.version, at, actor: ed, now, ...more });

async function storyOf(slug: string) {
  const found = await desk().findStory(slug);
  if (!found || 'movedTo' in found) throw new Error(`No story ${slug}`);
  return JSON.parse(JSON.stringify(found)) as { row: { status: string; revision: number }; record: Story };
}

/** Gives a scheduled story another time. */
async function move(slug: string, at: string) {
  const { record } = await storyOf(slug);
  const opened = await draftOfScheduled(env, { slug, record, actor: ed, now });
  return opened.ok ? schedule(opened.draft, at) : opened;
}

test('a draft is scheduled: only the time in its text changes, and who sets it is no author', async () => {
  const draft = await begin(wanda, 'rates-fall', text);
  expect(await schedule(draft, FRIDAY)).toMatchObject({ ok: true, status: 'scheduled', slug: 'rates-fall' });
  expect((await storyOf('rates-fall')).record.datePublished).toBe(FRIDAY);
  const after = await find(draft, ed);
  expect(after.text.replace(`datePublished: ${FRIDAY}\n`, '')).toBe(text);
  expect(after).toMatchObject({ state: 'published', authors: [{ name: 'Wanda' }], by: 'Ed', version: 2 });
});

test('an approval holds for another time, also by whoever schedules, and says so', async () => {
  setReviewPolicy('one');
  const draft = await begin(wanda, 'rates-fall', text);
  expect(await schedule(draft, FRIDAY)).toMatchObject({ ok: false, why: 'review' });
  await approve(draft, ed);
  expect(await schedule(await find(draft, ed), FRIDAY)).toMatchObject({ ok: true, status: 'scheduled' });
  expect(await move('rates-fall', SATURDAY)).toMatchObject({ ok: true, status: 'scheduled', revision: 2 });
  const { record } = await storyOf('rates-fall');
  expect(record).toMatchObject({ datePublished: SATURDAY });
  const history = await deskOf(env).reviews.history(draft.id, ed);
  expect(history.ok && history.events.filter(({ kind }) => kind === 'approved').at(-1)).toMatchObject({
    by: 'Ed',
    note: expect.stringContaining('has only set another time'),
  });
  // Words need another approval.
  const changed = await save(
    draft,
    (await find(draft, ed)).text.replace('What we think', 'What we know'),
    wanda,
  );
  expect(await schedule(changed, FRIDAY)).toMatchObject({ ok: false, why: 'review' });
});

describe('is refused, and nothing is published:', () => {
  test.each([
    ['a time that has passed', { at: '2020-01-01T00:00:00Z' }, 'invalid'],
    ['a version that is not the newest', { version: 7 }, 'stale'],
  ])('%s', async (_, options, why) => {
    const draft = await begin(wanda, 'rates-fall', text);
    expect(await schedule(draft, FRIDAY, options)).toMatchObject({ ok: false, why });
    expect(await desk().findStory('rates-fall')).toBeUndefined();
    expect(await find(draft, ed)).toMatchObject({ text, version: 1 });
  });

  test.each([
    ['a text with faults', text.replace('headline: Rates fall', 'headline:')],
    ['a text that cannot be read', 'No front matter'],
    [
      'a change that would be later than its publication',
      text.replace('---\n\n', 'dateModified: 2026-11-21T09:00:00Z\n---\n\n'),
    ],
    ['a text that says it is a draft', text.replace('---\n\n', 'draft: true\n---\n\n')],
  ])('%s', async (_, faulty) => {
    const draft = await begin(wanda, 'rates-fall', faulty);
    expect(await schedule(draft, FRIDAY)).toMatchObject({ ok: false, why: 'invalid' });
    expect(await desk().findStory('rates-fall')).toBeUndefined();
    expect((await find(draft, ed)).text).toBe(faulty);
  });

  test('a writer', async () => {
    const draft = await begin(wanda, 'rates-fall', text);
    expect(await schedule(draft, FRIDAY, { actor: wanda })).toMatchObject({ ok: false, why: 'role' });
    expect(await find(draft, ed)).toMatchObject({ text, version: 1 });
  });

  test('a story that somebody is changing in a draft', async () => {
    const draft = await begin(wanda, 'rates-fall', text);
    await schedule(draft, FRIDAY);
    await save(draft, (await find(draft, ed)).text.replace('What we think', 'Half a sent'), wanda);
    expect(await move('rates-fall', SATURDAY)).toMatchObject({ ok: false, why: 'state' });
    expect((await storyOf('rates-fall')).record).toMatchObject({ datePublished: FRIDAY });
  });
});

describe('an embargo', () => {
  const embargo = { until: '2999-05-04T00:00:00.000Z', why: 'Asked for by the ministry' };

  test('is kept with the draft, changes no text, and holds publishing back until a person says so', async () => {
    const draft = await begin(wanda, 'rates-fall', text);
    expect(await deskOf(env).drafts.setEmbargo(draft.id, { embargo, actor: wanda })).toEqual({ ok: true });
    expect(await find(draft, ed)).toMatchObject({ embargo, text, version: 1 });
    expect(await publish(draft, ed)).toMatchObject({ ok: false, why: 'embargo' });
    expect(await schedule(draft, FRIDAY)).toMatchObject({ ok: false, why: 'embargo' });
    expect(await find(draft, ed)).toMatchObject({ text, version: 1 });
    expect(await schedule(draft, SATURDAY)).toMatchObject({ ok: true });
    expect(await deskOf(env).drafts.embargoesOfStories()).toEqual({ 'rates-fall': embargo });
    expect(JSON.stringify(await storyOf('rates-fall'))).not.toContain('ministry');
    expect(await move('rates-fall', FRIDAY)).toMatchObject({ ok: false, why: 'embargo' });
    const { version } = await find(draft, ed);
    expect(await schedule({ id: draft.id, version }, FRIDAY, { breaksEmbargo: true })).toMatchObject({
      ok: true,
    });
  });

  test.each(['', '  ', 'x'.repeat(301), 'two\nlines'])(
    'needs a reason in a line: %j is none',
    async (why) => {
      const draft = await begin(wanda, 'rates-fall', text);
      const refused = await deskOf(env).drafts.setEmbargo(draft.id, {
        embargo: { ...embargo, why },
        actor: ed,
      });
      expect(refused).toMatchObject({ ok: false, why: 'invalid' });
      expect((await find(draft, ed)).embargo).toBeNull();
    },
  );
});
