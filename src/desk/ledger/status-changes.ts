import { scopesOf } from '../../edition/scope.ts';
import { monotonicTime } from '../../lib/monotonic-time.ts';
import type { Story } from '../../story/story.ts';
import { type AppliedChange, applied, type Precondition, type Refusal } from './change-result.ts';
import { noInvalidations } from './invalidations.ts';
import type { Ledger } from './ledger.ts';
import type { Action } from './revisions.ts';
import type { StoryRow, StoryStatus } from './story-row.ts';

// Takes stories out of pages and feeds, and brings them back. Records and revisions stay. Everything here is one synchronous
// step of a transaction.

interface Options {
  expected: Precondition;
  who: string;
  now: number;
}

/** Takes a story out of every page and feed. */
export function withdrawStory(
  ledger: Ledger,
  slug: string,
  options: Options & { reason: string },
): AppliedChange | Refusal {
  const held = ledger.names.bySlug(slug);
  if (!held) return ledger.refuse('missing', `There is no story "${slug}".`);
  if (held.status === 'withdrawn') return applied(held, noInvalidations(), false);
  const refusal = ledger.checkExpected(held, anyUnlessStated(options.expected));
  if (refusal) return refusal;
  return changeStatus(ledger, held, 'withdrawn', { ...options, action: 'withdraw', merged: null });
}

/** Brings a withdrawn or merged story back as it was. */
export function restoreStory(ledger: Ledger, slug: string, options: Options): AppliedChange | Refusal {
  const held = ledger.names.bySlug(slug);
  if (!held) return ledger.refuse('missing', `There is no story "${slug}".`);
  if (held.status !== 'withdrawn') {
    return ledger.refuse(
      'not-withdrawn',
      `"${slug}" is not withdrawn, so there is nothing to restore.`,
      held,
    );
  }
  const refusal = ledger.checkExpected(held, anyUnlessStated(options.expected));
  if (refusal) return refusal;
  const status = held.due > options.now ? 'scheduled' : 'published';
  return changeStatus(ledger, held, status, { ...options, action: 'restore', reason: null, merged: null });
}

/**
 * Withdraws a story that was published twice, and redirects its addresses to the other one. Restoring it separates them
 * again.
 */
export function mergeStory(
  ledger: Ledger,
  slug: string,
  { into, reason, ...options }: Options & { into: string; reason: (into: Story, merged: Story) => string },
): AppliedChange | Refusal {
  const { names } = ledger;
  const [held, target] = [names.bySlug(slug), names.bySlug(into)];
  const missing = (name: string) => {
    const moved = names.byFormerSlug(name);
    const hint = moved ? ` It was renamed; it is "${moved.slug}" now.` : '';
    return ledger.refuse('missing', `There is no story "${name}".${hint}`);
  };
  if (!held) return missing(slug);
  if (!target) return missing(into);
  if (held.id === target.id) return ledger.refuse('taken', `"${slug}" cannot be merged into itself.`, held);
  if (target.status !== 'published') {
    const detail = `"${into}" is ${target.status}, so readers cannot be led there. Merge into a published story.`;
    return ledger.refuse('withdrawn', detail, target);
  }
  if (held.merged === target.identifier) return applied(held, noInvalidations(), false);
  const refusal = ledger.checkExpected(held, anyUnlessStated(options.expected));
  if (refusal) return refusal;
  const merged = changeStatus(ledger, held, 'withdrawn', {
    ...options,
    action: 'merge',
    reason: reason(ledger.article(target.id), ledger.article(held.id)),
    merged: target.identifier,
  });
  // What was merged into it before leads to the same story now.
  merged.invalidations.slugs.push(...names.slugsMergedInto(held.identifier));
  names.remerge(held.identifier, target.identifier);
  return merged;
}

/** Without a precondition, a change that loses nothing replaces whatever revision there is. */
const anyUnlessStated = (expected: Precondition): Precondition =>
  expected === 'unstated' ? 'any' : expected;

/** Gives a story another status, as a new revision with the same record. */
function changeStatus(
  ledger: Ledger,
  held: StoryRow,
  status: StoryStatus,
  note: { who: string; now: number; reason: string | null; action: Action; merged: string | null },
): AppliedChange {
  const { who, now, reason, action, merged } = note;
  const revision = held.revision + 1;
  const article = ledger.article(held.id);
  const { rendering, ...record } = article;
  ledger.setStatus(held.id, { status, revision, changed: monotonicTime(now, held.changed), reason, merged });
  ledger.revisions.add(held.id, { revision, at: now, who, action, record, reason });
  const dirty = noInvalidations();
  // What was scheduled and never appeared leaves no trace when it is withdrawn.
  if (held.status !== 'scheduled' && status !== 'scheduled')
    dirty.slugs.push(held.slug, ...record.formerSlugs);
  const withdrawn = status === 'withdrawn';
  if (withdrawn) dirty.slugs.push(...ledger.slugsRelatingTo(held.id));
  const scopes = status === 'published' ? scopesOf(article) : [];
  ledger.places.setScopes(held.id, scopes, { now, withdrawn }, dirty);
  if (!withdrawn) dirty.slugs.push(...ledger.slugsRelatingTo(held.id));
  return applied({ ...held, status, revision }, dirty);
}
