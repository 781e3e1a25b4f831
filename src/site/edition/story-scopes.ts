import { isSameWriting } from '../../language/words.ts';
import type { Site } from '../../settings/site.ts';
import type { ListedSource } from '../story/article.ts';
import { publisherDomain } from '../story/sources/publisher.ts';
import { personOf } from './people.ts';
import { type Scope, seriesScope } from './scope.ts';

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

/**
 * Returns the scope of a story's language: the one that `languages` in data/site.json lists, or a wider one in the same script, `pt` for
 * `pt-BR` (RFC 4647 section 3.4) and `zh-Hant` for `zh-TW`; none if it lists neither.
 */
export function languageScopesOf(
  { inLanguage }: { inLanguage: string },
  { languages }: Pick<Site, 'languages'>,
): Scope[] {
  const fitting = languages.filter((tag) => isSameWriting(tag, inLanguage));
  for (let wanted = inLanguage.toLowerCase(); wanted !== ''; wanted = wanted.replace(/-?[^-]*$/, '')) {
    const listed = fitting.find((tag) => tag.toLowerCase() === wanted);
    if (listed !== undefined) return [`language:${listed}`];
  }
  const wider = fitting.find((tag) => new Intl.Locale(tag).region === undefined);
  return wider === undefined ? [] : [`language:${wider}`];
}

/** Returns every scope in which a story appears, without duplicates. */
export const scopesOf = (
  story: SubjectFields &
    Parameters<typeof authorScopesOf>[0] & { inLanguage: string; series?: string | null },
  site: Pick<Site, 'people' | 'url' | 'languages'>,
): Scope[] => [
  'all',
  ...subjectScopesOf(story),
  ...authorScopesOf(story, site),
  ...languageScopesOf(story, site),
  ...(story.series ? [seriesScope(story.series)] : []),
];
