import { compactJson } from '../../../lib/compact-json.ts';
import type { NewsroomSettings } from '../../../settings/site-schema.ts';
import { parseScope, type Scope } from '../../../site/edition/scope.ts';
import { makeArticle } from '../../../site/story/make-article.ts';
import { applied, type ChangeResult, unchanged } from '../../desk/ledger/change-result.ts';
import {
  changeDatesOf,
  describeFutureDate,
  futureDateDetail,
  type NamedDate,
} from '../../desk/ledger/future-dates.ts';
import { type Invalidations, noInvalidations } from '../../desk/ledger/invalidations.ts';
import type { Ledger } from '../../desk/ledger/ledger.ts';
import type { ExportedPlace } from '../../desk/ledger/places/places.ts';
import type { Revision } from '../../desk/ledger/revisions.ts';
import type { Capability } from '../../people/desk/roles.ts';
import { forPrograms } from '../../words/translate.ts';
import type { ExportedHistory, ExportedRevision, ExportedStory } from './export-line.ts';

// Imports lines that another server exported. Every function is synchronous, so that callers can run it in a transaction.

/**
 * Returns what whoever imports exported lines has to be able to do. They bring revisions that nobody has approved here, so an editor could publish with them what
 * a review would not let through.
 */
export const importCapability = (review: NewsroomSettings['review']): Capability =>
  review === 'none' ? 'publish' : 'administer';

/** Imports a story with its revisions and places. Changes nothing if this server already has the story at the same revision. */
export function importStory(ledger: Ledger, exported: ExportedStory, now: number): ChangeResult {
  const { names, places } = ledger;
  const { status, reason, revisions, mergedInto: merged = null } = exported;
  const { record, sealedRecord = record, revision } = revisions.at(-1) as ExportedRevision;
  const current = names.findVersionOf(record);
  if (current && 'conflict' in current) return ledger.refuse('taken', current.conflict, current.current);
  if (current) {
    const isSame =
      current.revision === revision && ledger.revisions.hasRecord(current.id, revision, sealedRecord);
    if (isSame) return unchanged(current);
    const detail = `This server already has "${current.slug}", with different revisions.`;
    return ledger.refuse('taken', forPrograms(detail), current);
  }
  const future = findFutureDateIn(exported, now);
  if (future) return ledger.refuse('time', futureDateDetail(future, now));
  const [changed, due] = [Date.parse(exported.changed), Date.parse(record.datePublished)];
  const identifier = record.identifier ?? names.mintIdentifier(record.slug);
  const article = makeArticle(record, identifier);
  const row = {
    slug: record.slug,
    identifier,
    status,
    revision,
    due,
    changed,
    reason,
    merged,
    translates: record.translationOfWork,
  };
  const id = ledger.insert(row, article);
  const invalidations = noInvalidations();
  for (const each of revisions) addRevision(ledger, id, each, invalidations);
  ledger.statements.beginAtFirst(id);
  names.storeFormerSlugs(id, record);
  // Earlier versions accepted some scopes that this one does not. They no longer have an address.
  const isFindable = (place: ExportedPlace): place is ExportedPlace & { scope: Scope } =>
    parseScope(place.scope) !== undefined;
  places.importPlaces(id, exported.places.filter(isFindable), { changed, now }, invalidations);
  const scopes = ledger.scopesOf(article);
  if (status === 'published' && !places.isShownIn(id, scopes)) {
    places.setScopes(id, scopes, { now, withdrawn: false }, invalidations);
  }
  const { slugs } = invalidations;
  // Later stories, and stories that were merged into this one, may have been imported before it. Their entries are stale now.
  if (status === 'published') slugs.push(...ledger.slugsRelatingTo(id));
  if (status !== 'scheduled') slugs.push(record.slug, ...record.formerSlugs);
  slugs.push(...names.slugsMergedInto(identifier));
  ledger.translations.invalidateOthers(id, ledger.translations.familyOf(id), undefined, invalidations);
  invalidations.redirects.push(...names.redirectsTo(id));
  return applied(row, invalidations);
}

