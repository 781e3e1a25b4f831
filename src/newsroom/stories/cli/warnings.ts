import { relative } from 'node:path';
import { formatCount } from '../../../cli/format.ts';
import { contradictedClaims } from '../../../site/story/evidence-policy.ts';
import { formatFault } from '../../../site/story/parse/fault.ts';
import type { StoryFile } from './story-files.ts';

/** Describes all warnings about a story, a line each: `story.md:37: warning: …`. */
export function describeWarnings({ file, lint }: StoryFile): string[] {
  const name = relative('.', file);
  const warnings = lint.warnings.map(({ line, ...warning }) => {
    const place = line === undefined ? name : `${name}:${line}`;
    return `${place}: warning: ${formatFault(warning)}`;
  });
  return lint.summary === undefined ? warnings : [...warnings, `${name}: ${lint.summary}`];
}

/** Sums up a story's warnings in one line that refers to `check`. Returns undefined if there are none. */
export function summarizeWarnings({
  file,
  lint,
  evidence,
}: Pick<StoryFile, 'file' | 'lint' | 'evidence'>): string | undefined {
  const { length } = lint.warnings;
  const contradicted = contradictedClaims(evidence).length;
  const parts = [
    length === 0 ? undefined : (lint.summary ?? `${formatCount(length, 'warning')}.`),
    contradicted === 0 ? undefined : `${formatCount(contradicted, 'claim')} contradicted by the quotes.`,
  ].filter((part) => part !== undefined);
  const name = relative('.', file);
  return parts.length === 0 ? undefined : `${name}: ${parts.join(' ')} See: npm run story -- check ${name}`;
}
