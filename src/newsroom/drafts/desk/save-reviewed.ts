import { isolateIfUnbalanced } from '../../../lib/bidi.ts';
import type { Site } from '../../../settings/site.ts';
import type { NewsroomSettings } from '../../../settings/site-schema.ts';
import type { Article } from '../../../site/story/article.ts';
import type { WrittenStory } from '../../../site/story/story.ts';
import type { ChangeResult } from '../../desk/ledger/change-result.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import { type SaveOptions, saveStory } from '../../desk/ledger/save-story.ts';
import { shorten } from '../../desk/publish/notifications.ts';
import type { Notices } from '../../notices/desk/notices.ts';
import type { Actor } from '../../people/desk/roles.ts';
import { sentence } from '../../words/translate.ts';
import type { DraftTable } from './draft-table.ts';
import { type DraftReference, findPublication } from './publication.ts';

/** How many approvals each policy asks for. */
export const NEEDED_APPROVALS: Record<NewsroomSettings['review'], number> = { none: 0, one: 1, two: 2 };

export interface ReviewedSaveOptions extends Omit<SaveOptions, 'who'> {
  actor: Actor;
  /** The draft that is published. It says which revision is replaced, so `expected` does not count. */
  draft?: DraftReference;
}

/**
 * Saves a story as the newsroom's policy on review has it, whichever way it comes: from a draft, by the API, as a record of an import
 * or from KV. The approvals are those of the record, wherever it comes from; the record then states who reviewed it. Exported lines
 * of an import do not come this way, because they bring what another server has published, with its revisions. Nor does what
 * changes no text: withdrawing, restoring, merging.
 *
 * `hash` is `recordHash(withoutReview(story))`, or null if there are no approvals at all. Synchronous, so that callers can run it in a transaction.
 */
export function saveReviewed(
  {
    ledger,
    drafts,
    notices,
    topics,
    policy,
  }: {
    ledger: Ledger;
    drafts: DraftTable;
    notices: Notices;
    topics: Site['topics'];
    policy: NewsroomSettings['review'];
  },
  story: WrittenStory,
  rendering: Article['rendering'],
  { actor, draft, hash, ...options }: ReviewedSaveOptions & { hash: string | null },
): ChangeResult {
  const publication = draft && findPublication(drafts, ledger.names, draft, story);
  if (publication && !publication.ok) return publication;
  const approvals = hash === null ? [] : drafts.approvals.ofRecord(hash);
  const [approval] = approvals;
  const wrote =
    publication?.wrote ?? (approval && drafts.find(approval.draft)?.authors.map(({ name }) => name));
  const made = saveStory(ledger, publication?.story ?? story, rendering, {
    ...options,
    expected: publication?.expected ?? options.expected,
    who: actor.name,
    topics,
    review: { needed: NEEDED_APPROVALS[policy], approvals, wrote },
  });
  if (made.ok && draft) {
    drafts.setBase(draft.id, made);
    // A request that is repeated changes nothing.
    const isNew = made.changed || drafts.find(draft.id)?.state !== 'published';
    if (isNew) {
      drafts.setState(draft.id, 'published', options.now);
      drafts.addEvent(draft.id, draft.version, { kind: 'published' }, actor, options.now);
      // A scheduled one is told of when it appears.
      if (made.status === 'published') {
        const authors = drafts.find(draft.id)?.authors.map(({ person }) => person) ?? [];
        const title = sentence('{name} published “{headline}”.');
        const values = { name: actor.name, headline: isolateIfUnbalanced(shorten(story.headline)) };
        const path = `/newsroom/stories/${made.slug}`;
        const notice = { kind: 'published', title, values, path } as const;
        notices.tell(authors, { ...notice, by: actor.person, now: options.now });
      }
    }
  }
  return made;
}
