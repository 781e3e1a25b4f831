import { escapeInvisibleLines } from '../story/parse/fault.ts';

/** An error that is printed without a stack: it says what happened, why, and what to do. */
export class CommandError extends Error {
  constructor(message: string) {
    // It may quote text from outside.
    super(escapeInvisibleLines(message));
  }
}
