import { beforeEach, expect, test } from 'vitest';
import type { ImportResult } from '../../../../src/newsroom/transfer/api/schemas.ts';
import type { ExportedStory } from '../../../../src/newsroom/transfer/desk/export-line.ts';
import type { Story } from '../../../../src/site/story/story.ts';
import { call, desk, drain, read, reopen } from '../../../newsroom.ts';
import { aStory } from '../../../samples.ts';

// Lines that this version does not export: invalid ones, and those of earlier versions.

beforeEach(reopen);

const AT = '2026-03-04T09:30:00Z';
const FAR = '2999-01-01T00:00:00Z';
const ALL = { scope: 'all', sequence: 5, shown: true, withdrawn: false };
const identifier = 'tag:elsewhere.example,2026:stories/told';

const record = (fields: Record<string, unknown> = {}) =>
  aStory({ slug: 'told', headline: 'NOT TO BE SEEN', identifier, ...fields });

const revisionOf = (
  fields: Record<string, unknown> = {},
  revision = 1,
): ExportedStory['revisions'][number] => ({
  revision,
  at: AT,
  who: 'ann',
  action: 'publish',
  reason: null,
  record: record(fields),
});

const line = (fields: Partial<ExportedStory> = {}): ExportedStory => ({
  status: 'published',
  changed: AT,
  reason: null,
  revisions: [revisionOf()],
  places: [ALL],
  ...fields,
});

async function importLine(exported: unknown): Promise<ImportResult> {
  const response = await call('POST', '/stories', JSON.stringify({ exported }));
  return JSON.parse(await response.text());
}

const PLACES = ['/', '/rss.xml', '/atom.xml', '/feed.json', '/news-sitemap.xml', '/sitemaps/listings.xml'];

test.each<[string, Partial<ExportedStory>, string]>([
  ['scheduled and shown', { status: 'scheduled', revisions: [revisionOf({ datePublished: FAR })] }, 'places'],
  ['withdrawn and shown', { status: 'withdrawn', reason: 'It was wrong.' }, 'places'],
  ['published without a place', { places: [] }, 'places'],
  ['published and hidden', { places: [{ ...ALL, shown: false }] }, 'places'],
  ['published only in a topic', { places: [{ ...ALL, scope: 'topic:a' }] }, 'places'],
  ['twice in a scope', { places: [ALL, { ...ALL, sequence: 6 }] }, 'places'],
  [
    'at a revision too high to have a next one',
    { revisions: [revisionOf({}, Number.MAX_SAFE_INTEGER)] },
    'revisions[0].revision',
  ],
  [
    'with text nested so deeply that part of it would be lost',
    { revisions: [revisionOf({ articleBody: `Seen.\n\n${'> '.repeat(150)}Lost.` })] },
    'articleBody',
  ],
  [
    'with a link that is not allowed',
    { revisions: [revisionOf({ articleBody: '[a](javascript:alert(1))' })] },
    'articleBody',
  ],
])('a story that is %s is refused, and readers do not see it', async (_what, fields, field) => {
  const result = await importLine(line(fields));
  expect(result).toMatchObject({ ok: false, faults: [{ field: expect.stringContaining(field) }] });
  await drain();
  for (const path of PLACES) expect(await (await read(path)).text()).not.toContain('NOT TO BE SEEN');
  expect((await read('/stories/told')).status).toBe(404);
  expect((await desk().status(Date.now())).outbox.depth).toBe(0);
});

test.each<[string, Partial<ExportedStory>]>([
  ['datePublished', { revisions: [revisionOf({ datePublished: FAR })] }],
  ['changed', { changed: FAR }],
  ['revisions[0].at', { revisions: [{ ...revisionOf(), at: FAR }] }],
  ['places[0].changed', { places: [{ ...ALL, changed: FAR }] }],
  ['dateModified', { revisions: [revisionOf({ dateModified: FAR })] }],
  [
    'correction[0].datePublished',
    { revisions: [revisionOf({ correction: [{ text: 'Mended.', datePublished: FAR }] })] },
  ],
])(
  'a published story whose %s lies in the future is refused, and does not change the date of an edition',
  async (name, fields) => {
    const result = await importLine(line(fields));
    expect(result).toMatchObject({ ok: false, detail: expect.stringContaining(`${name} `) });
    expect(result).toMatchObject({ detail: expect.stringContaining('compare your clock') });
    await drain();
    for (const path of PLACES) expect(await (await read(path)).text()).not.toMatch(/NOT TO BE SEEN|2999/);
  },
);

