import type { Article } from '../story/article.ts';
import type { Story } from '../story/story.ts';
import { type Done, done, nothingDirty, type Refusal, type Revision } from './change.ts';
import type { Exported } from './exchange.ts';
import type { Ledger } from './ledger.ts';

// Takes over what another server has exported. Everything here is one synchronous step of a transaction.

/** Takes over a story as it was exported; one that is here already, with as many revisions, is left alone. */
export function adoptStory(
  ledger: Ledger,
  exported: Exported,
  { now, render }: { now: number; render: (story: Story, identifier: string) => Article },
): Done | Refusal {
  const { names, order } = ledger;
  const { status, reason, revisions, places } = exported;
  const { record, revision } = revisions.at(-1) as Revision;
  const identifier = record.identifier ?? names.mint(record.slug);
  const held = names.byIdentifier(identifier) ?? names.bySlug(record.slug);
  if (held) {
    const isSame = held.identifier === identifier && held.revision === revision;
    if (isSame && ledger.revisions.isSame(held.id, revision, record))
      return done(held, nothingDirty(), false);
    return ledger.refuse('taken', `"${held.slug}" is here already, with other revisions.`, held);
  }
  const owner = names.byFormerSlug(record.slug);
  if (owner) return ledger.refuse('taken', `The slug "${record.slug}" was that of "${owner.slug}".`, owner);
  const article = render(record, identifier);
  const [changed, due] = [Date.parse(exported.changed), Date.parse(record.datePublished)];
  const row = { slug: record.slug, identifier, status, revision, due, changed, reason };
  const id = ledger.insert(row, article);
  for (const each of revisions) ledger.revisions.add(id, { ...each, at: Date.parse(each.at) });
  const dirty = nothingDirty();
  names.keepFormerSlugs(id, record);
  order.adopt(id, places, { changed, now }, dirty);
  if (status !== 'scheduled') dirty.slugs.push(record.slug, ...record.formerSlugs);
  return done(row, dirty);
}
