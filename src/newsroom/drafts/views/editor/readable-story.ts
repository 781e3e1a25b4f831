import { brokenEvidenceRules } from '../../../../site/story/parse/evidence-rules.ts';
import { readAuthorFile } from '../../../../site/story/parse/front-matter.ts';
import { parseStoryFile } from '../../../../site/story/parse/parse.ts';
import { type Story, storySchema, type WrittenStory } from '../../../../site/story/story.ts';
import type { Translate } from '../../../words/words.ts';
import type { Draft } from '../../desk/draft.ts';
import type { Fields } from './form/values.ts';

/** What stands in a preview for what a draft does not have yet. */
const placeholdersIn = (t: Translate): Fields => ({
  headline: t('No headline yet'),
  abstract: t('No TL;DR yet.'),
  articleBody: t('No analysis yet.'),
  inLanguage: t.tag,
  slug: 'draft',
});

/** Removes what is at these paths, or the entries of lists that they are in. */
function without(
  record: Fields,
  paths: readonly (readonly PropertyKey[])[],
  placeholders: Fields,
  now: string,
): Fields {
  const left = { ...record };
  for (const [name, ofName] of Map.groupBy(paths, ([first]) => String(first))) {
    const value = left[name];
    const faulty = new Set(ofName.map(([, second]) => second).filter((second) => typeof second === 'number'));
    if (Array.isArray(value) && faulty.size > 0) left[name] = value.filter((_entry, at) => !faulty.has(at));
    else if (name === 'datePublished') left[name] = now;
    else if (name in placeholders) left[name] = placeholders[name];
    else delete left[name];
  }
  return left;
}

/** How often a preview is checked: what is left out may uncover another fault. */
const MOST_CHECKS = 20;

/**
 * Returns the story of a draft that is not finished, for its previews: what breaks a rule is left out, and what is missing has words in
 * its place. `now` stands for a missing publication (RFC 3339). Returns undefined if nothing readable is left.
 */
export function readableStory(
  t: Translate,
  record: Fields,
  body: string,
  slug: string,
  now: string,
): Story | undefined {
  const placeholders = placeholdersIn(t);
  let left: Fields = {
    slug,
    datePublished: now,
    ...record,
    articleBody: body.trim() === '' ? placeholders.articleBody : body,
  };
  for (const name of ['headline', 'abstract', 'inLanguage'] as const)
    left = { ...left, [name]: left[name] ?? placeholders[name] };
  for (let checks = 0; checks < MOST_CHECKS; checks++) {
    const parsed = storySchema.safeParse(left);
    if (parsed.success) return withoutFaultyEvidence(parsed.data);
    const paths = parsed.error.issues
      .flatMap((issue) =>
        issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path],
      )
      .filter((path) => path.length > 0);
    if (paths.length === 0) return undefined;
    left = without(left, paths, placeholders, now);
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

/** Returns the story of a draft, without what breaks a rule; undefined if nothing readable is left. */
export function storyOf(
  t: Translate,
  { text, name }: Pick<Draft, 'text' | 'name'>,
): WrittenStory | undefined {
  const parsed = parseStoryFile(text, name);
  if (parsed.ok) return parsed.value;
  const file = readAuthorFile(text);
  return file.ok ? readableStory(t, file.record, file.parts.body, name, new Date().toISOString()) : undefined;
}
