import * as z from 'zod';
import { time } from '../../desk/time.ts';
import { backupSchema } from '../../transfer/desk/backup-state.ts';

// The status of the Desk, as `GET /api/status` returns it.

const count = z.int().min(0);

export const rebuildStatusSchema = z.strictObject({
  began: time,
  done: count.describe('Stories rendered so far'),
  total: count.describe('Stories in all'),
  isDone: z.boolean(),
});

const troubleSchema = z.strictObject({ at: time, what: z.string() });

/** What can need attention. */
const ATTENTION_KINDS = [
  'alarm',
  'scheduled job',
  'waiting writes',
  'failing writes',
  'failing cards',
  'announcements',
  'deliveries',
  'notifications',
  'mails',
  'mirrors',
  'standard.site',
  'broken signing key',
  'lost signing key',
  'failing backup',
  'late backup',
] as const;

const attentionSchema = z.strictObject({
  kind: z.enum(ATTENTION_KINDS),
  what: z.string().describe('What is wrong, and what it does to readers'),
  next: z.string().describe('What to do'),
});

export const deskStatusSchema = z.strictObject({
  stories: z.strictObject({ scheduled: count, published: count, withdrawn: count }),
  nextScheduled: time.nullable().describe('When the next scheduled story is published'),
  outbox: z.strictObject({
    depth: count.describe('How many keys are waiting to be written to KV, not counting cards'),
    oldestSeconds: z.int().describe('How long the first of them has waited'),
    failing: count.describe('How many of the keys in `depth` failed when last written'),
    cards: count.describe('How many cards are waiting to be drawn, after all other keys'),
    failingCards: count.describe('How many of the cards in `cards` failed when last drawn or written'),
  }),
  lastPrint: time.nullable().describe('When a key was last written to KV'),
  alarm: time.nullable().describe("When the Desk's alarm runs next"),
  job: time.nullable().describe('When the scheduled job last ran'),
  began: time.describe('When the Desk was first called'),
  push: z.strictObject({
    waiting: count.describe('How many scopes have a change that the queue has not accepted yet'),
    failures: count.describe('How often in a row the queue has refused the one that it refused most'),
    lastFailure: z
      .strictObject({ at: time, topic: z.string() })
      .nullable()
      .describe('The last delivery to a WebSub subscriber that failed'),
  }),
  notifications: z
    .strictObject({
      waiting: count.describe('How many messages the queue has not accepted yet'),
      lastFailure: z
        .strictObject({ at: time, why: z.string() })
        .nullable()
        .describe('Why the last message did not arrive; null if it did'),
    })
    .nullable()
    .describe('What NOTIFY_URL is told of reviews and scheduled stories; null without that secret'),
  mails: z
    .strictObject({
      waiting: count.describe('How many notices wait for a mail'),
      lastFailure: z
        .strictObject({ at: time, why: z.string() })
        .nullable()
        .describe('Why the last mail was not sent; null if it was'),
    })
    .nullable()
    .describe('The mails that tell people what they have chosen; null if nothing sends mail'),
  mirrors: z
    .array(
      z.strictObject({
        name: z.string(),
        waiting: count.describe('How many changed stories wait to be sent'),
        refused: count.describe('How many of them it has refused'),
        isFilling: z.boolean().describe('Whether it is being sent every story'),
        failingSince: time.nullable().describe('Since when it cannot be sent anything; null if it can'),
        why: z.string().nullable().describe('Why the last call failed, or a story was refused'),
      }),
    )
    .describe('The copies of the published stories outside KV, such as the index of the search'),
  standardSite: z
    .strictObject({
      handle: z.string().describe('The account'),
      publication: z
        .string()
        .nullable()
        .describe("The URI of the newsroom's record; null until the account was first used"),
      records: count.describe('How many stories have a record'),
      pausedUntil: time
        .nullable()
        .describe('Until when its server wants to be left alone; null if it does not'),
    })
    .nullable()
    .describe('The records of standard.site on ATProto; null without an account'),
  backup: z
    .strictObject({
      last: backupSchema.extend({ began: time, ended: time }).nullable(),
      failure: z.string().nullable().describe('Why the last run failed'),
      running: z.boolean(),
    })
    .nullable()
    .describe('null if no R2 bucket is bound'),
  signing: z
    .strictObject({
      keyId: z
        .string()
        .nullable()
        .describe('The id of the key that signs revisions; null without a good one'),
      fault: z.string().nullable().describe('What is wrong with the secret SIGNING_KEY; null if nothing is'),
      keys: count.describe('How many keys have signed revisions so far'),
    })
    .describe('How the revisions of stories are signed'),
  troubles: z.array(troubleSchema).describe('The latest troubles, oldest first'),
  rebuild: rebuildStatusSchema.nullable().describe('The last rebuild, or the one in progress'),
  attention: z.array(attentionSchema).describe('What an operator should look at; empty if all is well'),
});

export type DeskStatus = z.infer<typeof deskStatusSchema>;
export type RebuildStatus = z.infer<typeof rebuildStatusSchema>;
export type Trouble = z.infer<typeof troubleSchema>;
export type AttentionItem = z.infer<typeof attentionSchema>;

/** The status of the Desk, and of what is outside it. */
export const statusSchema = deskStatusSchema.extend({
  fediverse: z
    .strictObject({
      followers: count.describe('How many follow the accounts, each account counted'),
      servers: count.describe('The inboxes that activities are sent to'),
      waiting: count.describe('How many of them still have to be sent something'),
      failing: count.describe('How many could not be sent the last thing'),
    })
    .nullable()
    .describe('The followers in the fediverse; null without accounts'),
});

export type Status = z.output<typeof statusSchema>;
