import * as z from 'zod';
import { brokenShapeRule } from '../../../lib/json-checks.ts';
import { plainText, storyIdentifier, timestamp } from '../../../site/story/fields.ts';
import { ACTIONS, sealSchema } from '../../../site/story/history/statement.ts';
import { checkStory } from '../../../site/story/parse/check.ts';
import { brokenEvidenceRules } from '../../../site/story/parse/evidence-rules.ts';
import { faultsFromZod, type Parsed, untilTooManyFaults } from '../../../site/story/parse/fault.ts';
import type { Story } from '../../../site/story/story.ts';
import { STORY_STATUSES } from '../../desk/ledger/story-row.ts';

// Parses the lines of an export.

/** The highest number of a revision. `If-Match` accepts one digit more. */
export const MAX_REVISION = 99_999_999;

/** The most revisions in a line. In the 4 MB that an export writes into a line, that leaves 400 bytes for each. */
const MAX_REVISIONS = 10_000;
/** The most names of those who wrote a revision, or approved it. */
const MAX_NAMES = 1000;
/** The most places of a story. */
const MAX_PLACES = 10_000;
/** The most lists, objects and entries in a line. A line of 4 MB has up to 200,000; earlier versions wrote longer lines. */
const MAX_LINE_PARTS = 500_000;

/** The record of a revision. An earlier one may break today's rules, because readers never see it. */
const recordSchema = z.looseObject({}).transform((record) => {
  const parsed = checkStory(record);
  return parsed.success ? parsed.data : (record as unknown as Story);
});

const namesSchema = z.array(z.string().max(200)).max(MAX_NAMES);

export const revisionSchema = z.strictObject({
  revision: z.int().min(1).max(MAX_REVISION),
  at: timestamp,
  who: z.string().max(200),
  action: z.enum(ACTIONS),
  reason: plainText(2000).nullable(),
  wrote: namesSchema.describe('Who wrote the draft that was published').optional(),
  approved: namesSchema.describe('Who approved it').optional(),
  record: recordSchema,
});

const exportedRevisionSchema = revisionSchema.extend({
  seal: sealSchema.optional().describe('What the newsroom stated of the revision when readers got it'),
});

const revisionsSchema = z
  .array(exportedRevisionSchema)
  .min(1)
  .max(MAX_REVISIONS, { error: `must have at most ${MAX_REVISIONS.toLocaleString('en')} entries` })
  .refine(
    (revisions) =>
      revisions.every(
        ({ revision }, index) => index === 0 || revision > (revisions[index - 1]?.revision ?? 0),
      ),
    { error: 'must be sorted by their numbers, without duplicates' },
  );

const placeSchema = z.strictObject({
  scope: z.string(),
  sequence: z.int().min(1),
  shown: z.boolean(),
  withdrawn: z.boolean().default(false),
  changed: timestamp.optional().describe('When the edition of the scope last changed'),
  number: z.int().min(1).optional().describe('The number of the scope in the directory'),
  listed: timestamp.optional().describe('When the scope was last added to the directory or removed'),
});

const placesSchema = z
  .array(placeSchema)
  .max(MAX_PLACES, { error: `must have at most ${MAX_PLACES.toLocaleString('en')} entries` })
  .refine((places) => new Set(places.map(({ scope }) => scope)).size === places.length, {
    error: 'must name each scope once',
  });

