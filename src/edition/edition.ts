import * as z from 'zod';
import { type Article, articleSchema } from '../story/article.ts';
import { timestamp } from '../story/text.ts';
import type { Scope } from './scope.ts';

/** Stories in an archive page. An edition is the open page together with the closed one before it. */
export const PAGE_SIZE = 30;

/** A story in an edition: what feeds and listing pages need of its article. */
export const entrySchema = articleSchema
  .omit({ articleBody: true, formerSlugs: true, isBasedOn: true, citation: true })
  .extend({ rendering: articleSchema.shape.rendering.omit({ page: true }) });

export type Entry = z.output<typeof entrySchema>;

/** The newest articles of a scope, newest first in the order of their publication here. */
export interface Edition {
  scope: Scope;
  /** How many stories the scope has in all. */
  count: number;
  /** When anything in it last changed (RFC 3339). */
  updated: string;
  entries: Entry[];
}

/** An edition as KV holds it. Its entries are parsed one by one, so that a broken one is left out alone. */
export const editionSchema = z.strictObject({
  scope: z.custom<Scope>((scope) => typeof scope === 'string' && /^(all|topic:.+|source:.+)$/.test(scope)),
  count: z.int().min(0),
  updated: timestamp,
  entries: z.array(z.unknown()),
});

/** How many of `count` stories an edition holds: all of them, or else 30 to 59. */
export const editionLength = (count: number) => (count < PAGE_SIZE ? count : PAGE_SIZE + (count % PAGE_SIZE));

/** The part of an article that an edition holds. */
export function toEntry(article: Article): Entry {
  const { articleBody, formerSlugs, isBasedOn, citation, rendering, ...entry } = article;
  const { page, ...rest } = rendering;
  return { ...entry, rendering: rest };
}
