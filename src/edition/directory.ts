import * as z from 'zod';
import type { Site } from '../site.ts';
import { slug } from '../story/text.ts';
import type { Scope } from './scope.ts';

/** Which scopes there are: what "every feed of the site" means. */
export const directorySchema = z.strictObject({
  topics: z.array(slug(60)),
  // Hosts, as the URL standard gives them.
  sources: z.array(z.string().regex(/^[\w.:[\]-]+$/)),
});

export type Directory = z.output<typeof directorySchema>;

/** The directory of a set of scopes: the site's own topics first and in its order, all others by name. */
export function makeDirectory(scopes: readonly Scope[], site: Pick<Site, 'topics'>): Directory {
  const names = (kind: 'topic' | 'source') =>
    scopes.filter((scope) => scope.startsWith(`${kind}:`)).map((scope) => scope.slice(kind.length + 1));
  const own = site.topics.map((topic) => topic.slug);
  return {
    topics: [...own, ...[...new Set(names('topic'))].filter((topic) => !own.includes(topic)).sort()],
    sources: [...new Set(names('source'))].sort(),
  };
}
