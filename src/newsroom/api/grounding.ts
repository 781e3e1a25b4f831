import * as z from 'zod';
import {
  checkEvidence,
  type EvidenceCheck,
  type EvidencePolicy,
  expectsEvidence,
} from '../../site/story/evidence-policy.ts';
import type { SentenceGrounding } from '../../site/story/grounding/abstract.ts';
import { FINDING_KINDS, RESULTS, VERDICTS } from '../../site/story/grounding/finding.ts';
import { storySchema, type WrittenStory } from '../../site/story/story.ts';

const groundingSchema = z
  .strictObject({
    claim: z
      .string()
      .nullable()
      .describe('The claim; null for a sentence that is in no claim, or only in part'),
    sentence: z.string(),
    verdict: z
      .enum(VERDICTS)
      .describe(
        'What came of comparing the claim with its quotes: its worst part. Not whether the claim is right',
      ),
    findings: z.array(
      z.strictObject({
        kind: z.enum(FINDING_KINDS),
        text: z.string(),
        result: z
          .enum(RESULTS)
          .describe(
            'contradicted: the quotes state something else in its place. found: words of the quotes bear it. to be read: a program cannot tell',
          ),
        quoted: z
          .string()
          .nullable()
          .describe(
            "The quotes' words that bear or contradict it; null if there are none, or if they are its own",
          ),
      }),
    ),
  })
  .describe('What a program found in the quotes of a claim') satisfies z.ZodType<SentenceGrounding>;

/** The groundings that come with a story. */
export const groundingsSchema = z
  .array(groundingSchema)
  .optional()
  .describe(
    'The claims of the TL;DR and its sentences without evidence, in order. Left out if a human wrote it without evidence, or the setting "evidence" is "off"',
  );

/**
 * Returns the groundings of a TL;DR as the API sends them with a story. Returns no field if the policy is `off`, or if a human
 * wrote the TL;DR without evidence.
 */
export const groundingOf = (story: WrittenStory, { groundings }: EvidenceCheck) =>
  groundings === undefined || !expectsEvidence(story) ? {} : { grounding: groundings };

/** Returns the same of a stored record; nothing of an older one that breaks the rules of today. */
export function groundingOfStored(record: unknown, policy: EvidencePolicy) {
  const { data } = storySchema.safeParse(record);
  return data === undefined ? {} : groundingOf(data, checkEvidence(data, policy));
}
