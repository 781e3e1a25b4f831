import { escapeInvisibleLines } from '../site/story/parse/fault.ts';

/** An error that is printed without a stack. It says what happened, why, and what to do. */
export class CommandError extends Error {
  constructor(message: string) {
    // It may quote text from outside.
    super(escapeInvisibleLines(message));
  }
}

/** Everything that is wrong with some files, a line each. */
export class InvalidFiles extends CommandError {
  constructor(problems: readonly string[]) {
    super(`Problems found:\n\n${problems.join('\n')}\n\nFix these and try again.`);
  }
}
