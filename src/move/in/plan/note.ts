import type { LossKind } from '../loss-kinds.ts';
import type { Loss } from '../old-site.ts';

/** Notes a loss of the post that is planned, whose place is known. */
export type Note = (kind: LossKind, was: string, now: string) => void;

/** Makes `Note` for a post. */
export const notesInto =
  (losses: Loss[], place: Loss['place']): Note =>
  (kind, was, now) => {
    losses.push({ place, kind, was, now });
  };
