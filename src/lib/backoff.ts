/**
 * Returns the delay before the attempt after `failures` failed ones (1 or more): `first`, doubled with each further failure, up to
 * `longest`, in their unit. Most outages end within seconds; in a long one, frequent attempts only use up allowances.
 */
export const backoff = (failures: number, { first, longest }: { first: number; longest: number }): number =>
  Math.min(first * 2 ** (failures - 1), longest);
