import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { KvEntry, KvMetadata } from '../../../src/platform/kv.ts';
import type { Scope } from '../../../src/site/edition/scope.ts';
import type { Story } from '../../../src/site/story/story.ts';
import { aRecord, program, site } from './documents.ts';
import { fields } from './records.ts';

// Generates KV values: as the Desk writes them, and damaged, as another version of the program, another program or a failing
// disk might leave them.

/** The kinds of values, and the paths that each is served at. */
export const ADDRESSES = {
  story: ['stories/a-story', 'stories/a-story.md', 'stories/a-story.json', 'stories/a-story/cite.ris'],
  tombstone: ['stories/a-story', 'stories/a-story.json'],
  redirect: ['stories/a-story', 'stories/a-story/cite.bib'],
  edition: ['', 'rss.xml', 'atom.xml', 'feed.json', 'news-sitemap.xml'],
  archive: [
    'archive/1',
    'archive/1/rss.xml',
    'archive/1/atom.xml',
    'archive/1/feed.json',
    'sitemaps/stories/1.xml',
  ],
  directory: ['subscribe', 'feeds.opml', 'sitemaps/listings.xml'],
} as const;

export type Kind = keyof typeof ADDRESSES;

/** The key of each kind of value. */
export const KEYS: Record<Kind, string> = {
  story: 'story:a-story',
  tombstone: 'story:a-story',
  redirect: 'story:a-story',
  edition: 'edition:all',
  archive: 'archive:all:1',
  directory: 'directory',
};

const AT = Date.parse('2026-03-06T00:00:00Z');
const SLUGS = ['a-story', 'b-story', 'c-story'];

/** Makes stories of these records, with a minimal story in place of an invalid record. */
function storiesOf(records: readonly object[]): Story[] {
  return records.map((own, index) => {
    const named = { ...own, slug: SLUGS[index], identifier: undefined };
    const parsed = program.parseStoryJson(JSON.stringify(aRecord(named)));
    const plain = program.parseStoryJson(JSON.stringify(aRecord({ slug: SLUGS[index] })));
    if (parsed.ok) return program.withDate(parsed.value, AT);
    if (plain.ok) return program.withDate(plain.value, AT);
    throw new Error('the minimal record must be valid');
  });
}

/** A value and metadata as the Desk writes them. */
export type WrittenValue = Pick<KvEntry, 'value' | 'metadata'>;

/** Returns what the Desk writes for a newsroom with these stories, including a value of this kind. */
export async function writeValues(
  kind: Kind,
  records: readonly object[],
): Promise<Map<string, WrittenValue>> {
  // Through the Desk’s compact JSON, because its table omits defaults.
  const articles = storiesOf(records).map((story) => {
    const article = program.makeArticle(story, `tag:news.example,2026:stories/${story.slug}`);
    return program.withArticleDefaults(JSON.parse(program.compactJson(article)));
  });
  const withdrawn = {
    identifier: 'tag:news.example,2026:stories/w',
    reason: articles[0]?.abstract ?? 'It was wrong.',
    at: '2026-03-06T00:00:00Z',
  };
  const story = { slug: 'w', inLanguage: 'ar', datePublished: '2026-03-05T00:00:00Z' };
  const related = articles.slice(1).map(({ slug, headline, inLanguage, datePublished }) => {
    return { slug, headline, inLanguage, datePublished };
  });
  const scopes: Scope[] = [
    'all',
    'topic:web-feeds',
    ...articles.flatMap((article) => program.scopesOf(article, site)),
  ];
  const count = articles.length;
  const rows = {
    ...{ count, changed: AT, last: count, open: count, previous: 0, changeSequence: 3, removalSequence: 0 },
    entrySequences: articles.map(() => 3),
    withdrawn: [{ ...withdrawn, story }],
    entries: articles.map((article) => JSON.stringify(program.toEntry(article))),
  };
  const entries = await Promise.all([
    ...articles.map((article) => program.serializeArticle({ ...article, related }, AT, site)),
    ...(kind === 'tombstone' ? [program.serializeTombstone('a-story', withdrawn, AT, site)] : []),
    ...(kind === 'redirect' ? [program.serializeRedirect('a-story', 'b-story', AT, site)] : []),
    program.serializeEdition('all', rows, site, assert.ifError),
    program.serializeArchive('all', 1, {
      next: 0,
      stories: articles.map(({ slug }) => ({ slug, changed: AT })),
      withdrawn: [{ ...withdrawn, story }],
    }),
    program.serializeDirectory({ page: 1, previous: 0, next: 2, last: 2, changed: AT, scopes }),
  ]);
  return new Map(entries.map(({ key, value, metadata }) => [key, { value, metadata }]));
}

/** What happens at one path in a JSON value: it is removed, gets an extra property, or is replaced. */
export type Mutation = 'drop' | 'add' | { put: unknown };

/** Lists all paths in a JSON value. */
function pathsIn(value: unknown, path: PropertyKey[] = []): PropertyKey[][] {
  if (value === null || typeof value !== 'object') return [path];
  return [path, ...Object.keys(value).flatMap((key) => pathsIn(Reflect.get(value, key), [...path, key]))];
}

/** Whether the path leads to rendered HTML, which is trusted because only the Desk writes it. */
const isRendering = (path: readonly PropertyKey[]) =>
  path.at(-2) === 'rendering' && (path.at(-1) === 'page' || path.at(-1) === 'feed');

