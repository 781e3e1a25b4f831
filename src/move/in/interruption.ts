import { CommandError } from '../../cli/command-error.ts';

/** The move was interrupted by whoever runs it. */
class Interrupted extends CommandError {}

/** Notices Ctrl-C, so that a step ends where it can continue. A second Ctrl-C ends the program at once, which loses nothing either. */
export class Interruption {
  #requested = false;
  readonly #notice = () => {
    this.#requested = true;
    console.error('\nStopping after what is being sent. Press Ctrl-C again to stop at once.');
    process.once('SIGINT', () => process.exit(130));
  };

  constructor() {
    process.once('SIGINT', this.#notice);
  }

  /** Lets signals through, and throws if one has asked to stop. Call it where the move can continue later. */
  async check(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#requested)
      throw new Interrupted('Stopped. Run the same command again: it continues from here.');
  }

  end(): void {
    process.removeListener('SIGINT', this.#notice);
  }
}
