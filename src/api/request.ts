import type * as z from 'zod';
import type { Precondition } from '../desk/ledger/change-result.ts';
import type { ApiContext } from './context.ts';
import { ifMatchSchema } from './parameters.ts';
import { ProblemError } from './problem.ts';

// Parses requests. Every function throws a `ProblemError` if its part of the request is not valid.

/** Parses the query's parameters; uses the first if one is repeated. Throws 400 for the first that is not valid. */
export function readQuery<T extends z.ZodObject>(c: ApiContext, schema: T): z.output<T> {
  const parsed = schema.safeParse(c.req.query());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ProblemError(400, `${String(issue?.path[0])} ${issue?.message}.`);
}

/** Reads from `If-Match` and `If-None-Match` which revision the request replaces (RFC 9110 sections 13.1.1 and 13.1.2). */
export function readPrecondition(c: ApiContext): Precondition {
  const [ifMatch, ifNoneMatch] = [c.req.header('If-Match'), c.req.header('If-None-Match')];
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'new';
    throw new ProblemError(400, 'If-None-Match must be *, which creates a story and replaces none.');
  }
  if (ifMatch === undefined) return 'unstated';
  if (ifMatch.trim() === '*') return 'existing';
  if (/^\s*W\/"[^"]*"\s*$/.test(ifMatch)) {
    throw new ProblemError(
      412,
      `If-Match compares strongly, so the weak tag ${ifMatch.trim().slice(0, 80)} matches no revision (RFC 9110 section 13.1.1). Send the tag without W/.`,
    );
  }
  if (!ifMatchSchema.safeParse(ifMatch.trim()).success)
    throw new ProblemError(400, 'If-Match must be a revision in quotes, like "3", or *.');
  return { revision: Number(ifMatch.replaceAll(/\D/g, '')) };
}
