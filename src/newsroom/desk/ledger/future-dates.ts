import type { Story } from '../../../site/story/story.ts';
import { sentence, type Told, told } from '../../words/translate.ts';

// Finds dates in the future: a change with such a date would look newer to readers than all later changes.

/** How much the clocks of two machines may differ, in milliseconds. */
const CLOCK_SKEW = 300_000;

/** A date (RFC 3339) with its name in error messages. */
export type NamedDate = readonly [name: string, date: string | null | undefined];

/** Returns the date of a record's last change, and those of its corrections and reviews. */
export const changeDatesOf = ({
  dateModified,
  correction,
  provenance,
}: Pick<Story, 'dateModified' | 'correction' | 'provenance'>): NamedDate[] => [
  ['dateModified', dateModified],
  ...correction.map(
    ({ datePublished }, index): NamedDate => [`correction[${index}].datePublished`, datePublished],
  ),
  ['provenance.abstract.reviewedAt', provenance.abstract?.reviewedAt],
  ['provenance.articleBody.reviewedAt', provenance.articleBody?.reviewedAt],
];

/** Returns the first date later than `now` by more than `CLOCK_SKEW`, as `name (date)`, or undefined. */
export function describeFutureDate(dates: readonly NamedDate[], now: number): string | undefined {
  const [name, date] = dates.find(([, each]) => each && Date.parse(each) > now + CLOCK_SKEW) ?? [];
  return name && `${name} (${date})`;
}

/** Tells why a change is refused because of `date`, which `findFutureDate` found. */
export const futureDateDetail = (date: string, now: number): Told =>
  told(
    sentence(
      "{date} is in the future: the server's clock says {now}. If the date is right, compare your clock with the server's.",
    ),
    { date, now: new Date(now).toISOString() },
  );
