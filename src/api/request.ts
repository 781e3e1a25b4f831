import type { Context } from 'hono';
import type * as z from 'zod';
import type { Precondition } from '../desk/ledger/change-result.ts';
import type { Actor } from '../desk/people/roles.ts';
import { invalidDetail } from '../desk/submit-story.ts';
import { makeStorableArticle } from '../edition/storable-article.ts';
import type { Env } from '../env.ts';
import { mediaTypeOf } from '../lib/body.ts';
import { unprintableRule } from '../lib/characters.ts';
import { readSettings } from '../settings.ts';
import { checkEvidence, type EvidenceCheck } from '../story/evidence-policy.ts';
import { storySlug } from '../story/fields.ts';
import type { Fault } from '../story/parse/fault.ts';
import { type FileLines, findDraftLine, parseStoryFile, parseStoryJson } from '../story/parse/parse.ts';
import type { Story } from '../story/story.ts';
import { readStoryText } from './body.ts';
import { ifMatchSchema, reasonSchema } from './operations.ts';
import { ProblemError } from './problem.ts';

// Parses requests. Every function throws a `ProblemError` if its part of the request is not valid.

export type ApiContext = Context<{ Bindings: Env; Variables: { actor: Actor } }>;

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

/** Reads the slug in the request's address. */
export function readSlug(c: ApiContext): string {
  const parsed = storySlug.safeParse(c.req.param('slug'));
  if (parsed.success) return parsed.data;
  throw new ProblemError(404, 'There is no such story: a slug is lower-case ASCII words joined by hyphens.');
}

/** Reads the slug of the story that is to be merged into. */
export function readMergeTarget(c: ApiContext): string {
  const parsed = storySlug.safeParse(c.req.query('into'));
  if (parsed.success) return parsed.data;
  throw new ProblemError(400, 'into must be the slug of the story to merge into: ?into=a-story.');
}

/** Reads the reason for a withdrawal from the query. */
export function readReason(c: ApiContext): string {
  const text = new URL(c.req.url).searchParams.get('reason') ?? '';
  if (text.includes('\uFFFD')) throw new ProblemError(400, 'reason must be UTF-8, percent-encoded.');
  const reason = reasonSchema.safeParse(text);
  if (!reason.success) {
    throw new ProblemError(
      422,
      'A withdrawal needs a reason of at most 2,000 characters, which readers see: ?reason=….',
    );
  }
  const broken = unprintableRule(reason.data);
  if (broken !== undefined) throw new ProblemError(422, `reason ${broken}.`);
  return reason.data;
}

/** A story and what came of comparing its TL;DR with its evidence. */
interface CheckedStory {
  story: Story;
  evidence: EvidenceCheck;
}

const checked = (c: ApiContext, story: Story, lines?: FileLines): CheckedStory => ({
  story,
  evidence: checkEvidence(story, readSettings(c.env).site.evidence, lines?.locate),
});

/** Reads the story in the request's body. Throws 422 if its slug differs from the one in the address. */
export async function readStory(c: ApiContext, slug: string): Promise<CheckedStory> {
  const type = mediaTypeOf(c.req.raw.headers);
  let parse: (text: string) => { ok: true; value: Story; lines?: FileLines } | { ok: false; faults: Fault[] };
  if (type === 'application/json') parse = (text) => parseStoryJson(text, slug);
  else if (type === 'text/markdown') parse = (text) => parseStoryFile(text, slug);
  else {
    throw new ProblemError(
      415,
      `Send the story as application/json or text/markdown, not ${JSON.stringify(type.slice(0, 80))}.`,
      {},
      {
        Accept: 'application/json, text/markdown',
      },
    );
  }
  const text = await readStoryText(c.req.raw);
  const parsed = parse(text);
  if (!parsed.ok) throw invalidStory(parsed.faults);
  const line = type === 'text/markdown' ? findDraftLine(text) : undefined;
  if (line !== undefined)
    throw invalidStory([
      { field: 'draft', value: 'true', rule: 'must be removed before the story is published', line },
    ]);
  if (parsed.value.slug !== slug) {
    throw invalidStory([
      {
        field: 'slug',
        value: JSON.stringify(parsed.value.slug),
        rule: `must be the slug in the address, "${slug}"`,
      },
    ]);
  }
  return checked(c, parsed.value, parsed.lines);
}

/** Reads the draft in the request's body. Also returns the URLs of its sources. */
export async function readDraft(c: ApiContext): Promise<CheckedStory & { sources: string[] }> {
  const parsed = parseStoryJson(await readStoryText(c.req.raw), 'draft');
  if (!parsed.ok) throw invalidStory(parsed.faults);
  const made = makeStorableArticle(parsed.value, '');
  if (!made.ok) throw invalidStory(made.faults);
  return { ...checked(c, parsed.value), sources: made.value.rendering.sources.map(({ url }) => url) };
}

/** Returns the problem that lists a story's faults. */
export const invalidStory = (faults: Fault[]): ProblemError =>
  new ProblemError(422, invalidDetail(faults), { faults });
