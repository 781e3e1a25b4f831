import type { Site } from '../../settings/site.ts';
import type { ListedSource } from '../story/article.ts';
import { publisherDomain } from '../story/sources/publisher.ts';
import { personOf } from './people.ts';
import type { Scope } from './scope.ts';

/** The fields of a story that decide what it is about and which sources it cites. */
interface SubjectFields {
  keywords: readonly string[];
  rendering: { sources: readonly ListedSource[] };
}

/** Returns the scopes of a story's sources, without duplicates. */
export const sourceScopesOf = ({ rendering }: Pick<SubjectFields, 'rendering'>): `source:${string}`[] => [
  ...new Set(rendering.sources.map((source) => `source:${publisherDomain(source)}` as const)),
];

/** Returns the scopes of a story's topics and sources, without duplicates. */
export const subjectScopesOf = (story: SubjectFields): Scope[] => [
  ...new Set(story.keywords.map((topic) => `topic:${topic}` as const)),
  ...sourceScopesOf(story),
];

/** Returns the scopes of a story's authors, without duplicates. Those have one whom `people` in data/site.json lists. */
export function authorScopesOf(
  { author }: { author: readonly { name: string; url: string | null }[] },
  site: Pick<Site, 'people' | 'url'>,
): Scope[] {
  const people = author.flatMap((each) => personOf(each, site) ?? []);
  return [...new Set(people.map(({ slug }) => `author:${slug}` as const))];
}

/** Returns every scope in which a story appears, without duplicates. */
export const scopesOf = (
  story: SubjectFields & Parameters<typeof authorScopesOf>[0],
  site: Pick<Site, 'people' | 'url'>,
): Scope[] => ['all', ...subjectScopesOf(story), ...authorScopesOf(story, site)];
