import type { Env } from '../../../platform/env.ts';
import { editFrontMatter } from '../../../site/export/edit-front-matter.ts';
import { recordHash } from '../../../site/story/history/statement.ts';
import { joinAuthorFile } from '../../../site/story/parse/author-file.ts';
import { readAuthorFile } from '../../../site/story/parse/front-matter.ts';
import { findDraftLine, parseStoryFile } from '../../../site/story/parse/parse.ts';
import { withoutReview } from '../../../site/story/review.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import { deskOf } from '../../desk/desk-stub.ts';
import type { AppliedChange } from '../../desk/ledger/change-result.ts';
import { invalidDetail } from '../../desk/submit-story.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence } from '../../words/translate.ts';
import { correctStory } from './correct-story.ts';
import { type Draft, type DraftRefusal, refuse, refuseUnseen } from './draft.ts';
import {
  type DraftPublication,
  type PublicationRefusal,
  publishDraft,
  whyEmbargoed,
} from './publish-draft.ts';

/** The hash of a record, but for when it appears and what the Desk adds. */
const hashWithoutTime = (story: WrittenStory) =>
  recordHash(withoutReview({ ...story, datePublished: null, identifier: null }));

const refused = (refusal: DraftRefusal): PublicationRefusal => ({ ...refusal, faults: [] });

/** Returns a draft's text with another time at which its story appears. All other bytes stay. Undefined if it cannot be read. */
function withTime(text: string, datePublished: string): string | undefined {
  const file = readAuthorFile(text);
  if (!file.ok) return undefined;
  const { parts, record } = file;
  const frontMatter = editFrontMatter(parts.frontMatter, record, { ...record, datePublished });
  return joinAuthorFile({ ...parts, frontMatter });
}

/**
 * Schedules a version of a draft: sets the time in its text, and publishes that. Approvals hold, because they are about what readers read,
 * and when it appears is up to who publishes. If it is refused after that, the draft keeps the time.
 */
export async function scheduleDraft(
  env: Env,
  { at, ...publication }: DraftPublication & { at: string },
): Promise<AppliedChange | PublicationRefusal> {
  const { id, version, actor, now } = publication;
  if (Date.parse(at) <= now)
    return refused(refuse('invalid', sentence('That time has passed. Choose a later one.')));
  const found = await deskOf(env).drafts.find(id, actor);
  if (!found.ok) return refused(found);
  const { draft } = found;
  if (version !== draft.version) return refused(refuseUnseen(draft, version));
  const text = withTime(draft.text, at);
  const [before, after] = [draft.text, text ?? draft.text].map((each) => parseStoryFile(each, draft.name));
  if (!after?.ok) {
    const faults = after?.faults ?? [];
    return { ok: false, why: 'invalid', ...invalidDetail(faults), faults };
  }
  const embargoed = whyEmbargoed(draft, after.value, publication);
  if (embargoed) return embargoed;
  if (text === undefined || text === draft.text || findDraftLine(text) !== undefined)
    return publishDraft(env, publication);
  if (before?.ok && (await hashWithoutTime(before.value)) !== (await hashWithoutTime(after.value)))
    return refused(refuse('invalid', sentence('The time cannot be set in this text. Set it in the draft.')));
  const hash = await recordHash(withoutReview(after.value));
  const saved = await deskOf(env).drafts.saveTime(id, { text, version, hash, actor, now });
  return saved.ok ? publishDraft(env, { ...publication, version: saved.version }) : refused(saved);
}

/**
 * Finds the draft with which a scheduled story is given another time: it must say what the story says, so that nothing else changes.
 */
export async function draftOfScheduled(
  env: Env,
  { slug, record, actor, now }: { slug: string; record: WrittenStory; actor: Actor; now: number },
): Promise<{ ok: true; draft: Draft } | DraftRefusal> {
  const opened = await correctStory(env, { slug, actor, now });
  if (!opened.ok) return opened;
  const { draft } = opened;
  const parsed = parseStoryFile(draft.text, draft.name);
  if (parsed.ok && (await hashWithoutTime(parsed.value)) === (await hashWithoutTime(record))) return opened;
  return refuse(
    'state',
    sentence(
      'Somebody is changing this story in the draft “{draft}”, so its time was not changed. Set the time there, and publish the draft.',
    ),
    { draft: draft.headline ?? draft.name },
  );
}
