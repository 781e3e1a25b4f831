import { compactJson } from '../../../lib/compact-json.ts';
import { monotonicTime } from '../../../lib/monotonic-time.ts';
import { type Site, topicTitle } from '../../../settings/site.ts';
import { isFinished } from '../../../site/edition/scope.ts';
import type { Article } from '../../../site/story/article.ts';
import type { EvidenceCheck } from '../../../site/story/evidence-policy.ts';
import { type Story, startOfMinute, type WrittenStory, withDate } from '../../../site/story/story.ts';
import { sentence, type Told, told } from '../../words/translate.ts';
import { applied, type ChangeResult, type Precondition, type Refusal, unchanged } from './change-result.ts';
import { changeDatesOf, describeFutureDate, futureDateDetail } from './future-dates.ts';
import { noInvalidations } from './invalidations.ts';
import type { Ledger } from './ledger.ts';
import { applyReview, type StoryReview } from './review-policy.ts';
import { type StoryRow, statusAt } from './story-row.ts';

/** The fields of a story by which the pages of other stories list it as related, and which they show. */
const RELATED_FIELDS = ['slug', 'headline', 'abstract', 'inLanguage', 'datePublished'] as const;
/** The most former slugs of a story. */
const MAX_FORMER_SLUGS = 100;

const EVIDENCE_DETAIL = sentence(
  'This newsroom publishes a TL;DR that AI wrote only if each sentence has evidence whose quotes do not contradict it, and somebody has reviewed it. Fix what is listed and send the story again.',
);

/** Options of `saveStory`. */
export interface SaveOptions {
  expected: Precondition;
  who: string;
  now: number;
  /** What the newsroom's policy on evidence finds wrong with the TL;DR. One that is published already may stay as it is. */
  evidence?: Pick<EvidenceCheck, 'faults' | 'faultsIfReviewed'>;
}

/**
 * Publishes, changes, renames or schedules a story. `rendering` is the story's rendered article (`makeArticle`). It can be made
 * before the call, because the date, identifier and former slugs that this function adds do not affect it. Synchronous, so that
 * callers can run it in a transaction.
 */
export function saveStory(
  ledger: Ledger,
  story: WrittenStory,
  rendering: Article['rendering'],
  options: SaveOptions & { topics: Site['topics']; review: StoryReview },
): ChangeResult {
  const { names, revisions, places } = ledger;
  const { expected, who, now } = options;
  const current = names.findVersionOf(story);
  if (current && 'conflict' in current) return ledger.refuse('taken', current.conflict, current.current);
  const identifier = current?.identifier ?? story.identifier ?? names.mintIdentifier(story.slug);
  const before = current && revisions.get(current.id, current.revision)?.record;
  const reviewed = applyReview(
    ledger,
    names.completeRecord(dateOf(story, { current, before, now }), identifier, current),
    current,
    options.review,
  );
  const { record, wrote, approved } = reviewed;
  const isSame =
    current && current.status !== 'withdrawn' && revisions.hasRecord(current.id, current.revision, record);
  if (isSame && expected !== 'new') return unchanged(current);
  const refusal =
    ledger.checkPrecondition(current, expected) ??
    checkRecord(ledger, reviewed, { ...options, current, before });
  if (refusal) return refusal;
  const article = { ...record, identifier, rendering };
  const due = Date.parse(record.datePublished);
  const row = {
    slug: record.slug,
    identifier,
    status: statusAt(now, due),
    revision: (current?.revision ?? 0) + 1,
    due,
    changed: monotonicTime(now, current?.changed),
    reason: null,
    merged: null,
    translates: record.translationOfWork,
  };
  const followed = current?.status === 'published' ? ledger.followed.earlierThan(current.id) : [];
  const family = current ? ledger.translations.familyOf(current.id) : [];
  if (current) ledger.update(current.id, row, article);
  const id = current?.id ?? ledger.insert(row, article);
  names.storeFormerSlugs(id, record);
  const isRenamed = current !== undefined && current.slug !== record.slug;
  const action = isRenamed ? 'rename' : current ? 'change' : 'publish';
  revisions.add(id, { revision: row.revision, at: now, who, action, record, reason: null, wrote, approved });
  const invalidations = noInvalidations();
  if (row.status === 'published') {
    const { slugs } = invalidations;
    const scopes = ledger.scopesOf(article);
    slugs.push(record.slug, ...record.formerSlugs, ...followed, ...ledger.followed.earlierThan(id));
    if (isRenamed) slugs.push(...names.slugsMergedInto(identifier));
    if (isRenamed || current?.status === 'scheduled') invalidations.redirects.push(...names.redirectsTo(id));
    const looksDifferent = RELATED_FIELDS.some((field) => before?.[field] !== record[field]);
    const changesOthers = current && (looksDifferent || !places.isShownIn(id, scopes));
    ledger.recordFirstSeen(id, row.revision);
    // Before and after `setScopes`: stories in the scopes that it leaves still list it, and those in scopes that it enters will.
    if (changesOthers) slugs.push(...ledger.slugsRelatingTo(id));
    places.setScopes(id, scopes, { now, withdrawn: false }, invalidations);
    if (changesOthers) slugs.push(...ledger.slugsRelatingTo(id));
    if (current?.status !== 'published' || isRenamed || !isSameTranslation(before, record)) {
      const families = [...family, ...ledger.translations.familyOf(id)];
      ledger.translations.invalidateOthers(id, families, now, invalidations);
    }
  }
  return applied(row, invalidations);
}

