import { brokenEvidenceRules } from '../../story/parse/evidence-rules.ts';
import { type Story, storySchema } from '../../story/story.ts';
import type { Fields } from './form/values.ts';

/** What stands in a preview for what a draft does not have yet. */
const PLACEHOLDERS: Fields = {
  headline: 'No headline yet',
  abstract: 'No TL;DR yet.',
  articleBody: 'No analysis yet.',
  inLanguage: 'en',
  slug: 'draft',
};

/** Removes what is at a path, or the entry of a list that it is in. */
function without(record: Fields, [first, second]: readonly PropertyKey[], now: string): Fields {
  const name = String(first);
  const value = record[name];
  if (Array.isArray(value) && typeof second === 'number')
    return { ...record, [name]: value.filter((_entry, at) => at !== second) };
  const { [name]: _removed, ...rest } = record;
  if (name === 'datePublished') return { ...rest, datePublished: now };
  return name in PLACEHOLDERS ? { ...rest, [name]: PLACEHOLDERS[name] } : rest;
}

/** The most parts that are left out of a preview. */
const MAX_REMOVED = 500;

/**
 * Returns the story of a draft that is not finished, for its previews: what breaks a rule is left out, and what is missing has words in
 * its place. `now` stands for a missing publication (RFC 3339). Returns undefined if nothing readable is left.
 */
export function readableStory(record: Fields, body: string, slug: string, now: string): Story | undefined {
  let left: Fields = {
    slug,
    datePublished: now,
    ...record,
    articleBody: body.trim() === '' ? PLACEHOLDERS.articleBody : body,
  };
  for (const name of ['headline', 'abstract', 'inLanguage'] as const)
    left = { ...left, [name]: left[name] ?? PLACEHOLDERS[name] };
  for (let removed = 0; removed < MAX_REMOVED; removed++) {
    const parsed = storySchema.safeParse(left);
    if (parsed.success) return withoutFaultyEvidence(parsed.data);
    const [issue] = parsed.error.issues;
    if (!issue) return undefined;
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path;
    if (path.length === 0) return undefined;
    left = without(left, path, now);
  }
  return undefined;
}

/** Leaves out evidence that does not fit the TL;DR and the sources. */
function withoutFaultyEvidence(story: Story): Story {
  const faulty = new Set(brokenEvidenceRules(story).map(({ path: [, at] }) => at));
  return faulty.size === 0
    ? story
    : { ...story, evidence: story.evidence.filter((_entry, at) => !faulty.has(at)) };
}
