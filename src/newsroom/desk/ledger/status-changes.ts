import { monotonicTime } from '../../../lib/monotonic-time.ts';
import type { Action } from '../../../site/story/history/statement.ts';
import type { Story } from '../../../site/story/story.ts';
import { sentence, told } from '../../words/translate.ts';
import {
  type AppliedChange,
  applied,
  type ChangeResult,
  type Precondition,
  unchanged,
} from './change-result.ts';
import { noInvalidations } from './invalidations.ts';
import type { Ledger } from './ledger.ts';
import { type StoryRow, type StoryStatus, statusAt } from './story-row.ts';

// Withdraws, merges and restores stories; their records and revisions stay. Every function is synchronous, so that callers can
// run it in a transaction.

interface Options {
  expected: Precondition;
  who: string;
  now: number;
}

const refuseMissing = (ledger: Ledger, slug: string) =>
  ledger.refuse('missing', told(sentence('There is no story "{slug}".'), { slug }));

/** Removes a story from every page and feed. */
export function withdrawStory(
  ledger: Ledger,
  slug: string,
  options: Options & { reason: string },
): ChangeResult {
  const story = ledger.names.bySlug(slug);
  if (!story) return refuseMissing(ledger, slug);
  if (story.status === 'withdrawn') return unchanged(story);
  const refusal = ledger.checkPrecondition(story, anyIfUnstated(options.expected));
  if (refusal) return refusal;
  return changeStatus(ledger, story, 'withdrawn', { ...options, action: 'withdraw', merged: null });
}

/** Brings a withdrawn or merged story back with the record that it had. */
export function restoreStory(ledger: Ledger, slug: string, options: Options): ChangeResult {
  const story = ledger.names.bySlug(slug);
  if (!story) return refuseMissing(ledger, slug);
  if (story.status !== 'withdrawn') {
    const what = sentence('"{slug}" is not withdrawn, so there is nothing to restore.');
    return ledger.refuse('not-withdrawn', told(what, { slug }), story);
  }
  const refusal = ledger.checkPrecondition(story, anyIfUnstated(options.expected));
  if (refusal) return refusal;
  const status = statusAt(options.now, story.due);
  return changeStatus(ledger, story, status, { ...options, action: 'restore', reason: null, merged: null });
}

/** Withdraws a story that was published twice, and redirects its addresses to `into`. `restoreStory` separates them again. */
export function mergeStory(
  ledger: Ledger,
  slug: string,
  { into, reason, ...options }: Options & { into: string; reason: (into: Story, merged: Story) => string },
): ChangeResult {
  const { names } = ledger;
  const [story, target] = [names.bySlug(slug), names.bySlug(into)];
  const missing = (name: string) => {
    const renamed = names.byFormerSlug(name);
    if (!renamed) return refuseMissing(ledger, name);
    const what = sentence('There is no story "{slug}". It was renamed; it is "{now}" now.');
    return ledger.refuse('missing', told(what, { slug: name, now: renamed.slug }));
  };
  if (!story) return missing(slug);
  if (!target) return missing(into);
  if (story.id === target.id)
    return ledger.refuse('taken', told(sentence('"{slug}" cannot be merged into itself.'), { slug }), story);
  if (target.status !== 'published') {
    const what =
      target.status === 'scheduled'
        ? sentence(
            '"{slug}" is scheduled, so readers cannot be redirected there. Merge into a published story.',
          )
        : sentence(
            '"{slug}" is withdrawn, so readers cannot be redirected there. Merge into a published story.',
          );
    return ledger.refuse('withdrawn', told(what, { slug: into }), target);
  }
  if (story.merged === target.identifier) return unchanged(story);
  const refusal = ledger.checkPrecondition(story, anyIfUnstated(options.expected));
  if (refusal) return refusal;
  const merged = changeStatus(ledger, story, 'withdrawn', {
    ...options,
    action: 'merge',
    reason: reason(ledger.article(target.id), ledger.article(story.id)),
    merged: target.identifier,
  });
  merged.invalidations.slugs.push(...names.slugsMergedInto(story.identifier));
  names.redirectMerged(story.identifier, target.identifier);
  return merged;
}

/** Withdrawing, restoring and merging lose nothing, so without a precondition they apply to any revision. */
const anyIfUnstated = (expected: Precondition): Precondition => (expected === 'unstated' ? 'any' : expected);

/** Changes a story's status, in a new revision with the same record. */
function changeStatus(
  ledger: Ledger,
  story: StoryRow,
  status: StoryStatus,
  change: { who: string; now: number; reason: string | null; action: Action; merged: string | null },
): AppliedChange {
  const { who, now, reason, action, merged } = change;
  const revision = story.revision + 1;
  const article = ledger.article(story.id);
  const { rendering, ...record } = article;
  const changed = monotonicTime(now, story.changed);
  const family = ledger.translations.familyOf(story.id);
  ledger.setStatus(story.id, { status, revision, changed, reason, merged });
  ledger.revisions.add(story.id, { revision, at: now, who, action, record, reason });
  const invalidations = noInvalidations();
  const { slugs } = invalidations;
  // KV holds nothing of a scheduled story, even if it is withdrawn or restored before its time, so no key becomes stale.
  if (story.status !== 'scheduled' && status !== 'scheduled') slugs.push(story.slug, ...record.formerSlugs);
  if (merged !== story.merged || status === 'published')
    invalidations.redirects.push(...ledger.names.redirectsTo(story.id));
  const withdrawn = status === 'withdrawn';
  if (withdrawn) slugs.push(...ledger.slugsRelatingTo(story.id));
  const scopes = status === 'published' ? ledger.scopesOf(article) : [];
  if (status === 'published') ledger.recordFirstSeen(story.id, revision);
  ledger.places.setScopes(story.id, scopes, { now, withdrawn }, invalidations);
  if (!withdrawn) slugs.push(...ledger.slugsRelatingTo(story.id));
  ledger.translations.invalidateOthers(
    story.id,
    [...family, ...ledger.translations.familyOf(story.id)],
    now,
    invalidations,
  );
  return applied({ ...story, status, revision }, invalidations);
}
