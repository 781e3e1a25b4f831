import { sentence } from '../../words/translate.ts';
import type { ImportLine } from './feed.ts';

/** Counts what came of the subscriptions of an imported list. */
export function countResults(lines: readonly ImportLine[]): Record<ImportLine['result'], number> {
  const count = (result: ImportLine['result']) => lines.filter((line) => line.result === result).length;
  return { added: count('added'), known: count('known'), refused: count('refused') };
}

/** What came of an imported list, in one sentence. */
export const IMPORTED = sentence('{added} added, {known} followed already, {refused} refused.');
