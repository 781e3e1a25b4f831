import type { Site } from '../../settings/site.ts';
import type { Article } from '../story/article.ts';
import { mintIdentifier } from '../story/identifier.ts';
import { LinkLimitError, makeArticle } from '../story/make-article.ts';
import type { Parsed } from '../story/parse/fault.ts';
import { parseStoryRecord } from '../story/parse/parse.ts';

/** Makes the article of a record that was written to KV by hand. Its slug must be the one in the key. */
export function articleFromRecord(slug: string, record: unknown, site: Site): Parsed<Article> {
  const parsed = parseStoryRecord(record);
  if (!parsed.ok) return parsed;
  const story = parsed.value;
  if (story.slug !== slug) {
    const rule = `must be that of its key, "${slug}"`;
    return { ok: false, faults: [{ field: 'slug', value: JSON.stringify(story.slug), rule }] };
  }
  try {
    const identifier = story.identifier ?? mintIdentifier(site.taggingEntity, story.slug);
    return { ok: true, value: makeArticle(story, identifier) };
  } catch (error) {
    if (error instanceof LinkLimitError) return { ok: false, faults: [error.fault] };
    throw error;
  }
}
