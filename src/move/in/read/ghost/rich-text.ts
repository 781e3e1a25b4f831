import type { LossKind } from '../../loss-kinds.ts';
import type { Place } from '../../old-site.ts';

/** What a walker through an editor's document writes to. */
export interface Walk {
  place: Place;
  /** Reports something that HTML of a page cannot have: what kind, and what it was. */
  lose(kind: LossKind, was: string, now: string): void;
}

/** Deeper lists and quotations are no text that people wrote. */
export const MAX_DEPTH = 100;
