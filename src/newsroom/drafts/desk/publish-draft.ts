import type { Env } from '../../../platform/env.ts';
import type { Fault } from '../../../site/story/parse/fault.ts';
import { findDraftLine, parseStoryFile } from '../../../site/story/parse/parse.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { AppliedChange, Refusal } from '../../desk/ledger/change-result.ts';
import { invalidDetail, submitStory } from '../../desk/submit-story.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import type { Draft, DraftRefusal } from './draft.ts';
import { checkDraftEvidence, findDraftPolicy, type ModelShare } from './model-share.ts';

/** Why a draft was not published. It and the story are as they were. */
export interface PublicationRefusal extends Told {
  ok: false;
  why: Refusal['why'] | DraftRefusal['why'] | 'embargo';
  /** What is wrong with the text. */
  faults: Fault[];
  /** The story's current revision, if that is what is in the way. */
  current?: Refusal['current'];
}

const refusal = (why: PublicationRefusal['why'], what: Told, faults: Fault[] = []): PublicationRefusal => ({
  ok: false,
  why,
  ...what,
  faults,
});

/** What is asked for when a draft is published. */
export interface DraftPublication {
  id: string;
  version: number;
  actor: Actor;
  now: number;
  /** Whether a person has said that the story is to appear before its embargo ends. */
  breaksEmbargo?: boolean;
}

/** Refuses what would let a story appear before its draft's embargo ends. */
export function whyEmbargoed(
  { embargo }: Draft,
  { datePublished }: WrittenStory,
  { now, breaksEmbargo = false }: DraftPublication,
): PublicationRefusal | undefined {
  const appears = Math.max(now, Date.parse(datePublished ?? '') || 0);
  if (!embargo || breaksEmbargo || appears >= Date.parse(embargo.until)) return undefined;
  const what = sentence(
    'The draft is under embargo until {until} ({why}), so nothing was published. Choose a later time; or say in the newsroom, on the page that publishes, that it is to appear before that.',
  );
  return refusal('embargo', told(what, embargo));
}

/**
 * Publishes a version of a draft, or schedules it: its text as a new story, or as the next revision of the story that is its base. The
 * Desk checks role, review and evidence, and the draft is published in the same transaction. From then on its base is the new
 * revision, so that it can be edited again to correct the story.
 */
export async function publishDraft(
  env: Env,
  publication: DraftPublication,
): Promise<AppliedChange | PublicationRefusal> {
  const { id, version, actor, now } = publication;
  const found = await deskOf(env).drafts.find(id, actor);
  if (!found.ok) return { ...found, faults: [] };
  const { draft } = found;
  const parsed = parseStoryFile(draft.text, draft.name);
  if (!parsed.ok) return refusal('invalid', invalidDetail(parsed.faults), parsed.faults);
  const line = findDraftLine(draft.text);
  if (line !== undefined) {
    const rule = 'must be removed before the story is published';
    const faults = [{ field: 'draft', value: 'true', rule, line }];
    return refusal('invalid', invalidDetail(faults), faults);
  }
  const held = await findDraftPolicy(env, id, actor);
  const embargoed = whyEmbargoed(draft, parsed.value, publication);
  if (embargoed) return embargoed;
  const evidence = checkDraftEvidence(parsed.value, held, parsed.lines.locate);
  const options = { expected: 'new', draft: { id, version }, actor, now, evidence } as const;
  const done = await submitStory(env, parsed.value, options);
  if (done.ok) return done;
  const { why, current, faults } = done;
  return {
    ...refusal(why, told(done), faults),
    ...(current ? { current } : {}),
    ...(why === 'stale' && current ? explainStale(draft, current) : {}),
    ...(why === 'evidence' && held.share ? explainModel(held.share) : {}),
  };
}

/** Says why a draft of a model was not published, and what to do. */
const explainModel = ({ model }: ModelShare) =>
  told(
    sentence(
      '{model} drafted this TL;DR. It is published once each sentence has evidence that does not contradict it, and a person has reviewed it whom the story names. Fix what is listed, and let somebody approve the draft. The draft is kept.',
    ),
    { model },
  );

/** Says that somebody else has published the story, or changed it, since the draft was begun. */
function explainStale({ name, base }: Draft, current: NonNullable<Refusal['current']>) {
  const { who, revision } = current;
  if (!base) {
    const taken = told(
      sentence(
        'There is a story with this address already, which {who} published or changed last. Choose another address (it is “{name}” unless you give one), or correct that story instead. The draft is kept.',
      ),
      { who, name },
    );
    return { why: 'taken' as const, ...taken };
  }
  return told(
    sentence(
      '{who} has changed the story meanwhile. The draft replaces revision {base}, and the story is at revision {revision} now. Compare the two and put what is new into the draft; then publish it in place of revision {revision}. The draft is kept.',
    ),
    { who, base: String(base.revision), revision: String(revision) },
  );
}
