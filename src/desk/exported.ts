import * as z from 'zod';
import { type Story, storySchema } from '../story/story.ts';
import { plainText, tagUri, timestamp } from '../story/text.ts';

// What a line of an export is, from which a server like this one can be made.

/** The highest number of a revision: `If-Match` takes one digit more. */
const LAST_REVISION = 99_999_999;

/** A record of an earlier revision may be as the rules of its time let it be: nobody is shown it as a story. */
const recordSchema = z.union([
  storySchema,
  z.looseObject({}).transform((record) => record as unknown as Story),
]);

const revisionsSchema = z
  .array(
    z.strictObject({
      revision: z.int().min(1).max(LAST_REVISION),
      at: timestamp,
      who: z.string().max(200),
      action: z.enum(['publish', 'change', 'rename', 'withdraw', 'restore']),
      reason: plainText(2000).nullable(),
      record: recordSchema,
    }),
  )
  .min(1)
  .refine(
    (revisions) =>
      revisions.every(
        ({ revision }, index) => index === 0 || revision > (revisions[index - 1]?.revision ?? 0),
      ),
    { error: 'must be in the order of their numbers' },
  );

const placesSchema = z
  .array(
    z.strictObject({
      scope: z.string(),
      sequence: z.int().min(1),
      shown: z.boolean(),
      withdrawn: z.boolean().default(false),
      changed: timestamp.optional().describe('When the edition of the scope last changed'),
    }),
  )
  .refine((places) => new Set(places.map(({ scope }) => scope)).size === places.length, {
    error: 'must name each scope once',
  });

/** A line of an export: a story with its newest revisions and its places. */
export const exportedSchema = z.strictObject({
  exported: z
    .strictObject({
      status: z.enum(['scheduled', 'published', 'withdrawn']),
      changed: timestamp,
      reason: plainText(2000).nullable(),
      revisions: revisionsSchema.superRefine((revisions, context) => {
        const at = revisions.length - 1;
        const { error } = storySchema.safeParse(revisions[at]?.record);
        for (const { path, message } of error?.issues ?? []) {
          context.addIssue({ code: 'custom', path: [at, 'record', ...path], message });
        }
      }),
      places: placesSchema,
    })
    .refine(({ status, reason }) => status !== 'withdrawn' || reason !== null, {
      path: ['reason'],
      error: 'must say why the story was withdrawn',
    })
    .refine(({ status, places }) => status === 'published' || !places.some(({ shown }) => shown), {
      path: ['places'],
      error: 'must not be shown where the story is not published',
    })
    .refine(
      ({ status, places }) =>
        status !== 'published' || places.some(({ scope, shown }) => scope === 'all' && shown),
      { path: ['places'], error: 'must have "all", and show the story there, where it is published' },
    ),
});

export type Exported = z.output<typeof exportedSchema>['exported'];

/** A line after that of its story: revisions before those in the lines above. */
export const historySchema = z.strictObject({
  history: z.strictObject({ identifier: tagUri, revisions: revisionsSchema }),
});

export type History = z.output<typeof historySchema>['history'];
