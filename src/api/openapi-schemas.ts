import * as z from 'zod';
import { ACTIONS } from '../desk/ledger/revisions.ts';

// What the API answers, for its description.

export const changeSchema = z.object({
  slug: z.string(),
  identifier: z.string(),
  status: z.enum(['scheduled', 'published', 'withdrawn']),
  revision: z.int(),
  changed: z.boolean().describe('false where there was nothing to change'),
  url: z.url(),
});

export const summarySchema = z.object({
  slug: z.string(),
  identifier: z.string(),
  status: z.enum(['scheduled', 'published', 'withdrawn']),
  revision: z.int(),
  datePublished: z.string(),
  changed: z.string(),
  reason: z.string().optional(),
  mergedInto: z.string().optional().describe('The identifier of the story that it was merged into'),
  url: z.url(),
});

export const similarSchema = z.object({
  slug: z.string(),
  headline: z.string(),
  datePublished: z.string(),
  status: z.enum(['scheduled', 'published', 'withdrawn']),
  hasSameIdentifier: z
    .boolean()
    .describe('Whether both state one id: they are one story, even where it is withdrawn'),
  hasSameHeadline: z.boolean(),
  sharedSources: z.int().describe('How many sources both have'),
});

export const revisionSchema = z.object({
  revision: z.int(),
  at: z.string(),
  who: z.string(),
  action: z.enum(ACTIONS),
  reason: z.string().nullable(),
});

export const rebuildSchema = z.object({
  began: z.string(),
  done: z.int(),
  total: z.int(),
  isDone: z.boolean(),
});

export const backupSchema = z.object({ name: z.string(), stories: z.int(), bytes: z.int() });

export const statusSchema = z.object({
  stories: z.object({ scheduled: z.int(), published: z.int(), withdrawn: z.int() }),
  nextScheduled: z.string().nullable(),
  outbox: z.object({
    depth: z.int(),
    oldestSeconds: z.int(),
    failing: z.int(),
    cards: z.int(),
    failingCards: z.int(),
  }),
  lastPrint: z.string().nullable(),
  alarm: z.string().nullable(),
  job: z.string().nullable(),
  began: z.string(),
  push: z.object({
    waiting: z.int(),
    failures: z.int(),
    lastFailure: z.object({ at: z.string(), topic: z.string() }).nullable(),
  }),
  backup: z
    .object({
      last: backupSchema.extend({ began: z.string(), ended: z.string() }).nullable(),
      failure: z.string().nullable(),
      running: z.boolean(),
    })
    .nullable(),
  troubles: z.array(z.object({ at: z.string(), what: z.string() })),
  rebuild: rebuildSchema.nullable(),
  attention: z.array(z.object({ what: z.string(), next: z.string() })),
});

export const lineSchema = z.object({
  line: z.int(),
  ok: z.boolean(),
  slug: z.string().optional(),
  revision: z.int().optional(),
  changed: z.boolean().optional(),
  history: z.literal(true).optional().describe('The line was no story, but earlier revisions of one'),
  detail: z.string().optional(),
});

export const previewSchema = z.object({ id: z.string(), url: z.url() });
