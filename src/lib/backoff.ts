/**
 * Returns how long to wait after `failures` failures in a row, of which there is at least one: `first`, twice as long after each
 * further failure, and at most `longest`, in their unit. A short outage ends soon; during a long one, each attempt costs as
 * much as the first and achieves nothing.
 */
export const backoff = (failures: number, { first, longest }: { first: number; longest: number }): number =>
  Math.min(first * 2 ** (failures - 1), longest);
