import * as z from 'zod';

/** What a later look at a source found. An observation is the program's word; it is no part of the record, and makes no revision. */
const OBSERVATION_KINDS = ['moved', 'gone', 'changed'] as const;

/** What readers are told of a source that no longer is what the story cites. `refused` and `answers` tell them nothing. */
export const observationSchema = z.strictObject({
  /** The source, as the URL standard serialises it. */
  url: z.string(),
  kind: z.enum(OBSERVATION_KINDS),
  /** When it was found, RFC 3339. */
  at: z.string(),
  /** The HTTP status of a source that is gone. */
  status: z.int().nullable().default(null),
  /** Where a source has moved for good. */
  movedTo: z.string().nullable().default(null),
  /** An archived copy that was found. */
  archivedAt: z.string().nullable().default(null),
  /** The quoted words that are no longer there, as the story quotes them. */
  missing: z.array(z.string()).default([]),
});

export type Observation = z.output<typeof observationSchema>;
