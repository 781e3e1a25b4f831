/**
 * Ends the program quietly when whoever reads its output has gone, as in `… | head`. Without this, the next line that it prints would
 * end it with a stack trace.
 */
export function endAtBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      process.exit();
    });
}
