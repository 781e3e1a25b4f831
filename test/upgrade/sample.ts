import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { Desk } from '../../src/desk/desk.ts';
import { call, desk, drain, reopen } from '../desk/newsroom.ts';
import { aStory } from '../samples.ts';

/** What a version of the program has stored: in KV, in an export, and in the Desk's tables. */
export interface Sample {
  /** The shape of what is stored, by which a later version knows whether it is stored as before. */
  shape: string;
  kv: Record<string, { value: string; metadata: unknown }>;
  exported: string;
  tables: string[];
  rows: Record<string, Record<string, SqlStorageValue>[]>;
}

const stories = [
  aStory({
    slug: 'first',
    articleBody: 'Said.([a](https://a.example/x), [b](https://b.example/y))\n\n> A quote.\n',
    citation: [
      {
        url: 'https://a.example/x',
        name: 'A report',
        publisher: { name: 'A', url: 'https://a.example/', ownership: 'State-owned' },
        quote: { exact: 'exactly this' },
        archivedAt: 'https://web.archive.example/1/https://a.example/x',
      },
    ],
    keywords: ['web-feeds'],
    author: [{ name: 'Ann', url: 'https://ann.example/' }],
    provenance: { abstract: { digitalSourceType: 'trainedAlgorithmicMedia' } },
    correction: [{ text: 'It was B.', datePublished: '2026-03-05T08:00:00Z' }],
  }),
  aStory({ slug: 'second', keywords: ['web-feeds'], datePublished: '2026-03-05T09:30:00Z' }),
  aStory({ slug: 'third', datePublished: '2026-03-06T09:30:00Z' }),
  aStory({ slug: 'later', datePublished: '2199-01-01T00:00:00Z' }),
];

/** A newsroom with a story in each state, stored by the program as it is. */
export async function takeSample(shape: string): Promise<Sample> {
  await reopen();
  for (const story of stories) await call('PUT', `/stories/${story.slug}`, story);
  const renamed = { ...stories[1], slug: 'renamed', formerSlugs: ['second'] };
  await call('PUT', '/stories/renamed', renamed, { headers: { 'If-Match': '"1"' } });
  await call('DELETE', '/stories/third?reason=It%20was%20wrong.');
  await drain();
  const exported = await (await call('GET', '/export')).text();
  const kv: Sample['kv'] = {};
  for (const { name } of (await env.STORIES.list()).keys) {
    const { value, metadata } = await env.STORIES.getWithMetadata(name);
    if (value !== null && !name.startsWith('card:')) kv[name] = { value, metadata };
  }
  return runInDurableObject(desk(), (_desk: Desk, { storage: { sql } }) => {
    const objects = objectsOf(sql);
    const tables = objects.filter(({ type }) => type === 'table').map(({ name }) => name);
    const rows = Object.fromEntries(
      tables.map((name) => [name, sql.exec(`SELECT * FROM ${name}`).toArray()]),
    );
    return { shape, kv, exported, tables: objects.map((object) => object.sql), rows };
  });
}

/** The tables, indexes and triggers of a Durable Object, in the order in which they were made. */
export const objectsOf = (sql: SqlStorage) =>
  sql
    .exec<{ name: string; type: string; sql: string }>(
      `SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
       AND name NOT LIKE '~_cf%' ESCAPE '~' ORDER BY rowid`,
    )
    .toArray();
