import { REQUEST_ID_HEADER } from '../../lib/log.ts';
import { REFUSAL_STATUS, type RefusalWord } from '../desk/refusal-status.ts';
import type { Problem } from './problem-schema.ts';

/** The titles of problems, by status. */
export const PROBLEM_TITLES = {
  400: 'Bad request',
  401: 'Not authorised',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  412: 'It was changed in the meantime',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Invalid content',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Temporarily unavailable',
};

export type ProblemStatus = keyof typeof PROBLEM_TITLES;

/** The error that a request is refused with: problem details (RFC 9457) and headers. */
export class ProblemError extends Error {
  readonly problem: Omit<Problem, 'request'>;
  readonly headers: Record<string, string>;

  constructor(
    status: ProblemStatus,
    detail: string,
    more: Partial<Pick<Problem, 'why' | 'faults' | 'current' | 'currentVersion' | 'yours' | 'movedTo'>> = {},
    headers: Record<string, string> = {},
  ) {
    super(detail);
    // `about:blank` means that the status says what kind of problem it is (RFC 9457 section 4.2.1).
    this.problem = { type: 'about:blank', title: PROBLEM_TITLES[status], status, detail, ...more };
    this.headers = headers;
  }
}

/** Returns what the Desk refused as a problem. */
export const refusalProblem = (
  { why, detail }: { why: RefusalWord; detail: string },
  more?: ConstructorParameters<typeof ProblemError>[2],
) => new ProblemError(REFUSAL_STATUS[why], detail, { why, ...more });

/** Returns a problem with status 503: the Desk or R2 did not answer. A retry may succeed. */
export const unavailable = (detail: string) => new ProblemError(503, detail, {}, { 'Retry-After': '5' });

/** Returns a problem as a response, with the id of the request. */
export function problemResponse({ problem, headers }: ProblemError, request: string): Response {
  return new Response(JSON.stringify({ ...problem, request }), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      [REQUEST_ID_HEADER]: request,
      ...headers,
    },
  });
}
