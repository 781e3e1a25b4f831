import * as z from 'zod';
import { backupSchema } from './transfer/backup-state.ts';

// The status of the Desk, as `GET /api/status` sends it.

const time = z.string().meta({ format: 'date-time' });
const count = z.int().min(0);

export const rebuildStatusSchema = z.strictObject({
  began: time,
  done: count.describe('Stories rendered so far'),
  total: count.describe('Stories in all'),
  isDone: z.boolean(),
});

const troubleSchema = z.strictObject({ at: time, what: z.string() });

const attentionSchema = z.strictObject({
  what: z.string().describe('What is wrong, and what it does to readers'),
  next: z.string().describe('What to do'),
});

export const deskStatusSchema = z.strictObject({
  stories: z.strictObject({ scheduled: count, published: count, withdrawn: count }),
  nextScheduled: time.nullable().describe('When the next scheduled story is published'),
  outbox: z.strictObject({
    depth: count.describe('Keys that wait to be written to KV, without cards'),
    oldestSeconds: z.int().describe('How long the oldest of them has waited'),
    failing: count.describe('Of these keys, those whose last write failed'),
    cards: count.describe('Cards that wait to be drawn; they come after all else'),
    failingCards: count,
  }),
  lastPrint: time.nullable().describe('When a key was last written to KV'),
  alarm: time.nullable().describe("When the Desk's alarm runs next"),
  job: time.nullable().describe('When the scheduled job last ran'),
  began: time.describe('When the Desk was first called'),
  push: z.strictObject({
    waiting: count.describe('Scopes whose change the queue has not taken yet'),
    failures: count.describe('How often in a row the queue has refused one of them'),
    lastFailure: z
      .strictObject({ at: time, topic: z.string() })
      .nullable()
      .describe('The last delivery to a WebSub subscriber that failed'),
  }),
  backup: z
    .strictObject({
      last: backupSchema.extend({ began: time, ended: time }).nullable(),
      failure: z.string().nullable().describe('Why the last run failed'),
      running: z.boolean(),
    })
    .nullable()
    .describe('null if no R2 bucket is bound'),
  troubles: z.array(troubleSchema).describe('The latest troubles, oldest first'),
  rebuild: rebuildStatusSchema.nullable().describe('The last rebuild, or the one in progress'),
  attention: z.array(attentionSchema).describe('What needs an operator; empty if all is well'),
});

export type DeskStatus = z.infer<typeof deskStatusSchema>;
export type RebuildStatus = z.infer<typeof rebuildStatusSchema>;
export type Trouble = z.infer<typeof troubleSchema>;
export type AttentionItem = z.infer<typeof attentionSchema>;