test('lines that a server may have exported are accepted: scheduled, withdrawn, with earlier texts unchanged', async () => {
  const earlier = revisionOf({ articleBody: '[a](javascript:alert(1))' });
  const scheduled = line({
    status: 'scheduled',
    revisions: [revisionOf({ datePublished: FAR })],
    places: [],
  });
  expect(await importLine(scheduled)).toMatchObject({ ok: true, status: 'scheduled' });

  await reopen();
  const places = [{ ...ALL, shown: false, withdrawn: true }];
  const withdrawn = line({ status: 'withdrawn', reason: 'It was wrong.', places });
  expect(await importLine(withdrawn)).toMatchObject({ ok: true, status: 'withdrawn' });
  await drain();
  expect((await read('/stories/told')).status).toBe(410);

  await reopen();
  // Nor is a line refused because of a URL or a place that an earlier version accepted.
  const citation = [{ url: 'https://a..example/x' }];
  const ancient = { ...earlier, record: { ...earlier.record, citation } as unknown as Story };
  const revisions = [ancient, revisionOf({}, 99_999_999)];
  expect(await importLine(line({ revisions }))).toMatchObject({ ok: true, revision: 99_999_999 });
  const headers = { 'If-Match': '"99999999"' };
  const changed = await call('PUT', '/stories/told', record({ headline: 'Changed' }), { headers });
  expect([changed.status, changed.headers.get('ETag')]).toEqual([200, '"100000000"']);
  const { revisions: kept } = (await (await call('GET', '/stories/told/revisions')).json()) as {
    revisions: unknown[];
  };
  expect(kept).toHaveLength(3);
});

test('an invalid newest record is refused with its faults', async () => {
  const wrong = { ...record(), citation: [{ url: 'https://a..example/x' }] };
  const exported = { ...line(), revisions: [{ ...revisionOf(), record: wrong }] };
  expect(await importLine(exported)).toMatchObject({
    ok: false,
    faults: [
      {
        field: 'exported.revisions[0].record.citation[0].url',
        rule: expect.stringContaining('http or https URL'),
      },
    ],
  });
});

test('a place in a scope that is no longer valid is left out, and the story is in its present scopes', async () => {
  const places = [
    ALL,
    { ...ALL, scope: 'source:www.example.org' },
    { ...ALL, scope: 'topic:../../x' },
    { ...ALL, scope: 'x'.repeat(600) },
  ];
  const articleBody = 'Said.([w](https://www.www.example.org/x))';
  const result = await importLine(
    line({ places, revisions: [revisionOf({ articleBody, keywords: ['a'] })] }),
  );
  expect(result).toMatchObject({ ok: true });
  await drain();
  const status = async (path: string) => (await read(path)).status;
  expect(await status('/sources/example.org/feed.json')).toBe(200);
  expect(await status('/topics/a/feed.json')).toBe(200);
  expect(await status('/sources/www.example.org/feed.json')).toBe(404);
  expect(await (await read('/sitemaps/listings.xml')).text()).not.toMatch(/xxx|\.\.|www\.example/);
  expect((await desk().status(Date.now())).outbox.depth).toBe(0);
});

test('a line with characters that only earlier versions accepted is imported, and shown without them', async () => {
  const told = { headline: 'Told \u009b[31m', abstract: 'Seen \ufdd0 or not', articleBody: 'Text \u007f.' };
  expect(await importLine(line({ revisions: [revisionOf(told)] }))).toMatchObject({ ok: true });
  expect((await call('POST', '/stories', JSON.stringify(record(told)))).status).toBe(200);
  await drain();
  for (const path of ['/stories/told', '/rss.xml', '/atom.xml', '/feed.json']) {
    const text = await (await read(path)).text();
    expect(text, path).toContain('Told \ufffd[31m');
    expect(text, path).not.toMatch(/[\u007f-\u009f\ufdd0]/);
  }
});
