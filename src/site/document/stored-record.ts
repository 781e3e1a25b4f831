import * as z from 'zod';
import { fingerprint } from '../../lib/fingerprint.ts';
import { gunzip } from '../../lib/gzip.ts';
import {
  archiveKey,
  directoryKey,
  editionKey,
  type KvMetadata,
  PAGES_KEY,
  pageKey,
  storyKey,
  Unavailable,
} from '../../platform/kv.ts';
import type { Site } from '../../settings/site.ts';
import { type Directory, directorySchema } from '../edition/directory.ts';
import {
  type ArchivedPage,
  archiveSchema,
  type Edition,
  editionSchema,
  entrySchema,
  type FeedEntry,
  withdrawalSchema,
} from '../edition/edition.ts';
import type { Scope } from '../edition/scope.ts';
import { type PublishedPage, pageSlug, publishedPageSchema } from '../site-page/site-page.ts';
import {
  type Article,
  type ArticleWithRelated,
  articleWithRelatedSchema,
  RENDERER_VERSION,
} from '../story/article.ts';
import { type Fault, faultsFromZod, formatFault } from '../story/parse/fault.ts';
import { type Redirect, redirectSchema, type Tombstone, tombstoneSchema } from '../story/tombstone.ts';
import { BrokenContainer, isContainer, openContainer, storedBytes } from './container.ts';

/** The record in a KV value, as JSON. */
export interface StoredRecord {
  json: string;
  /** Whether this version of the program wrote it. If so, it needs no validation. */
  isTrusted: boolean;
}

/** The error for a record that is not valid. */
export class BrokenValue extends Error {
  constructor(key: string, faults: readonly Fault[]) {
    super(`The value of ${key} is broken: ${faults.map((fault) => formatFault(fault)).join('; ')}`);
  }
}

/**
 * Reads the record in a value: the record part of a container, else the value itself. The record of a container is intact if its
 * fingerprint is its `hash`, whatever became of the documents beside it; another value, if its fingerprint is the version in its
 * metadata. Hand-written values have no metadata and are not checked. Throws `Unavailable` if the record is not intact.
 */
export async function readRecord(
  key: string,
  bytes: Uint8Array | null,
  metadata: KvMetadata | undefined,
): Promise<StoredRecord | null> {
  if (bytes === null) return null;
  const isTrusted = metadata?.renderer === RENDERER_VERSION;
  try {
    if (isContainer(bytes)) return { json: await recordIn(bytes), isTrusted };
  } catch (error) {
    throw new Unavailable(`The value of ${key} is broken`, { cause: error });
  }
  if (metadata && (await fingerprint(bytes)) !== metadata.version)
    throw new Unavailable(`KV returned a truncated value of ${key}`);
  return { json: new TextDecoder().decode(bytes), isTrusted };
}

async function recordIn(bytes: Uint8Array): Promise<string> {
  const container = openContainer(bytes);
  const { record } = container.table;
  const stored = storedBytes(container, record);
  if ((await fingerprint(stored)) !== record.hash) throw new BrokenContainer('its record is damaged');
  return new TextDecoder().decode(record.coding === 'gzip' ? await gunzip(stored) : stored);
}

function parseJson(key: string, { json }: StoredRecord): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new BrokenValue(key, [
      { field: '', value: undefined, rule: `must be JSON: ${(error as Error).message}` },
    ]);
  }
}

/**
 * Parses a record, ignoring fields that the schema does not have. While a deploy or a rollback is in progress, each version of the
 * program reads records that the other one writes.
 */
function parseLeniently<T extends z.ZodType>(schema: T, value: unknown): z.ZodSafeParseResult<z.output<T>> {
  const parsed = schema.safeParse(value);
  const unknown = (parsed.error?.issues ?? []).filter((issue) => issue.code === 'unrecognized_keys');
  if (unknown.length === 0) return parsed;
  const known = structuredClone(value);
  for (const { path, keys } of unknown) {
    const place = path.reduce<unknown>((at, name) => Reflect.get(at as object, name), known) as object;
    for (const key of keys) Reflect.deleteProperty(place, key);
  }
  return schema.safeParse(known);
}

function parseRecord<T extends z.ZodType>(
  schema: T,
  key: string,
  value: unknown,
  isTrusted: boolean,
): z.output<T> {
  if (isTrusted) return value as z.output<T>;
  const parsed = parseLeniently(schema, value);
  if (!parsed.success) throw new BrokenValue(key, faultsFromZod(parsed.error, value));
  return parsed.data;
}

/** Whether this version of the program rendered the article. After an upgrade, the Desk renders all articles again, in steps. */
const isRendered = (article: unknown) =>
  (article as Pick<Article, 'rendering'>).rendering?.version === RENDERER_VERSION;

