import { type Campaign, pause } from './campaign.ts';

/** In milliseconds of the machine's clock. */
const PAUSE = 20;

/**
 * Asks the host for something that it answers without the Worker, again and again. On a slow machine, these answers are slow too:
 * a wait in which few of them came was long because of the machine.
 */
export class Pulse {
  /** Steady times. */
  readonly #beats: number[] = [];

  async run(campaign: Campaign): Promise<void> {
    while (!campaign.isOver) {
      // A process that is killed does not answer.
      const isAnswered = await campaign.command({ do: 'count' }).then(
        () => true,
        () => false,
      );
      if (isAnswered) this.#beats.push(campaign.clock.at(Date.now()));
      await pause(PAUSE);
    }
  }

  /** Returns how many answers came between two steady times. */
  count(from: number, to: number): number {
    return this.#beats.filter((at) => from <= at && at <= to).length;
  }
}