/** The line of a story, with its newest revisions and its places. */
export const exportedSchema = z.strictObject({
  exported: z
    .strictObject({
      status: z.enum(STORY_STATUSES),
      changed: timestamp,
      reason: plainText(2000).nullable(),
      mergedInto: storyIdentifier.optional().describe('The identifier of the story that it was merged into'),
      revisions: revisionsSchema.superRefine((revisions, context) => {
        const at = revisions.length - 1;
        const record = revisions[at]?.record;
        const issues = [
          ...(checkStory(record).error?.issues ?? []),
          ...brokenEvidenceRules(record).map(({ path, rule }) => ({ path, message: rule })),
        ];
        for (const { path, message } of issues) {
          context.addIssue({ code: 'custom', path: [at, 'record', ...path], message });
        }
      }),
      places: placesSchema,
    })
    .refine(({ status, reason }) => status !== 'withdrawn' || reason !== null, {
      path: ['reason'],
      error: 'must say why the story was withdrawn',
    })
    .refine(({ status, mergedInto }) => status === 'withdrawn' || mergedInto === undefined, {
      path: ['mergedInto'],
      error: 'must not be given unless the story is withdrawn',
    })
    .refine(({ status, places }) => status === 'published' || !places.some(({ shown }) => shown), {
      path: ['places'],
      error: 'must not have "shown": true unless the story is published',
    })
    .refine(
      ({ status, places }) =>
        status !== 'published' || places.some(({ scope, shown }) => scope === 'all' && shown),
      {
        path: ['places'],
        error: 'must include a place in "all" with "shown": true if the story is published',
      },
    ),
});

/** A revision of an export. */
export type ExportedRevision = z.output<typeof exportedRevisionSchema> & {
  /** The record of a sealed revision as the export has it: the seal holds only for that, without the defaults of new fields. */
  sealedRecord?: Story;
};

export type ExportedStory = z.output<typeof exportedSchema>['exported'] & { revisions: ExportedRevision[] };

/** A line of revisions earlier than those in the story's lines before it. */
export const historySchema = z.strictObject({
  history: z.strictObject({ identifier: storyIdentifier, revisions: revisionsSchema }),
});

export type ExportedHistory = z.output<typeof historySchema>['history'] & { revisions: ExportedRevision[] };

/** The schema of a revision without that of its record, because checking records takes longest. */
const revisionHeads = exportedRevisionSchema.extend({ record: z.unknown() });

/** Cuts each list of an exported story or history where its entries have more faults than a response lists. */
function cutFaultyLists(content: unknown): unknown {
  if (content === null || typeof content !== 'object') return content;
  const cut = (name: string, most: number, schema: z.ZodType) => {
    const entries: unknown = Reflect.get(content, name);
    // A longer list needs no check: its length alone makes it invalid.
    return Array.isArray(entries) && entries.length <= most
      ? { [name]: untilTooManyFaults(entries, schema) }
      : {};
  };
  return {
    ...content,
    ...cut('revisions', MAX_REVISIONS, revisionHeads),
    ...cut('places', MAX_PLACES, placeSchema),
  };
}

/** Gives each sealed revision the record that stands in the line. */
function addSealedRecords(parsed: unknown, line: unknown, kind: 'exported' | 'history'): void {
  const revisionsOf = (value: unknown) =>
    (value as Record<string, { revisions: ExportedRevision[] }>)[kind]?.revisions ?? [];
  const given = revisionsOf(line);
  for (const [index, revision] of revisionsOf(parsed).entries()) {
    const record = given[index]?.record;
    if (revision.seal && record) revision.sealedRecord = record;
  }
}

/** Parses the JSON of a line, unless it has more lists, objects and entries than `maxParts`. */
export function parseLine(text: string, maxParts: number): Parsed<Record<string, unknown>> {
  const refused = (rule: string): Parsed<never> => ({
    ok: false,
    faults: [{ field: '', value: undefined, rule }],
  });
  const rule = brokenShapeRule(text, maxParts);
  if (rule !== undefined) return refused(rule);
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return refused(`must be JSON: ${(error as Error).message}`);
  }
}

/** Parses a line of an export. Stops soon after it has found more faults than a response lists. */
export function parseExportLine<T>(
  text: string,
  kind: 'exported' | 'history',
  schema: z.ZodType<T>,
): Parsed<T> {
  const read = parseLine(text, MAX_LINE_PARTS);
  if (!read.ok) return read;
  const line = read.value;
  const parsed = schema.safeParse({ ...line, [kind]: cutFaultyLists(line[kind]) });
  if (!parsed.success) return { ok: false, faults: faultsFromZod(parsed.error, line) };
  addSealedRecords(parsed.data, line, kind);
  return { ok: true, value: parsed.data };
}
