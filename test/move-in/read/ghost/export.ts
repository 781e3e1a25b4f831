import type { ReadOptions } from '../../../../src/move/in/old-site.ts';
import { readGhost } from '../../../../src/move/in/read/ghost/read.ts';
import { type Entries, inFolder, readAll } from '../entries.ts';

export const SITE = 'https://old.example/';

/** A post as Ghost 6 exports it, with some fields replaced. */
export const ghostPost = (fields: Record<string, unknown> = {}) => ({
  id: '65f0c0ffee0000000000000a',
  uuid: '0b6e7a52-7b5c-4a1f-9a39-4f3a1d1f0c11',
  title: 'The harbour is dry',
  slug: 'the-harbour-is-dry',
  mobiledoc: null,
  lexical: null,
  html: '<p>The harbour is dry.</p>',
  comment_id: '65f0c0ffee0000000000000a',
  plaintext: 'The harbour is dry.',
  feature_image: null,
  featured: 0,
  type: 'post',
  status: 'published',
  locale: null,
  visibility: 'public',
  email_recipient_filter: 'all',
  created_at: '2024-07-01T09:00:00.000Z',
  updated_at: '2024-07-03T09:00:00.000Z',
  published_at: '2024-07-02T22:30:00.000Z',
  custom_excerpt: null,
  codeinjection_head: null,
  codeinjection_foot: null,
  custom_template: null,
  canonical_url: null,
  newsletter_id: null,
  show_title_and_feature_image: 1,
  ...fields,
});

export const setting = (key: string, value: string) => ({
  id: `s-${key}`,
  group: 'site',
  key,
  value,
  type: 'string',
});

/** An export of Ghost 6 with these tables. */
export const ghostExport = (data: Record<string, unknown>, version = '6.10.3') =>
  JSON.stringify({
    db: [
      {
        meta: { exported_on: 1_760_000_000_000, version },
        data: { settings: [setting('title', 'Harbour News')], ...data },
      },
    ],
  });

/** Reads an export that is a text, with files beside it. */
export const readExport = (
  json: string | Uint8Array,
  { beside = {}, ...options }: Partial<ReadOptions> & { beside?: Record<string, string> } = {},
): Promise<Entries> =>
  inFolder({ 'site.ghost.json': json, ...beside }, (folder) =>
    readAll(readGhost, `${folder}/site.ghost.json`, { site: SITE, ...options }),
  );

/** Reads an export with only one post. */
export const readOnePost = (fields: Record<string, unknown>, data: Record<string, unknown> = {}) =>
  readExport(ghostExport({ posts: [ghostPost(fields)], ...data }));
