import type { ImportLine } from './feed.ts';

/** Counts what came of the subscriptions of an imported list. */
export function countResults(lines: readonly ImportLine[]): Record<ImportLine['result'], number> {
  const count = (result: ImportLine['result']) => lines.filter((line) => line.result === result).length;
  return { added: count('added'), known: count('known'), refused: count('refused') };
}

/** Says what came of an imported list in one sentence. */
export function describeImport(lines: readonly ImportLine[]): string {
  const { added, known, refused } = countResults(lines);
  return `${added} added, ${known} followed already, ${refused} refused.`;
}
