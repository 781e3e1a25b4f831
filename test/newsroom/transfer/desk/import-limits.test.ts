import { beforeEach, expect, test } from 'vitest';
import { compactJson } from '../../../../src/lib/compact-json.ts';
import type { Problem } from '../../../../src/newsroom/api/problem-schema.ts';
import type { ImportResult } from '../../../../src/newsroom/transfer/api/schemas.ts';
import { call, desk, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

// Input with a million faults needs little memory, and gets a short response.

beforeEach(reopen);

const AT = '2026-03-04T09:30:00Z';
const revision = (record: unknown, number = 1) => ({
  revision: number,
  at: AT,
  who: 'ann',
  action: 'publish',
  reason: null,
  record,
});
const exported = (fields: object) =>
  JSON.stringify({
    exported: {
      status: 'published',
      changed: AT,
      reason: null,
      revisions: [revision(aStory({ slug: 'told' }))],
      places: [{ scope: 'all', sequence: 1, shown: true }],
      ...fields,
    },
  });
const history = (revisions: unknown[]) =>
  JSON.stringify({ history: { identifier: 'tag:a.example,2026:a', revisions } });

/** A record with 50,000 authors who have no name. */
const wrong = {
  ...aStory({ slug: 'told' }),
  ...Object.fromEntries(
    ['citation', 'isBasedOn'].map((name) => [
      name,
      Array.from({ length: 500 }, (_, n) => ({ url: `https://a.example/${n}`, author: Array(50).fill({}) })),
    ]),
  ),
};

const nested = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;

test.each<[string, string, string]>([
  [
    '1.3 million revisions',
    `{"exported":{"revisions":[${Array(1_333_333).fill('{}').join()}]}}`,
    'must have at most 500,000 lists, objects and entries in all',
  ],
  ['33,000 revisions', exported({ revisions: Array(33_000).fill({}) }), 'must have at most 10,000 entries'],
  ['10,000 empty revisions', exported({ revisions: Array(10_000).fill({}) }), 'is required'],
  ['33,000 places', exported({ places: Array(33_000).fill({}) }), 'must have at most 10,000 entries'],
  ['10,000 empty places', exported({ places: Array(10_000).fill({}) }), 'is required'],
  [
    '100,000 unknown fields',
    exported(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`k${n}`, 1]))),
    'is not a field of the record',
  ],
  ['50,000 authors without a name', exported({ revisions: [revision(wrong)] }), 'is required'],
  [
    'lists in lists in an exported story',
    `{"exported":${nested}}`,
    'must not be nested more than 64 levels deep',
  ],
  [
    'lists in lists in an earlier record',
    exported({}).replace(
      '"revisions":[',
      `"revisions":[${JSON.stringify(revision({ a: 0 })).replace('"a":0', `"a":${nested}`)},`,
    ),
    'must not be nested more than 64 levels deep',
  ],
  ['lists in lists in a history', `{"history":${nested}}`, 'must not be nested more than 64 levels deep'],
  ['a history of 33,000 revisions', history(Array(33_000).fill({})), 'must have at most 10,000 entries'],
  ['a history of 10,000 empty revisions', history(Array(10_000).fill({})), 'is required'],
  ['lists in lists in a record', `{"headline":${nested}}`, 'must not be nested more than 64 levels deep'],
  ['a record of 50,000 authors without a name', JSON.stringify({ ...wrong, isBasedOn: null }), 'is required'],
])(
  'a line with %s is refused in a short response, and the next line is accepted',
  async (_what, line, rule) => {
    const response = await call('POST', '/stories', `${line}\n${JSON.stringify(aStory())}`);
    const [refused = '', taken = ''] = (await response.text()).trim().split('\n');
    const { ok, detail, faults = [] }: Extract<ImportResult, { ok: false }> = JSON.parse(refused);
    expect([ok, faults.length > 0 && faults.length <= 21]).toEqual([false, true]);
    expect(detail).not.toContain('The server failed');
    expect(faults.map((fault) => fault.rule)).toContain(rule);
    expect(refused.length).toBeLessThan(10_000);
    expect(JSON.parse(taken)).toMatchObject({ ok: true, slug: 'a-story' });
  },
);

test('an earlier record with any content is stored unchanged', async () => {
  const earlier = { anything: Array(1000).fill({ a: [1] }), ...wrong };
  const line = exported({ revisions: [revision(earlier), revision(aStory({ slug: 'told' }), 2)] });
  const result: ImportResult = JSON.parse(await (await call('POST', '/stories', line)).text());
  expect(result).toMatchObject({ ok: true, revision: 2 });
  expect((await desk().revision('told', 1))?.record).toEqual(JSON.parse(compactJson(earlier)));
});

test('5,000 revisions on one line are accepted', async () => {
  const revisions = Array.from({ length: 5000 }, (_, n) => revision(aStory({ slug: 'told' }), n + 1));
  const result: ImportResult = JSON.parse(
    await (await call('POST', '/stories', exported({ revisions }))).text(),
  );
  expect(result).toMatchObject({ ok: true, revision: 5000 });
  expect(await desk().revisions('told')).toHaveLength(5000);
});

test.each<[string, string, string]>([
  ['nested too deeply', `{"citation":${nested}}`, 'must not be nested more than 64 levels deep'],
  [
    'of 300,000 objects',
    `{"a":[${Array(300_000).fill('{}').join()}]}`,
    'must have at most 250,000 lists, objects and entries in all',
  ],
  [
    'of 70,000 unknown fields',
    `{${Array.from({ length: 70_000 }, (_, n) => `"k${n}":1`).join()}}`,
    'is not a field of the record',
  ],
  ['of 25,000 authors without a name', JSON.stringify({ ...wrong, isBasedOn: null }), 'is required'],
])('a record %s is 422 with a short response', async (_what, body, rule) => {
  const headers = { 'Content-Type': 'application/json' };
  const response = await call('PUT', '/stories/a-story', body, { headers });
  expect(response.status).toBe(422);
  const text = await response.text();
  expect(text.length).toBeLessThan(10_000);
  expect((JSON.parse(text) as Problem).faults?.map((fault) => fault.rule)).toContain(rule);
});
