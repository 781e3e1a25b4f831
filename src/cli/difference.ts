import { createPatch } from 'diff';
import { stringify } from 'yaml';
import { visibleLines } from '../story/fault.ts';
import type { Story } from '../story/story.ts';

/** A record as text that people can compare: front matter without what is not stated, then the analysis. */
function toText(story: Partial<Story>): string {
  const { articleBody = '', identifier, ...fields } = story;
  const stated = JSON.parse(
    JSON.stringify(fields, (_name, value) =>
      value === null || (Array.isArray(value) && value.length === 0) ? undefined : value,
    ),
  );
  return `${stringify(stated, { sortMapEntries: true, lineWidth: 100 })}\n${articleBody}`;
}

/** What publishing the local story would change, as a patch; empty where it would change nothing. */
export function describeDifference(published: Partial<Story>, local: Story): string {
  // The Desk keeps every slug that the story had, whether or not the file lists them.
  const former = [...new Set([...(published.formerSlugs ?? []), ...local.formerSlugs])].sort();
  const [before, after] = [
    toText({ ...published, formerSlugs: former }),
    toText({ ...local, formerSlugs: former }),
  ];
  return before === after ? '' : visibleLines(createPatch(local.slug, before, after, 'published', 'local'));
}
