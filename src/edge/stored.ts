import type * as z from 'zod';
import { type Directory, directorySchema } from '../edition/directory.ts';
import { type Edition, editionSchema, entrySchema } from '../edition/edition.ts';
import type { Scope } from '../edition/scope.ts';
import { DIRECTORY_KEY, editionKey, storyKey } from '../kv.ts';
import type { Site } from '../site.ts';
import { type Article, articleSchema, makeArticle } from '../story/article.ts';
import { describeFault, type Fault, faultsOf } from '../story/fault.ts';
import { mintIdentifier } from '../story/identifier.ts';
import { storySchema } from '../story/story.ts';

/** A KV value that is not what its key says. */
export class BrokenValue extends Error {
  constructor(key: string, faults: readonly Fault[]) {
    super(`The value of ${key} is broken: ${faults.map((fault) => describeFault(fault)).join('; ')}`);
  }
}

function parseJson(key: string, value: string): unknown {
  try {
    return JSON.parse(value);
  } catch (error) {
    throw new BrokenValue(key, [
      { field: '', value: undefined, rule: `must be JSON: ${(error as Error).message}` },
    ]);
  }
}

function parseWith<T extends z.ZodType>(schema: T, key: string, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new BrokenValue(key, faultsOf(parsed.error, value));
  return parsed.data;
}

/**
 * Reads an edition. A broken entry is left out, and `report` told of it, as one story must not take a feed with it.
 */
export function parseEdition(scope: Scope, value: string, report: (error: BrokenValue) => void): Edition {
  const key = editionKey(scope);
  const { entries, ...edition } = parseWith(editionSchema, key, parseJson(key, value));
  return {
    ...edition,
    entries: entries.flatMap((entry, index) => {
      const parsed = entrySchema.safeParse(entry);
      if (parsed.success) return [parsed.data];
      report(new BrokenValue(`${key} entry ${index}`, faultsOf(parsed.error, entry)));
      return [];
    }),
  };
}

/** Reads an article, or a bare story that somebody put under the article's key, which is published as it is read. */
export function parseArticle(slug: string, value: string, site: Site): Article {
  const key = storyKey(slug);
  const record = parseJson(key, value);
  if (record !== null && typeof record === 'object' && 'rendering' in record)
    return parseWith(articleSchema, key, record);
  const story = parseWith(storySchema, key, record);
  return makeArticle(story, story.identifier ?? mintIdentifier(site.taggingEntity, story.slug));
}

/** Reads the directory of scopes. */
export const parseDirectory = (value: string): Directory =>
  parseWith(directorySchema, DIRECTORY_KEY, parseJson(DIRECTORY_KEY, value));
