import { compactJson } from '../../../lib/compact-json.ts';
import { toRevertedRecord } from '../../../site/story/history/revert.ts';
import { withoutReview, withReview } from '../../../site/story/review.ts';
import { type Story, storyFields } from '../../../site/story/story.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import type { Ledger } from './ledger.ts';
import type { Revision } from './revisions.ts';
import type { StoryRow } from './story-row.ts';

/** What is known of the review of a record that is to be saved. */
export interface StoryReview {
  /** How many approvals the newsroom's policy asks for: "review" in data/site.json. */
  needed: number;
  /** Who approved the record's text, without its authors and each once, first to last. `at` is RFC 3339. */
  approvals: readonly { name: string; at: string }[];
  /** Who wrote the draft that the approvals are about, or that is published. */
  wrote: string[] | undefined;
}

/** A record as it is to be stored, and what its revision says of its making. */
interface ReviewedRecord {
  record: Story;
  wrote: string[] | undefined;
  approved: string[] | undefined;
  /** Whether the record states the review of an approval. */
  isApproved: boolean;
  /** What the newsroom's policy misses, for the author; undefined if nothing. */
  whyNot: Told | undefined;
}

/** What a story says, whatever it is called and whoever reviewed it. */
const contentOf = (story: Story): string =>
  compactJson({ ...withoutReview(story), slug: '', formerSlugs: [], identifier: null });

/**
 * Finds the newest revision from `first` on that says the same, also of its review unless that came from an approval. A record that was
 * reverted to it says the same, though it keeps later corrections.
 */
function findSame(
  ledger: Ledger,
  { id, revision }: StoryRow,
  first: number,
  record: Story,
): Revision | undefined {
  const content = contentOf(record);
  const present = storyFields.safeParse(ledger.revisions.get(id, revision)?.record).data;
  const contentsOf = (earlier: Story) =>
    [earlier, ...(present ? [toRevertedRecord(earlier, present)] : [])].map(contentOf);
  const provenance = compactJson(record.provenance);
  return ledger.revisions
    .newestWith(id, first, record.articleBody)
    .find(
      (each) =>
        contentsOf(each.record).includes(content) &&
        (each.approved !== undefined || compactJson(each.record.provenance) === provenance),
    );
}

/**
 * Returns the first revision whose review counts for a record that says the same: the first that readers have seen, or the current
 * one if they have seen none. Without a policy, a record says itself who reviewed it, unless an approval has said so of the current one.
 */
function firstThatCounts(ledger: Ledger, { id, revision }: StoryRow, needed: number): number {
  if (needed === 0) return ledger.revisions.isApproved(id, revision) ? revision : Number.POSITIVE_INFINITY;
  return (ledger.wasPublic(id) ? ledger.statements.firstSeen(id) : undefined) ?? revision;
}

/**
 * Stamps a record with its review, and says whether the newsroom's policy lets it be saved. The policy does not ask for the review of
 * what the story has said before: the current revision, and each that readers have seen. So a story can be renamed, and reverted to
 * an earlier revision, and sending it again changes nothing. The record then states what that revision states of its review.
 */
export function applyReview(
  ledger: Ledger,
  record: Story,
  current: StoryRow | undefined,
  { needed, approvals, wrote }: StoryReview,
): ReviewedRecord {
  const enough = Math.max(needed, 1);
  const last = approvals[enough - 1];
  if (last) {
    const approved = approvals.map(({ name }) => name);
    return { record: withReview(record, last), isApproved: true, whyNot: undefined, wrote, approved };
  }
  const same = current && findSame(ledger, current, firstThatCounts(ledger, current, needed), record);
  if (same) {
    const { provenance } = same.record;
    const { approved } = same;
    return {
      record: { ...record, provenance },
      isApproved: approved !== undefined,
      whyNot: undefined,
      wrote: wrote ?? same.wrote,
      approved,
    };
  }
  const whyNot = needed === 0 ? undefined : whyUnreviewed(needed, approvals);
  return { record, isApproved: false, whyNot, wrote, approved: undefined };
}

function whyUnreviewed(needed: number, approvals: StoryReview['approvals']): Told {
  const [first] = approvals;
  if (first)
    return told(
      sentence([
        'This newsroom publishes a story once somebody who did not write it has approved it, and only {name} has approved this text. Ask for a review of its draft in the newsroom. An approval ends when the text changes.',
        'This newsroom publishes a story once {count} people who did not write it have approved it, and only {name} has approved this text. Ask for a review of its draft in the newsroom. An approval ends when the text changes.',
      ]),
      { count: needed, name: first.name },
    );
  return told(
    sentence([
      'This newsroom publishes a story once somebody who did not write it has approved it, and nobody has approved this text. Ask for a review of its draft in the newsroom. An approval ends when the text changes.',
      'This newsroom publishes a story once {count} people who did not write it have approved it, and nobody has approved this text. Ask for a review of its draft in the newsroom. An approval ends when the text changes.',
    ]),
    { count: needed },
  );
}
