import type { AppliedChange, Precondition, Refusal } from '../desk/ledger/change-result.ts';
import type { StoryRow } from '../desk/ledger/story-row.ts';
import { readSettings } from '../settings.ts';
import { storyUrl } from '../site.ts';
import { ProblemError } from './problem.ts';
import type { ApiContext } from './request.ts';

// What the API answers.

const STATUS_OF: Record<Refusal['why'], number> = {
  missing: 404,
  stale: 412,
  taken: 409,
  withdrawn: 409,
  'not-withdrawn': 409,
  time: 422,
  finished: 409,
};

/** Turns the Desk's refusal into a problem. */
export function problemOfRefusal(refusal: Refusal, expected: Precondition): ProblemError {
  const { why, detail, current } = refusal;
  const yours = { replaces: typeof expected === 'object' ? expected.revision : null };
  return new ProblemError(STATUS_OF[why], detail, {
    ...(current ? { current } : {}),
    ...(why === 'stale' ? { yours } : {}),
  });
}

/** An answer in JSON. */
export const jsonResponse = (
  c: ApiContext,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
) =>
  c.newResponse(JSON.stringify(body), {
    status: status as 200,
    headers: { 'Content-Type': 'application/json', ...headers },
  });

/** What a change has made of a story. */
export function respondWithChange(c: ApiContext, done: AppliedChange, isNew: boolean) {
  const { slug, identifier, status, revision, changed } = done;
  const url = storyUrl(readSettings(c.env).site, slug);
  return jsonResponse(c, { slug, identifier, status, revision, changed, url }, isNew ? 201 : 200, {
    ETag: `"${revision}"`,
  });
}

/** A story as lists show it. */
export const summarize = (c: ApiContext, held: StoryRow) => {
  const { slug, identifier, status, revision, due, changed, reason, merged } = held;
  return {
    slug,
    identifier,
    status,
    revision,
    datePublished: new Date(due).toISOString(),
    changed: new Date(changed).toISOString(),
    ...(reason === null ? {} : { reason }),
    ...(merged === null ? {} : { mergedInto: merged }),
    url: storyUrl(readSettings(c.env).site, slug),
  };
};
