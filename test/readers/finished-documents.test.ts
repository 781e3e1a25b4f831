import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fingerprint } from '../../src/lib/fingerprint.ts';
import { gunzip } from '../../src/lib/gzip.ts';
import type { KvEntry } from '../../src/platform/kv.ts';
import { openContainer } from '../../src/site/document/container.ts';
import { FORMATS } from '../../src/site/edition/scope.ts';
import { ask, GZIP } from '../ask.ts';
import * as fc from '../draw.ts';
import { bytesOf, fakeKv, type StoredValue } from '../kv.ts';
import { serializeSite } from '../print.ts';
import { sampleStories } from '../samples.ts';

const whole = (await serializeSite(sampleStories)).find(
  ({ key }) => key === 'edition:topic:web-feeds',
) as KvEntry;

let logged: Record<string, unknown>[] = [];
beforeEach(() => {
  logged = [];
  vi.spyOn(console, 'error').mockImplementation((line) => void logged.push(JSON.parse(line)));
  return () => vi.restoreAllMocks();
});

describe('a broken container', () => {
  let count = 0;

  /** Requests each document of an edition from a new isolate, with and without gzip. */
  async function answersOf(value: StoredValue) {
    const { kv } = fakeKv(() => value);
    const answers: Response[] = [];
    for (const headers of [GZIP, {}]) {
      // A new scope, so that nothing is cached.
      const scope = `/sources/broken-${++count}.example`;
      for (const path of ['', ...Object.values(FORMATS).map(({ file }) => `/${file}`)])
        answers.push(await ask(kv, `${scope}${path}`, { headers }));
    }
    return answers;
  }

  /** Whether a response's entity tag begins with the fingerprint of its body. */
  async function isTrue(response: Response): Promise<boolean> {
    const body = await response.bytes();
    const plain = response.headers.get('Content-Encoding') === 'gzip' ? await gunzip(body) : body;
    return (response.headers.get('ETag') ?? '').startsWith(`W/"${await fingerprint(plain)}`);
  }

  const bytes = bytesOf(whole.value);
  const container = openContainer(bytes);
  const { documents, record } = container.table;
  const start = bytes.byteLength - container.body.byteLength;
  const flip = (value: Uint8Array, at: number) => value.with(at, (value[at] ?? 0) ^ 1);
  const spoilt = (value: Uint8Array) => ({ value, metadata: whole.metadata });
  /** Returns the entry with a different value, and metadata that fit it. */
  const written = async (value: Uint8Array) => ({
    value,
    metadata: { ...whole.metadata, version: await fingerprint(value) },
  });
  const statuses = (answers: Response[]) => [...new Set(answers.map(({ status }) => status))];

  test('is logged and rendered from its record if a document is damaged', async () => {
    for (const part of Object.values(documents)) {
      const answers = await answersOf(spoilt(flip(bytes, start + part.offset + (part.length >> 1))));
      expect(statuses(answers)).toEqual([200]);
      for (const answer of answers) expect(await isTrue(answer)).toBe(true);
    }
    expect(new Set(logged.map(({ event }) => event))).toEqual(new Set(['kv-value-broken']));
  });

  test('is answered with 503 if its record is damaged as well', async () => {
    const inDocument = flip(bytes, start + 100);
    const answers = await answersOf(spoilt(flip(inDocument, start + record.offset + (record.length >> 1))));
    expect(statuses(answers)).toEqual([503]);
    expect(answers[0]?.headers.get('Retry-After')).toBe('30');
    expect(answers[0]?.headers.get('Cache-Control')).toBe('no-store');
  });

  test.each([
    ['is of another version', 'edgewire 1\n', 'edgewire 2\n'],
    ['says that a part lies beyond its end', '"offset":0,', '"offset":9999999,'],
    ['has a table that is not JSON', '{"documents"', '{documents"'],
  ])('is answered with 503 if it %s, even if its fingerprint is right', async (_what, from, to) => {
    const table = new TextDecoder().decode(bytes.subarray(0, start)).replace(from, to);
    const value = Uint8Array.from([...new TextEncoder().encode(table), ...bytes.subarray(start)]);
    expect(statuses(await answersOf(await written(value)))).toEqual([503]);
  });

  test.each([{ rss: 'W/"other"' }, { rss: null }, { rss: 5 }, { rss: 'a\nb' }, [1]])(
    'is rendered from its record if its metadata has the tags %j',
    async (etags) => {
      const metadata = { ...whole.metadata, etags: etags as unknown as Record<string, string> };
      const { kv } = fakeKv(() => ({ value: whole.value, metadata }));
      const path = `/sources/broken-${++count}.example/rss.xml`;
      for (const tags of ['"x"', 'W/"other"'])
        expect((await ask(kv, path, { headers: { 'If-None-Match': tags } })).status).toBe(200);
      const answer = await ask(kv, path, { headers: { 'If-None-Match': '*' } });
      expect([answer.status, answer.headers.get('ETag')]).toEqual([304, documents.rss?.etag]);
    },
  );

  test('is rendered for a client without gzip if its gzip was written broken', async () => {
    const { rss } = documents;
    const value = flip(bytes, start + (rss?.offset ?? 0) + (rss?.length ?? 0) - 8);
    const { kv } = fakeKv(async () => written(value));
    const answer = await ask(kv, '/sources/written-broken.example/rss.xml');
    expect([answer.status, await isTrue(answer)]).toEqual([200, true]);
    expect(logged).toMatchObject([
      { event: 'kv-value-broken', key: 'edition:source:written-broken.example' },
    ]);
  });

  test('never leads to a body that does not match its tag, wherever it is damaged or truncated', async () => {
    const at = fc.nat(bytes.byteLength - 1);
    const wound = fc.oneof(
      at.map((index) => flip(bytes, index)),
      at.map((length) => bytes.slice(0, length)),
    );
    await fc.assert(
      fc.asyncProperty(wound, async (value) => {
        for (const answer of await answersOf(spoilt(value)))
          expect(answer.status === 503 || (answer.status === 200 && (await isTrue(answer)))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });
});

test('a value of a later version is served, including the fields that this version does not have', async () => {
  const bytes = bytesOf(whole.value);
  const { table, body } = openContainer(bytes);
  const rss = {
    ...table.documents.rss,
    headers: { ...table.documents.rss?.headers, 'X-Later': '1' },
    later: [1],
  };
  const later = { ...table, documents: { ...table.documents, rss, later: rss }, later: { is: 'unknown' } };
  const head = new TextEncoder().encode(`edgewire 1\n${JSON.stringify(later)}\n`);
  const value = new Uint8Array([...head, ...body]);
  const version = await fingerprint(value);
  const metadata = { ...whole.metadata, version, renderer: 1000, later: true } as KvEntry['metadata'];
  const { kv } = fakeKv(() => ({ value, metadata }));
  const answer = await ask(kv, '/sources/later.example/rss.xml', { headers: GZIP });
  expect([answer.status, answer.headers.get('ETag'), answer.headers.get('X-Later')]).toEqual([
    200,
    table.documents.rss?.etag,
    '1',
  ]);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(
    body.subarray(
      table.documents.rss?.offset,
      (table.documents.rss?.offset ?? 0) + (table.documents.rss?.length ?? 0),
    ),
  );
  expect(logged).toEqual([]);
});
