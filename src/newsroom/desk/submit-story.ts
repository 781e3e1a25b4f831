import type { Env } from '../../platform/env.ts';
import { makeStorableArticle } from '../../site/edition/storable-article.ts';
import { checkEvidence, type EvidenceCheck } from '../../site/story/evidence-policy.ts';
import { countFaults, type Fault } from '../../site/story/parse/fault.ts';
import { type WrittenStory, withDate } from '../../site/story/story.ts';
import type { Actor } from '../people/desk/roles.ts';
import { currentSettings } from '../settings/desk/current-settings.ts';
import { sentence, type Told, told } from '../words/translate.ts';
import { deskOf } from './desk-stub.ts';
import type { AppliedChange, Refusal } from './ledger/change-result.ts';
import type { SaveOptions } from './ledger/save-story.ts';

/** A story that the Desk refused, or that breaks rules of the record (`invalid`), with the faults to mend. */
export type RefusedStory = Refusal & { faults: Fault[] };

type SubmitOptions = Omit<SaveOptions, 'who' | 'evidence'> & {
  actor: Actor;
  /** What came of comparing the TL;DR with its evidence, if it has been done. */
  evidence?: EvidenceCheck;
};

/**
 * Renders a story and saves it in the Desk. It renders outside the Desk, to save the Desk's time: there is one Desk, but any number
 * of isolates.
 */
export async function submitStory(
  env: Env,
  story: WrittenStory,
  { evidence: checked, ...options }: SubmitOptions,
): Promise<AppliedChange | RefusedStory> {
  const evidence = checked ?? checkEvidence(story, (await currentSettings(env)).site.evidence);
  const made = makeStorableArticle(withDate(story, options.now), '', evidence.groundings);
  if (!made.ok) return { ok: false, why: 'invalid', ...invalidDetail(made.faults), faults: made.faults };
  const { groundings, ...faults } = evidence;
  const done = await deskOf(env).save(story, made.value.rendering, { ...options, evidence: faults });
  return done.ok ? done : { ...done, faults: done.faults ?? [] };
}

/** Says that a story breaks rules of the record, and how many. */
export const invalidDetail = (faults: readonly Fault[]): Told =>
  told(
    sentence([
      'The story breaks a rule of the record. Fix it and send it again.',
      'The story breaks {count} rules of the record. Fix it and send it again.',
    ]),
    { count: countFaults(faults) },
  );
