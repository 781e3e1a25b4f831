import type { Unpublished } from '../../old-site.ts';
import { readDate } from './dates.ts';
import type { Item } from './item.ts';

/** Whether a post may be public. */
export interface Publicity {
  /** null: it is public, or will be at its time. */
  unpublished: Unpublished | null;
  /** Whether readers have got its address and its guid. */
  isKnownToReaders: boolean;
  /** A status that WordPress itself does not have. */
  foreign?: string;
}

/** Statuses of what somebody threw away or never wrote. */
export const DISCARDED = ['trash', 'auto-draft', 'inherit'];

/** Finds out whether a post may be public. `now` is in milliseconds. */
export function publicityOf(item: Item, now: number): Publicity {
  const hidden = (unpublished: Unpublished): Publicity => ({ unpublished, isKnownToReaders: false });
  switch (item.status) {
    case 'publish':
      // Readers saw its headline.
      if (item.hasPassword) return { unpublished: 'protected by a password', isKnownToReaders: true };
      return { unpublished: null, isKnownToReaders: true };
    case 'future': {
      const { date } = readDate(item.date, item.dateUtc, item.pubDate);
      if (item.hasPassword) return hidden('protected by a password');
      const isAhead = date !== null && Date.parse(date) > now;
      return isAhead
        ? { unpublished: null, isKnownToReaders: false }
        : hidden('scheduled, but its time has passed');
    }
    case 'pending':
      return hidden('pending review');
    case 'private':
      return hidden('private');
    case 'draft':
      return hidden('draft');
    default:
      return { ...hidden('draft'), foreign: item.status };
  }
}
