import type * as z from 'zod';
import { mediaTypeOf } from '../../lib/body.ts';
import type { Precondition } from '../desk/ledger/change-result.ts';
import type { ApiContext } from './context.ts';
import { ifMatchSchema, versionTagSchema } from './parameters.ts';
import { ProblemError } from './problem.ts';

// Parses requests. Every function throws a `ProblemError` if its part of the request is not valid.

/** Parses the query's parameters; uses the first if one is repeated. Throws 400 for the first that is not valid. */
export function readQuery<T extends z.ZodObject>(c: ApiContext, schema: T): z.output<T> {
  // Hono leaves a parameter alone that is not UTF-8; it would be stored percent-encoded.
  const query = Object.fromEntries([...new URL(c.req.url).searchParams].reverse());
  for (const [name, value] of Object.entries(query)) {
    if (!Object.hasOwn(schema.shape, name) || !value.includes('\uFFFD')) continue;
    throw new ProblemError(400, `${name} must be UTF-8, percent-encoded.`);
  }
  const parsed = schema.safeParse(query);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ProblemError(400, `${String(issue?.path[0])} ${issue?.message}.`);
}

function refuseWeakTag(ifMatch: string, what: 'revision' | 'version'): void {
  if (!/^\s*W\/"[^"]*"\s*$/.test(ifMatch)) return;
  throw new ProblemError(
    412,
    `If-Match compares strongly, so the weak tag ${ifMatch.trim().slice(0, 80)} matches no ${what} (RFC 9110 section 13.1.1). Send the tag without W/.`,
  );
}

/** Reads from `If-Match` and `If-None-Match` which revision the request replaces (RFC 9110 sections 13.1.1 and 13.1.2). */
export function readPrecondition(c: ApiContext): Precondition {
  const [ifMatch, ifNoneMatch] = [c.req.header('If-Match'), c.req.header('If-None-Match')];
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'new';
    throw new ProblemError(400, 'If-None-Match must be *, which creates something and replaces nothing.');
  }
  if (ifMatch === undefined) return 'unstated';
  if (ifMatch.trim() === '*') return 'existing';
  refuseWeakTag(ifMatch, 'revision');
  if (!ifMatchSchema.safeParse(ifMatch.trim()).success)
    throw new ProblemError(400, 'If-Match must be a revision in quotes, like "3", or *.');
  return { revision: Number(ifMatch.replaceAll(/\D/g, '')) };
}

/** Reads from `If-Match` which version of a draft the request is about. Throws 412 if it states none. */
export function readVersion(c: ApiContext): number {
  const ifMatch = c.req.header('If-Match');
  if (ifMatch === undefined) {
    throw new ProblemError(
      412,
      'State which version of the draft the request is about, as in If-Match: "3". The ETag of its text has the newest.',
    );
  }
  refuseWeakTag(ifMatch, 'version');
  if (!versionTagSchema.safeParse(ifMatch.trim()).success)
    throw new ProblemError(400, 'If-Match must be a version of the draft in quotes, like "3".');
  return Number(ifMatch.replaceAll(/\D/g, ''));
}

/** Throws 415 if the body is of none of the types. */
export function requireType(c: ApiContext, ...types: string[]): void {
  const sent = mediaTypeOf(c.req.raw.headers);
  if (types.includes(sent)) return;
  const choice = new Intl.ListFormat('en', { type: 'disjunction' }).format(types);
  const detail = `Send the body as ${choice}, not ${JSON.stringify(sent.slice(0, 80))}.`;
  throw new ProblemError(415, detail, {}, { Accept: types.join(', ') });
}
