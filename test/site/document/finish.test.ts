import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../src/lib/fingerprint.ts';
import { gunzip } from '../../../src/lib/gzip.ts';
import {
  serializeArticle,
  serializeEdition,
  serializeRedirect,
  serializeTombstone,
} from '../../../src/newsroom/desk/publish/entries.ts';
import type { KvEntry } from '../../../src/platform/kv.ts';
import { feedDocument, listingDocument } from '../../../src/readers/rendered/edition.ts';
import type { LazyDocument } from '../../../src/readers/rendered/lazy-document.ts';
import { type DatedDocument, makeTextRendition } from '../../../src/readers/rendered/rendition.ts';
import { storyPage } from '../../../src/readers/rendered/story.ts';
import { cachingHeaders, type DocumentName } from '../../../src/site/document/caching.ts';
import {
  type Container,
  compressedBytes,
  type DocumentPart,
  openContainer,
  storedBytes,
} from '../../../src/site/document/container.ts';
import { renderFeed, renderListing } from '../../../src/site/document/edition.ts';
import { withUsagePolicy } from '../../../src/site/document/headers.ts';
import type { RenderedDocument } from '../../../src/site/document/rendered-document.ts';
import { parseEdition, parseStoredStory, readRecord } from '../../../src/site/document/stored-record.ts';
import { renderStoryDocument } from '../../../src/site/document/story.ts';
import { FORMATS, type Format, type Scope } from '../../../src/site/edition/scope.ts';
import type { Story } from '../../../src/site/story/story.ts';
import { bytesOf } from '../../kv.ts';
import { editionRows, rethrow, serializeSite } from '../../print.ts';
import { aStory, foreignStories, fullStory, publish, sampleStories, site } from '../../samples.ts';

const NOW = Date.parse('2026-11-24T00:00:00Z');
const PRINTED = new Date('2026-11-23T00:00:00Z');
const formats = Object.keys(FORMATS) as Format[];
const log = () => undefined;

/** A site that sets every header that a site can set. */
const outspoken = {
  ...site,
  usage: { search: true, aiInput: false, aiTrain: false },
  topics: [{ slug: 'web-feeds', title: 'Web feeds', finished: true }],
};

/** Returns the bytes of a document for a client that does not accept gzip. */
const inflated = async (container: Container, part: DocumentPart) =>
  part.coding === 'identity' ? storedBytes(container, part) : gunzip(compressedBytes(container, part));

/** Renders a document from an entry's record, as if KV did not have it finished. */
async function fallbackOf(document: LazyDocument, entry: KvEntry, publisher: typeof site) {
  const record = await readRecord(entry.key, bytesOf(entry.value), entry.metadata);
  const input = { record, printed: PRINTED, site: publisher, now: NOW, log, readOthers: async () => [] };
  const rendered = (await document.render(input)) as DatedDocument;
  return makeTextRendition({ ...rendered, headers: withUsagePolicy(rendered.headers, publisher) });
}

/** Returns bytes as text of as many characters, which is compared much faster. */
const latin1 = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);

/** Compares a finished document with the rendered one. */
async function compare(
  entry: KvEntry,
  name: DocumentName,
  rendered: RenderedDocument,
  document: LazyDocument,
  publisher = site,
) {
  const container = openContainer(bytesOf(entry.value));
  const part = container.table.documents[name] as DocumentPart;
  const bytes = await inflated(container, part);
  expect(new TextDecoder().decode(bytes)).toBe(rendered.text);
  expect(part.size).toBe(bytes.byteLength);
  expect(part.status).toBe(rendered.status ?? 200);
  const fallback = await fallbackOf(document, entry, publisher);
  expect([part.status, part.etag]).toEqual([fallback.status, fallback.etag]);
  expect(latin1(bytes)).toBe(latin1(fallback.body));
  expect(entry.metadata.etags?.[name]).toBe(part.status === 200 ? part.etag : undefined);
  const said = new Headers({ ...part.headers, ...cachingHeaders(name, entry.key), ETag: part.etag });
  // Redirects and withdrawal notices have no Last-Modified.
  if (fallback.lastModified) said.set('Last-Modified', PRINTED.toUTCString());
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(fallback.headers));
}

async function compareEdition(entry: KvEntry, publisher = site) {
  const scope = entry.key.slice('edition:'.length) as Scope;
  const record = await readRecord(entry.key, bytesOf(entry.value), entry.metadata);
  const edition = parseEdition(scope, record as NonNullable<typeof record>, rethrow);
  for (const format of formats) {
    const document = feedDocument(scope, format);
    await compare(entry, format, await renderFeed(edition, publisher, format), document, publisher);
  }
  const listing = listingDocument(scope);
  await compare(entry, 'page', await renderListing(edition, publisher), listing, publisher);
}

async function compareStory(entry: KvEntry, publisher = site) {
  const slug = entry.key.slice('story:'.length);
  const record = await readRecord(entry.key, bytesOf(entry.value), entry.metadata);
  const stored = await parseStoredStory(slug, record as NonNullable<typeof record>, publisher);
  const rendered = await renderStoryDocument(stored, publisher);
  await compare(entry, 'page', rendered, storyPage(slug), publisher);
}

const SITES: [string, readonly Story[]][] = [
  ['the sample stories', sampleStories],
  ['a story in each language', foreignStories],
  ['a story with all that a story may have', [fullStory]],
];

describe.each(SITES)('%s: finished documents equal those that are rendered on request:', (_what, stories) => {
  test('the feeds and the page of every scope', async () => {
    const editions = (await serializeSite(stories)).filter(({ key }) => key.startsWith('edition:'));
    expect(editions.length).toBeGreaterThan(1);
    for (const entry of editions) await compareEdition(entry);
  });

  test('the pages', async () => {
    const printed = (await serializeSite(stories)).filter(({ key }) => key.startsWith('story:'));
    expect(printed).toHaveLength(stories.length);
    for (const entry of printed) await compareStory(entry);
  });
});

