import type * as z from 'zod';
import { type Directory, directorySchema } from '../edition/directory.ts';
import {
  type ArchivedPage,
  archiveSchema,
  type Edition,
  type Entry,
  editionSchema,
  entrySchema,
  withdrawalSchema,
} from '../edition/edition.ts';
import type { Scope } from '../edition/scope.ts';
import { archiveKey, directoryKey, editionKey, type Metadata, storyKey, Unavailable } from '../kv.ts';
import { fingerprint } from '../lib/fingerprint.ts';
import { gunzip } from '../lib/gzip.ts';
import type { Site } from '../site.ts';
import {
  type Article,
  type ArticleWithRelated,
  articleWithRelatedSchema,
  RENDERER_VERSION,
} from '../story/article.ts';
import { type Fault, faultsFromZod, formatFault } from '../story/parse/fault.ts';
import { type Redirect, redirectSchema, type Tombstone, tombstoneSchema } from '../story/tombstone.ts';
import { BrokenContainer, isContainer, openContainer, storedBytes } from './container.ts';

/** The record that KV holds under a key. */
export interface StoredRecord {
  json: string;
  /** It is whole, and this version of the program has printed it: it need not be examined. */
  isTrusted: boolean;
}

/** A KV value that is not what its key says. */
export class BrokenValue extends Error {
  constructor(key: string, faults: readonly Fault[]) {
    super(`The value of ${key} is broken: ${faults.map((fault) => formatFault(fault)).join('; ')}`);
  }
}

/**
 * Reads the record of a value. The value is whole if its fingerprint is the version in its metadata; of a broken container, the
 * record is read if that has its own fingerprint. JSON without metadata was put by hand, and is the record itself. Throws
 * `Unavailable` where the record is not whole.
 */
export async function readRecord(
  key: string,
  bytes: Uint8Array | null,
  known: Metadata | undefined,
): Promise<StoredRecord | null> {
  if (bytes === null) return null;
  const isWhole = known && (await fingerprint(bytes)) === known.version;
  const isTrusted = known?.renderer === RENDERER_VERSION;
  try {
    if (isContainer(bytes)) return { json: await recordIn(bytes, isWhole === true), isTrusted };
  } catch (error) {
    throw new Unavailable(`The value of ${key} is broken`, { cause: error });
  }
  if (isWhole === false) throw new Unavailable(`KV gave a part of ${key}`);
  return { json: new TextDecoder().decode(bytes), isTrusted };
}

async function recordIn(bytes: Uint8Array, isWhole: boolean): Promise<string> {
  const container = openContainer(bytes);
  const { record } = container.table;
  const stored = storedBytes(container, record);
  if (!isWhole && (await fingerprint(stored)) !== record.hash)
    throw new BrokenContainer('its record is damaged');
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
 * Parses what the schema knows of a value. While a new version of the program is deployed, or is taken back, the other one
 * still reads what it has printed: a field that is not known yet, or any more, is no fault.
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

/** What an older version of the program has rendered, the Desk renders anew, but not at once. */
const isRendered = (article: unknown) =>
  (article as Pick<Article, 'rendering'>).rendering?.version === RENDERER_VERSION;

/**
 * Reads an edition. A broken entry is left out, and `report` told of it, as one story must not take a feed with it.
 */
export function parseEdition(
  scope: Scope,
  value: StoredRecord,
  report: (error: BrokenValue) => void,
): Edition {
  const key = editionKey(scope);
  const stored = parseRecord(editionSchema, key, parseJson(key, value), value.isTrusted);
  const { tick: changeSequence, departed: removalSequence, ticks, ...edition } = stored;
  const entries: Edition['entries'] = [];
  const entrySequences: number[] = [];
  let { open } = edition;
  for (const [index, entry] of edition.entries.entries()) {
    const parsed =
      value.isTrusted && isRendered(entry)
        ? { success: true as const, data: entry as Entry }
        : parseLeniently(entrySchema, entry);
    if (parsed.success) {
      entries.push(parsed.data);
      entrySequences.push(ticks[index] ?? changeSequence);
    } else {
      if (index < edition.open) open--;
      report(new BrokenValue(`${key} entry ${index}`, faultsFromZod(parsed.error, entry)));
    }
  }
  const withdrawn = edition.withdrawn.flatMap((withdrawal) => {
    const parsed = parseLeniently(withdrawalSchema, withdrawal);
    if (parsed.success) return [parsed.data];
    report(new BrokenValue(`${key} withdrawals`, faultsFromZod(parsed.error, withdrawal)));
    return [];
  });
  const sequences = { changeSequence, removalSequence, entrySequences };
  return { ...edition, ...sequences, archive: null, open, entries, withdrawn };
}

/** Reads a page of an archive. */
export const parseArchivePage = (scope: Scope, page: number, value: StoredRecord): ArchivedPage => {
  const key = archiveKey(scope, page);
  return parseRecord(archiveSchema, key, parseJson(key, value), value.isTrusted);
};

/** What stands under a story's key. The related stories are the page's matter, and no part of the record. */
export type StoredStory = ArticleWithRelated | Tombstone | Redirect;

/** Reads an article, what is left of one, or a bare story that somebody put there, which is published as it is read. */
export async function parseStoredStory(slug: string, value: StoredRecord, site: Site): Promise<StoredStory> {
  const key = storyKey(slug);
  const record = parseJson(key, value);
  const has = (name: string) => record !== null && typeof record === 'object' && name in record;
  if (has('withdrawn')) return parseRecord(tombstoneSchema, key, record, value.isTrusted);
  if (has('movedTo')) return parseRecord(redirectSchema, key, record, value.isTrusted);
  if (has('rendering')) {
    return parseRecord(articleWithRelatedSchema, key, record, value.isTrusted && isRendered(record));
  }
  // Seldom needed, and it brings the Markdown parser.
  const { articleFromRecord } = await import('./hand-written-record.ts');
  const published = articleFromRecord(slug, record, site);
  if (!published.ok) throw new BrokenValue(key, published.faults);
  return { ...published.value, related: [] };
}

/** Reads a page of the directory of scopes. */
export const parseDirectory = (page: number, value: StoredRecord): Directory => {
  const key = directoryKey(page);
  return parseRecord(directorySchema, key, parseJson(key, value), value.isTrusted);
};
