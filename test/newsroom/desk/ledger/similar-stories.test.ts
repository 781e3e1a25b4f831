import { beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../../src/newsroom/desk/desk.ts';
import { SIMILAR_QUERIES } from '../../../../src/newsroom/desk/ledger/similar-stories.ts';
import type { SimilarStory } from '../../../../src/newsroom/desk/ledger/similar-story.ts';
import { call, reopen } from '../../../newsroom.ts';
import { deskObject, runInside } from '../../../objects.ts';
import { aStory } from '../../../samples.ts';

beforeEach(reopen);

const citing = (...hosts: string[]) =>
  hosts.map((host) => `So.([${host}](https://${host}.example/))`).join('\n');

const SLUG = 'held';
const HELD = {
  slug: SLUG,
  headline: 'What a 304 saves',
  articleBody: citing('a', 'b', 'c'),
  datePublished: '2026-03-04T09:30:00Z',
};

async function similarTo(fields: Record<string, unknown>): Promise<SimilarStory[]> {
  const story = aStory({
    slug: 'other',
    headline: 'Another',
    datePublished: '2026-03-05T09:30:00Z',
    ...fields,
  });
  const response = await call('POST', '/similar', story);
  expect(response.status).toBe(200);
  return ((await response.json()) as { similar: SimilarStory[] }).similar;
}

test.each<[string, Record<string, unknown>, Partial<SimilarStory> | undefined]>([
  ['the same headline', { headline: 'What a 304 saves' }, { hasSameHeadline: true, sharedSources: 0 }],
  [
    'the same headline, with different punctuation and capitals',
    { headline: '“What a 304 Saves”.' },
    { hasSameHeadline: true },
  ],
  [
    'most of its sources',
    { articleBody: citing('a', 'b', 'd') },
    { hasSameHeadline: false, sharedSources: 2 },
  ],
  ['half of its sources', { articleBody: citing('a', 'b', 'd', 'e') }, undefined],
  ['one source, which is the same', { articleBody: citing('a') }, undefined],
  [
    'one source, which is the same, at the same time',
    { articleBody: citing('a'), datePublished: HELD.datePublished },
    { sharedSources: 1 },
  ],
  ['nothing but its time', { datePublished: HELD.datePublished }, undefined],
  [
    'its id',
    { identifier: 'tag:edgewire.example,2026:stories/held' },
    { hasSameIdentifier: true, hasSameHeadline: false },
  ],
  ['its own slug', { slug: SLUG, headline: 'What a 304 saves' }, undefined],
])('a story with %s', async (_what, fields, expected) => {
  await call('PUT', `/stories/${SLUG}`, aStory(HELD));
  expect(await similarTo(fields)).toMatchObject(
    expected ? [{ slug: SLUG, status: 'published', headline: 'What a 304 saves', ...expected }] : [],
  );
});

test.each([
  ['पानी', 'पाना'],
  ['“?!”', '…'],
])('the headlines %s and %s are different', async (one, other) => {
  await call('PUT', `/stories/${SLUG}`, aStory({ ...HELD, headline: one }));
  expect(await similarTo({ headline: other })).toEqual([]);
});

test('a withdrawn story is found only by its id; a scheduled one also by its time', async () => {
  await call('PUT', `/stories/${SLUG}`, aStory(HELD));
  await call('DELETE', `/stories/${SLUG}?reason=Wrong.`);
  expect(await similarTo({ ...HELD, slug: 'other' })).toEqual([]);
  const { identifier } = (await (await call('GET', `/stories/${SLUG}`)).json()) as { identifier: string };
  expect(await similarTo({ identifier })).toMatchObject([{ slug: SLUG, status: 'withdrawn' }]);
  const datePublished = '2999-01-01T00:00:00Z';
  await call('PUT', '/stories/later', aStory({ ...HELD, slug: 'later', datePublished }));
  expect(await similarTo({ ...HELD, slug: 'other', datePublished })).toMatchObject([
    { slug: 'later', status: 'scheduled' },
  ]);
});

test('a renamed file is found however many stories were published since, and the cost does not grow with the site', async () => {
  await call('PUT', `/stories/${SLUG}`, aStory(HELD));
  const grow = (from: number, to: number) =>
    call(
      'POST',
      '/stories',
      Array.from({ length: to - from }, (_, index) => {
        const number = from + index;
        const datePublished = new Date(Date.parse('2026-04-01T00:00:00Z') + number * 60_000).toISOString();
        return JSON.stringify(aStory({ slug: `s-${number}`, headline: `Story ${number}`, datePublished }));
      }).join('\n'),
    ).then((response) => response.text());
  const read = () =>
    runInside(deskObject(), (_desk: Desk, { storage: { sql } }) =>
      [
        sql.exec(SIMILAR_QUERIES.sameTime, Date.parse(HELD.datePublished)),
        sql.exec(SIMILAR_QUERIES.newest),
      ].map((cursor) => {
        cursor.toArray();
        return cursor.rowsRead;
      }),
    );
  await grow(0, 90);
  const few = await read();
  await grow(90, 400);
  expect(await read()).toEqual(few);
  expect(await similarTo({ ...HELD, slug: 'renamed' })).toMatchObject([{ slug: SLUG, sharedSources: 3 }]);
});