function mutateAt(value: unknown, [key, ...path]: PropertyKey[], change: Mutation): unknown {
  if (key === undefined) {
    if (change === 'drop') return undefined;
    if (change !== 'add') return change.put;
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? { ...value, added: 1 }
      : value;
  }
  if (Array.isArray(value))
    return value.map((each, at) => (String(at) === String(key) ? mutateAt(each, path, change) : each));
  return { ...(value as object), [key]: mutateAt(Reflect.get(value as object, key), path, change) };
}

/** Applies mutations to a JSON value, and cuts it off at `length`. */
export function mutateJson(
  json: string,
  changes: readonly [number, Mutation][],
  length: number | null,
): string {
  const value = changes.reduce<unknown>((before, [index, what]) => {
    const paths = pathsIn(before).filter((path) => what === 'drop' || what === 'add' || !isRendering(path));
    return mutateAt(before, paths[index % paths.length] ?? [], what);
  }, JSON.parse(json));
  const text = JSON.stringify(value) ?? '';
  return length === null ? text : text.slice(0, length);
}

/** Returns the record in a value as JSON; an empty text if the value has none. */
export async function recordOf(key: string, { value, metadata }: WrittenValue): Promise<string> {
  return (await program.readRecord(key, Buffer.from(value as string), metadata))?.json ?? '';
}

const isContainer = (key: string) => /^(story|edition):/.test(key);

export async function withRecord(key: string, { value }: WrittenValue, json: string): Promise<Uint8Array> {
  const text = new Uint8Array(Buffer.from(json));
  if (!isContainer(key)) return text;
  const container = program.openContainer(Buffer.from(value as string));
  const { documents, record } = container.table;
  const bytes = record.coding === 'gzip' ? await program.gzip(text) : text;
  const made = { ...record, size: text.byteLength, hash: await program.fingerprint(bytes) };
  const parts = Object.values(documents).map((part) => ({
    part,
    bytes: program.storedBytes(container, part),
  }));
  return program.packContainer([...parts, { part: made, bytes }], { documents, record: made });
}

/** Damage to a value's bytes: some are flipped, the end is cut off, or the table of a container is mutated. */
export type ByteDamage = { flips: [number, number][] } | { cut: number } | { table: [number, Mutation][] };

export function damageBytes(key: string, value: Uint8Array, harm: ByteDamage): Uint8Array {
  if ('cut' in harm) return value.subarray(0, harm.cut % value.length);
  if ('flips' in harm) {
    const bytes = value.slice();
    for (const [at, by] of harm.flips) bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ by;
    return bytes;
  }
  if (!isContainer(key)) return value;
  const first = value.indexOf(10) + 1;
  const second = value.indexOf(10, first);
  const table = mutateJson(Buffer.from(value.subarray(first, second)).toString(), harm.table, null);
  return Buffer.concat([value.subarray(0, first), Buffer.from(table), value.subarray(second)]);
}

/** A value's metadata: its own, that of the value before the mutation, or arbitrary. */
export type MetadataChoice = 'its own' | 'of the value before' | { odd: unknown };

/** Makes the metadata of a value that may be mutated. A mutated value has an older renderer version, so it is not trusted. */
export async function metadataOf(
  metadataChoice: MetadataChoice,
  value: Uint8Array,
  whole: KvMetadata,
): Promise<unknown> {
  if (typeof metadataChoice === 'object') return metadataChoice.odd;
  if (metadataChoice === 'of the value before') return whole;
  const version = await program.fingerprint(new Uint8Array(value));
  return version === whole.version ? whole : { ...whole, version, renderer: (whole.renderer ?? 1) - 1 };
}

const change = fc.oneof(
  fc.constantFrom<Mutation>('drop', 'add', 'add', 'add'),
  fc
    .constantFrom<unknown>(
      ...[null, '', 0, -1, true, [], {}, 'javascript:alert(1)', '<script>', 1e21, '\u0000', [null]],
      ...[
        'https://a.example/',
        '2026-03-06T00:00:00Z',
        'a-story',
        'x'.repeat(5000),
        '\uD800',
        ']]>',
        '&nbsp;',
      ],
    )
    .map((put) => ({ put })),
);

const oddMetadata = fc
  .oneof(
    fc.constantFrom<unknown>(null, [], 'a', 1, {}, { version: 1 }, { version: 'a', updated: 'yesterday' }),
    fc.record({
      version: fc.constantFrom<unknown>('', 'a', null, {}),
      updated: fc.constantFrom<unknown>('2026-03-06T00:00:00Z', '9999-01-01T00:00:00Z', '0', null, -1),
      renderer: fc.constantFrom<unknown>(1e9, -1, '4', null, 1.5),
    }),
  )
  .map((each) => ({ odd: each }));

const places = fc.nat({ max: 200_000 });
const harm: fc.Arbitrary<ByteDamage> = fc.oneof(
  fc.record({
    flips: fc.array(fc.tuple(places, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ cut: places }),
  fc.record({ table: fc.array(fc.tuple(fc.nat({ max: 2000 }), change), { minLength: 1, maxLength: 2 }) }),
);

/** A value, how it is mutated and damaged, and where it is requested. */
export const values = fc.record({
  kind: fc.constantFrom(...(Object.keys(ADDRESSES) as Kind[])),
  records: fc.array(fields, { minLength: 1, maxLength: SLUGS.length }),
  changes: fc.array(fc.tuple(fc.nat({ max: 2000 }), change), { maxLength: 3 }),
  length: fc.option(fc.nat({ max: 4000 }), { freq: 8 }),
  metadataChoice: fc.oneof(
    fc.constantFrom<MetadataChoice>('its own', 'its own', 'of the value before'),
    oddMetadata,
  ),
  address: fc.nat({ max: 4 }),
  harm: fc.option(harm),
  takesGzip: fc.boolean(),
});
