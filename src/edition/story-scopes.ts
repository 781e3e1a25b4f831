import type { Site } from '../site.ts';
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

/** Returns every scope in which a story appears, without duplicates. Authors have one if `people` in data/site.json lists them. */
export function scopesOf(
  story: SubjectFields & { author: readonly { name: string; url: string | null }[] },
  site: Pick<Site, 'people' | 'url'>,
): Scope[] {
  const authors = story.author.flatMap((author) => personOf(author, site) ?? []);
  return ['all', ...subjectScopesOf(story), ...new Set(authors.map(({ slug }) => `author:${slug}` as const))];
}
