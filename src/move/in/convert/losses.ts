import { shorten } from '../line.ts';
import type { LossKind } from '../loss-kinds.ts';
import type { Loss, Place } from '../old-site.ts';

/** What could not move in as it was, of one text. What concerns looks only is one line for each kind. */
export class Losses {
  readonly #place: Place;
  readonly #list: Loss[] = [];
  readonly #reported: string[] = [];
  readonly #counted = new Map<string, { loss: Loss; count: number; first: string }>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Says that something became something else. */
  add(kind: LossKind, was: string, now: string): void {
    this.#reported.push(was, now);
    this.#list.push({ place: this.#place, kind, was: shorten(was), now });
  }

  /** Says it once for each kind, with how many there were. */
  count(kind: LossKind, was: string, now: string): void {
    this.#reported.push(was);
    const known = this.#counted.get(kind);
    if (known) {
      known.count++;
      known.loss.was = shorten(`${known.first}, and ${known.count - 1} more`);
      return;
    }
    const loss = { place: this.#place, kind, was: shorten(was), now };
    this.#counted.set(kind, { loss, count: 1, first: shorten(was, 150) });
    this.#list.push(loss);
  }

  list(): Loss[] {
    return this.#list;
  }

  /** Leaves out what readers saw and nobody will miss, such as the buttons of a player. */
  leaveOut(text: string): void {
    this.#reported.push(text);
  }

  /** What the losses say, at full length, and what was left out without one. */
  reported(): string[] {
    return this.#reported;
  }
}