/** An edition as KV holds it. */
type StoredEdition = z.output<typeof editionSchema>;

/** Parses an edition. Throws `BrokenValue` if it is not valid. See `readEdition`. */
export function parseEdition(
  scope: Scope,
  value: StoredRecord,
  report: (error: BrokenValue) => void,
): Edition {
  const key = editionKey(scope);
  const stored = parseRecord(editionSchema, key, parseJson(key, value), value.isTrusted);
  return readEdition(scope, stored, value.isTrusted, report);
}

/** Reads an edition. Leaves out broken entries and withdrawals and reports them, so that one story cannot break a feed. */
export function readEdition(
  scope: Scope,
  { tick: changeSequence, departed: removalSequence, ticks, front, ...edition }: StoredEdition,
  isTrusted: boolean,
  report: (error: BrokenValue) => void,
): Edition {
  const key = editionKey(scope);
  const entries: Edition['entries'] = [];
  const entrySequences: number[] = [];
  let { open } = edition;
  const readEntry = (entry: unknown, name: string | number): FeedEntry | undefined => {
    if (isTrusted && isRendered(entry)) return entry as FeedEntry;
    const parsed = parseLeniently(entrySchema, entry);
    if (parsed.success) return parsed.data;
    report(new BrokenValue(`${key} entry ${name}`, faultsFromZod(parsed.error, entry)));
    return undefined;
  };
  for (const [index, stored] of edition.entries.entries()) {
    const entry = readEntry(stored, index);
    if (entry) {
      entries.push(entry);
      entrySequences.push(ticks[index] ?? changeSequence);
    } else if (index < edition.open) open--;
  }
  const arranged = front && {
    lead: front.lead === null ? null : (readEntry(front.lead, 'that leads') ?? null),
    order: front.order.flatMap((entry) => readEntry(entry, 'in order') ?? []),
    blocks: front.blocks,
  };
  const withdrawn = edition.withdrawn.flatMap((withdrawal) => {
    const parsed = parseLeniently(withdrawalSchema, withdrawal);
    if (parsed.success) return [parsed.data];
    report(new BrokenValue(`${key} withdrawals`, faultsFromZod(parsed.error, withdrawal)));
    return [];
  });
  const sequences = { changeSequence, removalSequence, entrySequences };
  const shown = { ...edition, ...sequences, archive: null, open, entries, withdrawn };
  return arranged ? { ...shown, front: arranged } : shown;
}

/** Parses a page of an archive. Throws `BrokenValue` if it is not valid. */
export const parseArchivePage = (scope: Scope, page: number, value: StoredRecord): ArchivedPage => {
  const key = archiveKey(scope, page);
  return parseRecord(archiveSchema, key, parseJson(key, value), value.isTrusted);
};

/** The record under a story's key. The related stories belong to its page, not to the story. */
export type StoredStory = ArticleWithRelated | Tombstone | Redirect;

/** Parses the record under a story's key. Makes the article if the record was written by hand. Throws `BrokenValue` if it is not valid. */
export async function parseStoredStory(slug: string, value: StoredRecord, site: Site): Promise<StoredStory> {
  const key = storyKey(slug);
  const record = parseJson(key, value);
  const has = (name: string) => record !== null && typeof record === 'object' && name in record;
  if (has('withdrawn')) return parseRecord(tombstoneSchema, key, record, value.isTrusted);
  if (has('movedTo')) return parseRecord(redirectSchema, key, record, value.isTrusted);
  if (has('rendering')) {
    return parseRecord(articleWithRelatedSchema, key, record, value.isTrusted && isRendered(record));
  }
  // Imported on demand, because it is seldom needed and loads the Markdown parser.
  const { articleFromRecord } = await import('./hand-written-record.ts');
  const published = articleFromRecord(slug, record, site);
  if (!published.ok) throw new BrokenValue(key, published.faults);
  return { ...published.value, related: [] };
}

/** Parses a page of the directory of scopes. Throws `BrokenValue` if it is not valid. */
export const parseDirectory = (page: number, value: StoredRecord): Directory => {
  const key = directoryKey(page);
  return parseRecord(directorySchema, key, parseJson(key, value), value.isTrusted);
};

const pageListSchema = z.array(pageSlug);

/** Parses the list of the newsroom's own pages: their slugs. Throws `BrokenValue` if it is not valid. */
export const parsePageList = (value: StoredRecord | null): string[] =>
  value === null ? [] : parseRecord(pageListSchema, PAGES_KEY, parseJson(PAGES_KEY, value), value.isTrusted);

/** Parses the record of a page of the newsroom's own. Throws `BrokenValue` if it is not valid. */
export const parsePage = (slug: string, value: StoredRecord): PublishedPage => {
  const key = pageKey(slug);
  return parseRecord(publishedPageSchema, key, parseJson(key, value), value.isTrusted);
};