/**
 * Dates a story that states no date: it is published now, unless it was before. So sending the same text again changes nothing, and
 * a scheduled story whose date was taken away appears at once.
 */
const dateOf = (
  story: WrittenStory,
  { current, before, now }: { current: StoryRow | undefined; before: Story | undefined; now: number },
): Story =>
  story.datePublished === null && current && before && current.due <= now
    ? { ...story, datePublished: before.datePublished }
    : withDate(story, now);

/** Returns a refusal if the story must not be saved with this record, otherwise undefined; `before` is its current record. */
function checkRecord(
  ledger: Ledger,
  { record, isApproved, whyNot }: ReturnType<typeof applyReview>,
  options: SaveOptions & {
    topics: Site['topics'];
    current: StoryRow | undefined;
    before: Story | undefined;
  },
): Refusal | undefined {
  const { current, before, now, topics, evidence } = options;
  if (record.formerSlugs.length > MAX_FORMER_SLUGS) {
    const what = sentence('"{slug}" has had {count} other addresses already; it cannot be renamed again.');
    return ledger.refuse('taken', told(what, { slug: record.slug, count: MAX_FORMER_SLUGS }), current);
  }
  if (current?.status === 'withdrawn') {
    return ledger.refuse('withdrawn', whyWithdrawn(ledger, current), current);
  }
  const closed = record.keywords.find(
    (topic) => isFinished({ topics }, `topic:${topic}`) && !before?.keywords.includes(topic),
  );
  if (closed !== undefined) {
    const what = sentence(
      'The topic “{topic}” is closed: its readers were told that no more stories will come. Take it off the story’s topics.',
    );
    return ledger.refuse('finished', told(what, { topic: topicTitle({ topics }, closed) }));
  }
  const faults = (isApproved ? evidence?.faultsIfReviewed : evidence?.faults) ?? [];
  if (faults.length > 0 && !(before && hasSameAbstract(before, record)))
    return { ...ledger.refuse('evidence', EVIDENCE_DETAIL, current), faults };
  const rule = isSameTranslation(before, record) ? undefined : ledger.translations.whyNot(record, current);
  if (rule !== undefined) {
    const detail = sentence('The story is no translation of what its translationOfWork names.');
    const fault = { field: 'translationOfWork', value: JSON.stringify(record.translationOfWork), rule };
    return { ...ledger.refuse('invalid', detail, current), faults: [fault] };
  }
  if (whyNot !== undefined) return ledger.refuse('review', whyNot, current);
  const due = Date.parse(record.datePublished);
  if (current?.status === 'published' && due > now) {
    const detail = sentence('The story is published already, so its publication cannot be in the future.');
    return ledger.refuse('time', detail, current);
  }
  const early = changeDatesOf(record).find(
    ([name, date]) => !name.startsWith('provenance') && date && Date.parse(date) < startOfMinute(due),
  );
  if (early) {
    const [name, date] = early;
    const what = sentence(
      "{name} ({date}) is before the story's publication ({published}). State datePublished if the story is older, or correct {name}.",
    );
    const values = { name, date: date ?? '', published: record.datePublished };
    return ledger.refuse('time', told(what, values), current);
  }
  const date = describeFutureDate(changeDatesOf(record), Math.max(now, due));
  return date === undefined ? undefined : ledger.refuse('time', futureDateDetail(date, now), current);
}

/** Whether both records are in the same language and name the same original. An older record may lack that field. */
const isSameTranslation = (before: Story | undefined, record: Story): boolean =>
  before?.inLanguage === record.inLanguage && (before.translationOfWork ?? null) === record.translationOfWork;

/** Whether two records have the same TL;DR, with the same evidence and provenance. An older record may lack these fields. */
function hasSameAbstract(before: Story, record: Story): boolean {
  const stated = ({ abstract, inLanguage, evidence = [], provenance }: Story) =>
    compactJson([abstract, inLanguage, evidence, provenance?.abstract]);
  return stated(before) === stated(record);
}

/** Returns why a withdrawn story cannot be changed, and what to do instead. */
function whyWithdrawn({ names }: Ledger, { slug, merged }: StoryRow): Told {
  const into = merged === null ? undefined : names.byIdentifier(merged);
  return into
    ? told(
        sentence(
          '"{slug}" was merged into "{other}". Change "{other}" instead, or restore "{slug}" to separate them.',
        ),
        { slug, other: into.slug },
      )
    : told(sentence('"{slug}" is withdrawn. Restore it before you change it.'), { slug });
}