/** Returns the first date in the future with its name, or undefined. */
function findFutureDateIn(
  { status, changed, revisions, places }: ExportedStory,
  now: number,
): string | undefined {
  const { record } = revisions.at(-1) as Revision;
  const { datePublished } = record;
  const due = Date.parse(datePublished);
  if (status === 'published' && due > now) return `datePublished (${datePublished}) of a published story`;
  const dates: NamedDate[] = [
    ['changed', changed],
    ...revisions.map(({ at }, index): NamedDate => [`revisions[${index}].at`, at]),
    ...places.flatMap((place, index): NamedDate[] => [
      [`places[${index}].changed`, place.changed],
      [`places[${index}].listed`, place.listed],
    ]),
  ];
  return describeFutureDate(dates, now) ?? describeFutureDate(changeDatesOf(record), Math.max(now, due));
}

/**
 * Adds missing earlier revisions to a story: all of them, or none if one differs from a revision that this server has. Readers
 * find them in the story's history.
 */
export function importHistory(ledger: Ledger, { identifier, revisions }: ExportedHistory): ChangeResult {
  const story = ledger.names.byIdentifier(identifier);
  if (!story) {
    const detail = `This server has no story ${identifier}. Send the story's own line, {"exported":…}, before the lines of its history.`;
    return ledger.refuse('missing', forPrograms(detail));
  }
  const { slug, id } = story;
  const missing: ExportedRevision[] = [];
  for (const each of revisions) {
    const known = ledger.revisions.get(id, each.revision);
    if (known && !isSameRevision(known, each)) {
      const detail = `This server has a different revision ${each.revision} of "${slug}".`;
      return ledger.refuse('taken', forPrograms(detail), story);
    }
    if (!known && each.revision > story.revision) {
      const detail = `Revision ${each.revision} of "${slug}" is not an earlier one: "${slug}" is at revision ${story.revision}.`;
      return ledger.refuse('taken', forPrograms(detail), story);
    }
    if (!known) missing.push(each);
  }
  const sealed = missing.findLast(({ seal }) => seal);
  const next = sealed && ledger.statements.previousOfNext(id, sealed.revision);
  if (sealed && next !== undefined && next !== sealed.seal?.hash) {
    const detail = `The statement of revision ${sealed.revision} of "${slug}" is not the one that the next statement on this server follows.`;
    return ledger.refuse('taken', forPrograms(detail), story);
  }
  const invalidations = noInvalidations();
  for (const each of missing) addRevision(ledger, id, each, invalidations);
  if (sealed) ledger.statements.beginAtFirst(id);
  else if (missing.length > 0) ledger.statements.beginAgain(id);
  // Readers see these revisions in the story's history.
  if (missing.length > 0 && story.status === 'published') invalidations.slugs.push(slug);
  return applied(story, invalidations, missing.length > 0);
}

/** Adds an imported revision. One without a statement gets one, but is never signed: this server did not publish it. */
function addRevision(
  ledger: Ledger,
  story: number,
  { seal, sealedRecord, ...revision }: ExportedRevision,
  invalidations: Invalidations,
): void {
  const record = sealedRecord ?? revision.record;
  ledger.revisions.add(story, { ...revision, record, at: Date.parse(revision.at) });
  ledger.statements.add(story, revision.revision, seal);
  if (!seal?.key) return;
  const { at } = JSON.parse(seal.statement) as { at: string };
  if (ledger.signingKeys.use(seal.key, Date.parse(at))) invalidations.areKeysStale = true;
}

/** Returns whether two revisions are the same. Equal times in different time zones count as the same. */
function isSameRevision(one: Revision, other: Revision): boolean {
  const normalize = ({ revision, at, who, action, reason, record }: Revision) =>
    compactJson([revision, Date.parse(at), who, action, reason, record]);
  return normalize(one) === normalize(other);
}
