import * as z from 'zod';
import { oneLine, webUrl } from '../site/story/fields.ts';

export const DRAFTER_NAMES = ['extractive', 'workers-ai', 'openai'] as const;
export type DrafterName = (typeof DRAFTER_NAMES)[number];

/** How the newsroom takes in what others report. */
export const wireSettingsSchema = z
  .strictObject({
    feeds: z
      .array(z.strictObject({ url: webUrl, title: oneLine(200).nullable().default(null) }))
      .max(500, { error: 'must have at most 500 feeds' })
      .default([])
      .describe('Feeds of sources, which the wire follows. Editors add more in the newsroom'),
    drafter: z
      .enum(DRAFTER_NAMES, { error: `must be one of ${DRAFTER_NAMES.join(', ')}` })
      .default('extractive')
      .describe(
        "What drafts a TL;DR from sources: quotations alone, a model of Workers AI, or one behind an API like OpenAI's",
      ),
    model: oneLine(200).nullable().default(null).describe('The name of the model that drafts'),
    server: webUrl
      .nullable()
      .default(null)
      .describe('Where POST …/chat/completions is, for the drafter "openai": https://host/v1'),
    embeddings: oneLine(200)
      .nullable()
      .default(null)
      .describe(
        'The model of Workers AI that compares reports if their words leave open whether they are of one event',
      ),
    evidence: z
      .enum(['off', 'warn', 'require'], { error: 'must be "off", "warn" or "require"' })
      .default('require')
      .describe('The policy on evidence for drafts of a model, if it is stricter than "evidence"'),
    looksPerDay: z
      .int({ error: 'must be a whole number' })
      .min(0)
      .max(100_000)
      .default(200)
      .describe('How many cited sources the watch looks at in a day; 0 turns it off'),
  })
  .refine(({ drafter, model }) => drafter === 'extractive' || model !== null, {
    path: ['model'],
    error: 'must name the model that drafts, unless the drafter is "extractive"',
  })
  .refine(({ drafter, server }) => drafter !== 'openai' || server !== null, {
    path: ['server'],
    error: 'must be the address of the server, like https://host/v1, if the drafter is "openai"',
  });

export type WireSettings = z.output<typeof wireSettingsSchema>;

/** How claims are compared with their quotes, beside what the program does by itself. */
export const groundingSettingsSchema = z.strictObject(
  {
    model: z
      .boolean({ error: 'must be true or false' })
      .default(false)
      .describe('Whether editors can ask the model of "wire" for a second opinion on what has to be read'),
  },
  { error: 'must be { "model": true } or { "model": false }' },
);

export type GroundingSettings = z.output<typeof groundingSettingsSchema>;

/** Returns which kind of model gives second opinions: the one that drafts, or else a server if one is named. */
export const opinionModel = ({ drafter, server }: WireSettings): Exclude<DrafterName, 'extractive'> =>
  drafter !== 'extractive' ? drafter : server === null ? 'workers-ai' : 'openai';

/** Parses `wire` and `grounding` of data/site.json. Throws an error that lists their faults. */
export function parseWireSettings(identity: object): { wire: WireSettings; grounding: GroundingSettings } {
  const parsed = z
    .object({ wire: wireSettingsSchema.prefault({}), grounding: groundingSettingsSchema.prefault({}) })
    .safeParse(identity);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}
