import { timestamp } from '../../../site/story/fields.ts';
import type { Note } from './note.ts';

/** When a story was published and last changed, RFC 3339 with a zone. `published` is null if that is not known. */
export interface Dates {
  published: string | null;
  modified: string | null;
}

const isTime = (text: string): boolean => timestamp.safeParse(text).success;

/** Checks the dates of a post. `now` is the present time, in milliseconds. */
export function checkDates({ published, modified }: Dates, now: number, note: Note): Dates {
  const begun = published !== null && isTime(published) ? published : null;
  if (published !== null && begun === null)
    note('date', `published: ${published}`, 'no date, so it is a draft');
  if (modified === null || begun === null) return { published: begun, modified: null };
  const dropped = (why: string): Dates => {
    note('date', `changed: ${modified}`, `no date of a change: ${why}`);
    return { published: begun, modified: null };
  };
  if (!isTime(modified)) return dropped('it is not a time');
  if (Date.parse(modified) < Date.parse(begun)) return dropped(`it is before the publication, ${begun}`);
  if (Date.parse(modified) > Math.max(now, Date.parse(begun))) return dropped('it is in the future');
  // The same second is no change.
  return { published: begun, modified: Date.parse(modified) === Date.parse(begun) ? null : modified };
}
