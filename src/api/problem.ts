import * as z from 'zod';
import { REQUEST_ID_HEADER } from '../lib/log.ts';

/** What went wrong, as RFC 9457 has it: what happened (`title`), why and what to do next (`detail`), and what helps to mend it. */
export const problemSchema = z
  .object({
    type: z.string().describe('A URI that names the kind of problem'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    request: z.string().optional().describe('The id of the request, which the log has as well; quote it'),
    faults: z
      .array(
        z.object({
          field: z.string(),
          value: z.string().optional(),
          rule: z.string(),
          line: z.int().optional(),
          more: z.int().optional().describe('Only on the last entry: how many more faults are not listed'),
        }),
      )
      .optional()
      .describe('What is wrong with the record: the first 20 faults'),
    current: z
      .object({ revision: z.int(), at: z.string(), who: z.string() })
      .optional()
      .describe('The revision that the story is at'),
    yours: z
      .object({ replaces: z.int().nullable() })
      .optional()
      .describe('The revision that yours says it replaces'),
    movedTo: z.string().optional().describe('The present slug of a story that was renamed'),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

export type Problem = z.output<typeof problemSchema>;

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Not authorised',
  403: 'Publishing is closed',
  404: 'Not found',
  405: 'Method not allowed',
  409: 'Conflict',
  410: 'Withdrawn',
  412: 'The story has another revision',
  413: 'Too large',
  415: 'Unsupported type',
  422: 'The story is not right',
  429: 'Too many requests',
  500: 'Something went wrong',
  503: 'Not available just now',
};

/** Seconds after which a request may be made again that the Desk, or what it stands on, could not answer. */
export const RETRY_AFTER_SECONDS = 5;

/** Thrown where a request cannot be granted; nothing was changed. */
export class ProblemError extends Error {
  readonly problem: Problem;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    detail: string,
    more: Partial<Pick<Problem, 'faults' | 'current' | 'yours' | 'movedTo'>> = {},
    headers: Record<string, string> = {},
  ) {
    super(detail);
    // RFC 9457 section 4.2.1: the status says what kind of problem it is.
    this.problem = { type: 'about:blank', title: TITLES[status] ?? 'Problem', status, detail, ...more };
    this.headers = headers;
  }
}

/** The answer to a request that cannot be granted. */
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
