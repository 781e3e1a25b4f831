import { parseScope, scopesOf } from '../../edition/scope.ts';
import { compactJson } from '../../lib/compact-json.ts';
import type { Article } from '../../story/article.ts';
import type { Story } from '../../story/story.ts';
import { type AppliedChange, applied, type Refusal } from '../ledger/change-result.ts';
import { changeTimesOf, findFuture, futureDetail, type NamedTime } from '../ledger/future-dates.ts';
import { noInvalidations } from '../ledger/invalidations.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Revision } from '../ledger/revisions.ts';
import type { Exported, History } from './export-line.ts';

// Takes over what another server has exported. Everything here is one synchronous step of a transaction.

/** Takes over a story as it was exported; one that is here already, with as many revisions, is left alone. */
export function importStory(
  ledger: Ledger,
  exported: Exported,
  { now, render }: { now: number; render: (story: Story, identifier: string) => Article },
): AppliedChange | Refusal {
  const { names } = ledger;
  const { status, reason, revisions, places, mergedInto: merged = null } = exported;
  const { record, revision } = revisions.at(-1) as Revision;
  // By its names it may be another story here, or belong to several.
  const held = names.findVersionOf(record);
  if (held && 'conflict' in held) return ledger.refuse('taken', held.conflict, held.held);
  if (held) {
    const isHere = held.revision === revision && ledger.revisions.hasRecord(held.id, revision, record);
    if (isHere) return applied(held, noInvalidations(), false);
    return ledger.refuse('taken', `"${held.slug}" is here already, with other revisions.`, held);
  }
  const [changed, due] = [Date.parse(exported.changed), Date.parse(record.datePublished)];
  const early = findFutureDate(exported, now);
  if (early) return ledger.refuse('time', futureDetail(early, now));
  const identifier = record.identifier ?? names.mintIdentifier(record.slug);
  const article = render(record, identifier);
  const row = { slug: record.slug, identifier, status, revision, due, changed, reason, merged };
  const id = ledger.insert(row, article);
  for (const each of revisions) ledger.revisions.add(id, { ...each, at: Date.parse(each.at) });
  const dirty = noInvalidations();
  names.storeFormerSlugs(id, record);
  // A scope that an earlier version had, and that is none any more, nobody could find.
  const present = places.filter(({ scope }) => parseScope(scope) !== undefined);
  ledger.places.importPlaces(id, present, { changed, now }, dirty);
  const scopes = scopesOf(article);
  if (status === 'published' && !ledger.places.isShownIn(id, scopes)) {
    ledger.places.setScopes(id, scopes, { now, withdrawn: false }, dirty);
  }
  // Of those that are here already, some may come after it.
  if (status === 'published') dirty.slugs.push(...ledger.slugsRelatingTo(id));
  if (status !== 'scheduled') dirty.slugs.push(record.slug, ...record.formerSlugs);
  // Stories that were merged into it may have come before it.
  dirty.slugs.push(...names.slugsMergedInto(identifier));
  return applied(row, dirty);
}

/** What an exported story dates later than now, if anything: in editions it would be newer than all that is to come. */
function findFutureDate(exported: Exported, now: number): string | undefined {
  const { status, changed, revisions, places } = exported;
  const { record } = revisions.at(-1) as Revision;
  const { datePublished } = record;
  const due = Date.parse(datePublished);
  if (status === 'published' && due > now) return `datePublished (${datePublished}) of a published story`;
  const dated: NamedTime[] = [
    ['changed', changed],
    ...revisions.map(({ at }, index): NamedTime => [`revisions[${index}].at`, at]),
    ...places.flatMap(({ changed: edition, listed }, index): NamedTime[] => [
      [`places[${index}].changed`, edition],
      [`places[${index}].listed`, listed],
    ]),
  ];
  return findFuture(dated, now) ?? findFuture(changeTimesOf(record), Math.max(now, due));
}

/**
 * Adds earlier revisions to a story that is here, where they are missing: all of them, or none where one that is here is
 * another. Readers see nothing of it.
 */
export function importHistory(ledger: Ledger, { identifier, revisions }: History): AppliedChange | Refusal {
  const held = ledger.names.byIdentifier(identifier);
  if (!held) {
    const detail = `There is no story ${identifier} here. Its own line, {"exported":…}, comes before those of its history.`;
    return ledger.refuse('missing', detail);
  }
  const { slug, id } = held;
  const missing: Revision[] = [];
  for (const each of revisions) {
    const known = ledger.revisions.get(id, each.revision);
    if (known && !isSame(known, each)) {
      return ledger.refuse(
        'taken',
        `Revision ${each.revision} of "${slug}" is here already, and is another.`,
        held,
      );
    }
    if (!known && each.revision > held.revision) {
      const detail = `Revision ${each.revision} of "${slug}" is no earlier one: it is at revision ${held.revision}.`;
      return ledger.refuse('taken', detail, held);
    }
    if (!known) missing.push(each);
  }
  for (const each of missing) ledger.revisions.add(id, { ...each, at: Date.parse(each.at) });
  return applied(held, noInvalidations(), missing.length > 0);
}

/** Whether two revisions say the same, whatever the zone of their times. */
function isSame(one: Revision, other: Revision): boolean {
  const parts = ({ revision, at, who, action, reason, record }: Revision) =>
    compactJson([revision, Date.parse(at), who, action, reason, record]);
  return parts(one) === parts(other);
}
