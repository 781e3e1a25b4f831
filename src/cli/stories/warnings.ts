import { relative } from 'node:path';
import { formatFault } from '../../story/parse/fault.ts';
import type { StoryFile } from './story-files.ts';

/** Everything that a story is warned of, a line each: `story.md:37: warning: …`. */
export function describeWarnings({ file, lint }: StoryFile): string[] {
  const name = relative('.', file);
  const warnings = lint.warnings.map(({ line, ...warning }) => {
    const place = line === undefined ? name : `${name}:${line}`;
    return `${place}: warning: ${formatFault(warning)}`;
  });
  return lint.summary === undefined ? warnings : [...warnings, `${name}: ${lint.summary}`];
}

/** That there are warnings, in one line, for commands that do something else; nothing where there are none. */
export function summarizeWarnings({ file, lint }: Pick<StoryFile, 'file' | 'lint'>): string | undefined {
  const { length } = lint.warnings;
  if (length === 0) return undefined;
  const name = relative('.', file);
  const what = lint.summary ?? `${length} warning${length === 1 ? '' : 's'}.`;
  return `${name}: ${what} See: npm run story -- check ${name}`;
}
