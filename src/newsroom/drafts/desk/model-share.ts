import type { Env } from '../../../platform/env.ts';
import {
  checkEvidence,
  type EvidenceCheck,
  type EvidencePolicy,
} from '../../../site/story/evidence-policy.ts';
import { sentencesOf } from '../../../site/story/grounding/text/sentences.ts';
import { hasAiShare } from '../../../site/story/notice.ts';
import { faultAt, type LineLocator } from '../../../site/story/parse/fault.ts';
import { readAuthorFile } from '../../../site/story/parse/front-matter.ts';
import { UNSTATED_PROVENANCE } from '../../../site/story/review.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { currentSettings } from '../../settings/desk/current-settings.ts';

// The policy on evidence for drafts of a model: nothing that a model wrote is published without a named person.

/** What a model wrote of a draft: its name, and the sentences of the TL;DR in the draft's first version. */
export interface ModelShare {
  model: string;
  sentences: readonly string[];
}

/** The policy on evidence that a draft is held to, and the model that drafted it, if one did. */
export interface DraftPolicy {
  policy: EvidencePolicy;
  share: ModelShare | null;
}

const STRICTNESS: readonly EvidencePolicy[] = ['off', 'warn', 'require'];

/** Returns the stricter of two policies. */
const stricter = (one: EvidencePolicy, other: EvidencePolicy): EvidencePolicy =>
  STRICTNESS.indexOf(one) > STRICTNESS.indexOf(other) ? one : other;

/** Returns the sentences of a text as they are compared: on one line, because the end of a line would end a sentence. */
function sentencesIn(text: string, language: string | null): string[] {
  const line = text.replaceAll(/\s+/g, ' ');
  return sentencesOf(line, language).map(({ start, end }) => line.slice(start, end).trim());
}

/** Returns the sentences of the TL;DR in a draft's text; none if it cannot be read. */
function summaryIn(text: string): string[] {
  const file = readAuthorFile(text);
  const { abstract, inLanguage } = file.ok ? file.record : {};
  if (typeof abstract !== 'string') return [];
  return sentencesIn(abstract, typeof inLanguage === 'string' ? inLanguage : null);
}

/**
 * Returns what policy on evidence a draft is held to: `evidence` of the settings, or for a draft of a model that of `wire`, if it
 * is stricter.
 */
export async function findDraftPolicy(env: Env, draft: string, actor: Actor): Promise<DraftPolicy> {
  const { site, wire } = await currentSettings(env);
  const { evidence } = site;
  const drafted = await deskOf(env).draftSources.ofModel(draft, actor);
  if (!drafted) return { policy: evidence, share: null };
  const share = { model: drafted.model, sentences: summaryIn(drafted.text) };
  return { policy: stricter(evidence, wire.evidence), share };
}

/**
 * Checks the TL;DR of a draft against its evidence. If evidence is required, a TL;DR that still has a sentence of the model counts as
 * one that AI wrote, and must say that AI took part. Once a person has changed every sentence, the record's own words count, as for
 * any other story.
 */
export function checkDraftEvidence(
  story: WrittenStory,
  { policy, share }: DraftPolicy,
  locate?: LineLocator,
): EvidenceCheck {
  const { abstract: made } = story.provenance;
  const left = share && findSentence(story, share);
  if (policy !== 'require' || !left) return checkEvidence(story, policy, locate);
  const abstract = {
    ...(made ?? UNSTATED_PROVENANCE),
    digitalSourceType: 'trainedAlgorithmicMedia',
  } as const;
  const counted = { ...story, provenance: { ...story.provenance, abstract } };
  const check = checkEvidence(counted, policy, locate);
  if (hasAiShare(made)) return check;
  const path = ['provenance', 'abstract', 'digitalSourceType'];
  const rule = `must say that AI took part, because ${share.model} wrote a sentence of the TL;DR: ${JSON.stringify(left)}. Set it to trainedAlgorithmicMedia, or to compositeWithTrainedAlgorithmicMedia if people have rewritten other sentences`;
  const unsaid = faultAt(path, made?.digitalSourceType ?? undefined, rule, locate);
  return {
    ...check,
    faults: [unsaid, ...check.faults],
    faultsIfReviewed: [unsaid, ...check.faultsIfReviewed],
  };
}

/** Finds a sentence of the TL;DR that is still as the model wrote it. */
const findSentence = (
  { abstract, inLanguage }: WrittenStory,
  { sentences }: ModelShare,
): string | undefined => sentencesIn(abstract, inLanguage).find((sentence) => sentences.includes(sentence));
