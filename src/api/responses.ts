import type * as z from 'zod';
import type { AppliedChange, Precondition, Refusal } from '../desk/ledger/change-result.ts';
import type { StoryRow } from '../desk/ledger/story-row.ts';
import type { RefusedStory } from '../desk/submit-story.ts';
import { readSettings } from '../settings.ts';
import { storyUrl } from '../site.ts';
import {
  checkEvidence,
  type EvidenceCheck,
  type EvidencePolicy,
  expectsEvidence,
} from '../story/evidence-policy.ts';
import type { Fault } from '../story/parse/fault.ts';
import { type Story, storySchema } from '../story/story.ts';
import { type Operation, type OperationResponse, operations } from './operations.ts';
import { ProblemError, type ProblemStatus } from './problem.ts';
import { type ApiContext, invalidStory } from './request.ts';
import type { Change, StorySummary } from './schemas.ts';

type Operations = typeof operations;
export type OperationName = keyof Operations;

/** The body of a response: a value of the schema's shape for JSON, and text or a stream for any other type. */
type Body<A extends OperationResponse> = A['type'] extends 'application/json'
  ? z.output<A['schema']>
  : string | ReadableStream<Uint8Array>;

/** A function that makes a response to an operation, with one of its statuses and a body of the matching type. */
type Send<N extends OperationName> = <S extends keyof Operations[N]['answers']>(
  status: S,
  body: Operations[N]['answers'][S] extends OperationResponse ? Body<Operations[N]['answers'][S]> : never,
  headers?: Record<string, string>,
) => Response;

export type Handler<N extends OperationName> = (c: ApiContext, send: Send<N>) => Response | Promise<Response>;

/** Returns the function that makes the responses to an operation. */
export const senderOf =
  <N extends OperationName>(c: ApiContext, name: N): Send<N> =>
  (status, body, headers = {}) => {
    const { answers }: Operation = operations[name];
    const { type } = answers[status as number] as OperationResponse;
    const isJson = type === 'application/json';
    return c.newResponse(isJson ? JSON.stringify(body) : (body as string | ReadableStream), {
      status: status as 200,
      headers: { 'Content-Type': type, ...headers },
    });
  };

const STATUS_OF: Record<Refusal['why'], ProblemStatus> = {
  missing: 404,
  stale: 412,
  taken: 409,
  withdrawn: 409,
  'not-withdrawn': 409,
  time: 422,
  finished: 409,
  evidence: 422,
  role: 403,
  review: 422,
};

/** Returns the Desk's refusal as a problem; `faults` are those of a refusal for the story's evidence. */
export function problemOfRefusal(
  refusal: Refusal,
  expected: Precondition,
  faults: Fault[] = [],
): ProblemError {
  const { why, detail, current } = refusal;
  const yours = { replaces: typeof expected === 'object' ? expected.revision : null };
  return new ProblemError(STATUS_OF[why], detail, {
    ...(current ? { current } : {}),
    ...(why === 'stale' ? { yours } : {}),
    ...(why === 'evidence' ? { faults } : {}),
  });
}

/** Returns the refusal of a submitted story as a problem. */
export const problemOfSubmission = ({ why, faults, ...refused }: RefusedStory, expected: Precondition) =>
  why === 'invalid' ? invalidStory(faults) : problemOfRefusal({ ...refused, why }, expected, faults);

/** Returns the header with a story's entity tag: its revision. */
export const etagHeader = (revision: number) => ({ ETag: `"${revision}"` });

const urlOf = (c: ApiContext, slug: string) => storyUrl(readSettings(c.env).site, slug);

/** Returns an applied change as the API sends it. */
export function changeOf(c: ApiContext, applied: AppliedChange): Change {
  const { slug, identifier, status, revision, changed } = applied;
  return { slug, identifier, status, revision, changed, url: urlOf(c, slug) };
}

/**
 * Returns the groundings of a TL;DR as the API sends them with a story. Returns no field if the policy is `off`, or if a human
 * wrote the TL;DR without evidence.
 */
export const groundingOf = (story: Story, { groundings }: EvidenceCheck) =>
  groundings === undefined || !expectsEvidence(story) ? {} : { grounding: groundings };

/** Returns the same of a stored record; nothing of an older one that breaks the rules of today. */
export function groundingOfStored(record: unknown, policy: EvidencePolicy) {
  const { data } = storySchema.safeParse(record);
  return data === undefined ? {} : groundingOf(data, checkEvidence(data, policy));
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