test('with a usage policy and a closed topic, whose RSS and Atom are 410, finished documents equal rendered ones', async () => {
  const articles = sampleStories.filter(({ keywords }) => keywords.includes('web-feeds')).map(publish);
  const entry = await serializeEdition('topic:web-feeds', editionRows(articles), outspoken, rethrow);
  await compareEdition(entry, outspoken);
  const { documents } = openContainer(bytesOf(entry.value)).table;
  expect(Object.entries(documents).map(([name, { status }]) => [name, status])).toEqual([
    ['rss', 410],
    ['atom', 410],
    ['json', 200],
    ['page', 200],
  ]);
  expect(documents.json?.headers['Content-Usage']).toBe('search=y, train-ai=n');
  // Only documents with status 200 have entity tags in the metadata.
  expect(Object.keys(entry.metadata.etags ?? {})).toEqual(['json', 'page']);
});

test('finished withdrawal notices and redirects equal rendered ones', async () => {
  const withdrawn = { identifier: 'tag:a.example,2026:x', reason: 'Wrong.', at: '2026-03-04T09:30:00Z' };
  const gone = await serializeTombstone('gone', withdrawn, NOW, outspoken);
  const moved = await serializeRedirect('moved', 'there', NOW, outspoken);
  for (const entry of [gone, moved]) await compareStory(entry, outspoken);
  expect(moved.metadata.etags).toEqual({});
  const { documents } = openContainer(bytesOf(moved.value)).table;
  expect(documents.page).toMatchObject({ status: 301, size: 0, coding: 'identity' });
});

describe('a value', () => {
  test('of a story is text, because KV’s bulk read returns only text', async () => {
    const stories = (await serializeSite([...foreignStories, fullStory])).filter(({ key }) =>
      key.startsWith('story:'),
    );
    for (const { value } of stories) {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(value));
      expect(latin1(new TextEncoder().encode(text))).toBe(latin1(bytesOf(value)));
    }
  });

  test('contains the record unchanged, and its fingerprint', async () => {
    for (const entry of await serializeSite([fullStory])) {
      if (!/^(story|edition):/.test(entry.key)) continue;
      const container = openContainer(bytesOf(entry.value));
      const { record } = container.table;
      expect(await fingerprint(storedBytes(container, record))).toBe(record.hash);
      expect(await fingerprint(bytesOf(entry.value))).toBe(entry.metadata.version);
      const whole = await readRecord(entry.key, bytesOf(entry.value), entry.metadata);
      expect(JSON.parse(whole?.json ?? '')).toMatchObject(
        entry.key.startsWith('story:') ? { slug: fullStory.slug } : { scope: entry.key.slice(8) },
      );
    }
  });

  test('has its documents first, or the record first if it is text', async () => {
    for (const { key, value } of await serializeSite([fullStory])) {
      if (!/^(story|edition):/.test(key)) continue;
      const { documents, record } = openContainer(bytesOf(value)).table;
      const order = Object.entries({ ...documents, record })
        .toSorted(([, a], [, b]) => a.offset - b.offset)
        .map(([name]) => name);
      expect(order).toEqual(
        key.startsWith('story:') ? ['record', 'page'] : ['rss', 'atom', 'json', 'page', 'record'],
      );
    }
  });

  test('has the same bytes if it is made again', async () => {
    const entries = async () =>
      (await serializeSite(sampleStories)).map((entry) => ({
        ...entry,
        value: latin1(bytesOf(entry.value)),
      }));
    expect(await entries()).toEqual(await entries());
  });
});

test('metadata stay below the 1,024 bytes of JSON that KV allows, whatever the scope', async () => {
  const domain = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.com`;
  const article = publish(aStory({ slug: 'a'.repeat(120) }));
  const rows = { ...editionRows([article]), changeSequence: Number.MAX_SAFE_INTEGER };
  const scopes: Scope[] = ['all', `topic:${'t'.repeat(60)}`, `source:${domain}`];
  const entries = [
    ...(await Promise.all(scopes.map((scope) => serializeEdition(scope, rows, site, rethrow)))),
    await serializeArticle({ ...article, related: [] }, NOW, site),
  ];
  for (const { metadata } of entries) {
    // The Desk adds the time of the write.
    const json = JSON.stringify({ ...metadata, printed: PRINTED.toISOString() });
    expect(new TextEncoder().encode(json).byteLength).toBeLessThan(1024);
  }
});

test('truncated gzip, or bytes that are not gzip, cannot be inflated', async () => {
  const { value } = (await serializeSite([fullStory])).find(({ key }) => key === 'edition:all') as KvEntry;
  const container = openContainer(bytesOf(value));
  const bytes = compressedBytes(container, container.table.documents.rss as DocumentPart);
  expect((await gunzip(bytes)).byteLength).toBe(container.table.documents.rss?.size);
  for (const length of [0, 1, 9, 10, 100, bytes.length - 9, bytes.length - 8, bytes.length - 1])
    await expect(gunzip(bytes.subarray(0, length)), `${length} bytes`).rejects.toThrow();
  for (const at of [0, 1, 2, bytes.length >> 1, bytes.length - 8, bytes.length - 1])
    await expect(gunzip(bytes.with(at, (bytes[at] ?? 0) ^ 0x10)), `byte ${at}`).rejects.toThrow();
  await expect(gunzip(Uint8Array.from([...bytes, 0]))).rejects.toThrow();
});
