/** The words by which the Desk says why it refuses something, with the HTTP status of each. */
export const REFUSAL_STATUS = {
  role: 403,
  missing: 404,
  taken: 409,
  state: 409,
  embargo: 409,
  withdrawn: 409,
  'not-withdrawn': 409,
  finished: 409,
  stale: 412,
  size: 413,
  invalid: 422,
  time: 422,
  evidence: 422,
  review: 422,
  drafter: 422,
  busy: 429,
} as const;

export type RefusalWord = keyof typeof REFUSAL_STATUS;
