import { readSettings } from '../../../settings/settings.ts';
import { storyUrl } from '../../../settings/site.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import type { ApiContext } from '../../api/context.ts';
import { type ProblemError, refusalProblem } from '../../api/problem.ts';
import type { AppliedChange, Precondition, Refusal } from '../../desk/ledger/change-result.ts';
import type { StoryRow } from '../../desk/ledger/story-row.ts';
import type { RefusedStory } from '../../desk/submit-story.ts';
import { invalidStory } from './request.ts';
import type { Change, StorySummary } from './schemas.ts';

/** Returns the Desk's refusal as a problem; `faults` are those of a refusal for the story's evidence. */
export function problemOfRefusal(
  refusal: Refusal,
  expected: Precondition,
  faults: Fault[] = [],
): ProblemError {
  const { why, current } = refusal;
  const yours = { replaces: typeof expected === 'object' ? expected.revision : null };
  return refusalProblem(refusal, {
    ...(current ? { current } : {}),
    ...(why === 'stale' ? { yours } : {}),
    ...(why === 'evidence' ? { faults } : {}),
  });
}

/** Returns the refusal of a submitted story as a problem. */
export const problemOfSubmission = ({ why, faults, ...refused }: RefusedStory, expected: Precondition) =>
  why === 'invalid' ? invalidStory(faults) : problemOfRefusal({ ...refused, why }, expected, faults);

const urlOf = (c: ApiContext, slug: string) => storyUrl(readSettings(c.env).site, slug);

/** Returns an applied change as the API sends it. */
export function changeOf(c: ApiContext, applied: AppliedChange): Change {
  const { slug, identifier, status, revision, changed } = applied;
  return { slug, identifier, status, revision, changed, url: urlOf(c, slug) };
}

/** Returns a story as lists show it: without its record. */
export function summaryOf(c: ApiContext, row: StoryRow): StorySummary {
  const { slug, identifier, status, revision, due, changed, reason, merged } = row;
  return {
    slug,
    identifier,
    status,
    revision,
    datePublished: new Date(due).toISOString(),
    changed: new Date(changed).toISOString(),
    ...(reason === null ? {} : { reason }),
    ...(merged === null ? {} : { mergedInto: merged }),
    url: urlOf(c, slug),
  };
}
