import type { Edition, FeedEntry, HeadlineBlock } from '../../edition/edition.ts';
import { newestFirst } from '../../edition/order.ts';

/** The number of stories with their TL;DR, the lead among them. The rest of the edition is headlines. */
const WITH_TLDR = 10;

/** The stories of a listing page, each once, in the parts in which it shows them. */
interface Arranged {
  lead: FeedEntry | undefined;
  /** Those that editors have put behind the lead, in their order. */
  byHand: FeedEntry[];
  /** The newest of the others. With the two parts above, they have their TL;DR. */
  byDate: FeedEntry[];
  blocks: Pick<HeadlineBlock, 'topic' | 'stories'>[];
  /** What is left of the edition. */
  headlines: FeedEntry[];
}

/** Puts the stories of an edition where editors want them, and the others behind, the newest first. */
export function arrangeListing({ entries, front }: Pick<Edition, 'entries' | 'front'>): Arranged {
  const chosen = front ? [...(front.lead ? [front.lead] : []), ...front.order] : [];
  const first = [...new Map(chosen.map((entry) => [entry.slug, entry])).values()];
  const shown = new Set(first.map(({ slug }) => slug));
  const all = [...first, ...newestFirst(entries).filter(({ slug }) => !shown.has(slug))];
  const [lead, ...others] = all.slice(0, WITH_TLDR);
  const end = Math.max(first.length - 1, 0);
  for (const { slug } of others) shown.add(slug);
  if (lead) shown.add(lead.slug);
  const blocks = (front?.blocks ?? []).flatMap(({ topic, count, stories }) => {
    const own = stories.filter(({ slug }) => !shown.has(slug)).slice(0, count);
    for (const { slug } of own) shown.add(slug);
    return own.length > 0 ? [{ topic, stories: own }] : [];
  });
  const headlines = all.slice(WITH_TLDR).filter(({ slug }) => !shown.has(slug));
  return { lead, byHand: others.slice(0, end), byDate: others.slice(end), blocks, headlines };
}
