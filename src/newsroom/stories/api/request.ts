import { mediaTypeOf } from '../../../lib/body.ts';
import { unprintableRule } from '../../../lib/characters.ts';
import { makeStorableArticle } from '../../../site/edition/storable-article.ts';
import { checkEvidence, type EvidenceCheck } from '../../../site/story/evidence-policy.ts';
import { storySlug } from '../../../site/story/fields.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import {
  type FileLines,
  findDraftLine,
  parseStoryFile,
  parseStoryJson,
} from '../../../site/story/parse/parse.ts';
import { type WrittenStory, withDate } from '../../../site/story/story.ts';
import { MAX_STORY_BYTES, readText } from '../../api/body.ts';
import type { ApiContext } from '../../api/context.ts';
import { ProblemError } from '../../api/problem.ts';
import { invalidDetail } from '../../desk/submit-story.ts';
import { currentSettings } from '../../settings/desk/current-settings.ts';
import { reasonSchema } from './operations.ts';

// Parses what a request says of a story. Every function throws a `ProblemError` if its part of the request is not valid.

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
  story: WrittenStory;
  evidence: EvidenceCheck;
}

async function checked(c: ApiContext, story: WrittenStory, lines?: FileLines): Promise<CheckedStory> {
  const { site } = await currentSettings(c.env);
  return { story, evidence: checkEvidence(story, site.evidence, lines?.locate) };
}

/** Reads the story in the request's body. Throws 422 if its slug differs from the one in the address. */
export async function readStory(c: ApiContext, slug: string): Promise<CheckedStory> {
  const type = mediaTypeOf(c.req.raw.headers);
  let parse: (
    text: string,
  ) => { ok: true; value: WrittenStory; lines?: FileLines } | { ok: false; faults: Fault[] };
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
  const text = await readText(c.req.raw, 'A story', MAX_STORY_BYTES);
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
  const parsed = parseStoryJson(await readText(c.req.raw, 'A story', MAX_STORY_BYTES), 'draft');
  if (!parsed.ok) throw invalidStory(parsed.faults);
  const made = makeStorableArticle(withDate(parsed.value, Date.now()), '');
  if (!made.ok) throw invalidStory(made.faults);
  return { ...(await checked(c, parsed.value)), sources: made.value.rendering.sources.map(({ url }) => url) };
}

/** Returns the problem that lists a story's faults. */
export const invalidStory = (faults: Fault[]): ProblemError =>
  new ProblemError(422, invalidDetail(faults).detail, { faults });
