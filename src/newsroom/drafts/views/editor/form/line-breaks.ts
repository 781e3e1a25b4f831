import { diffArrays } from 'diff';
import { asShown } from './values.ts';

/** A line with its break, which is empty at the end of the text. */
interface Line {
  text: string;
  lineBreak: string;
}

const linesOf = (text: string): Line[] =>
  Array.from(text.matchAll(/([^\r\n]*)(\r\n?|\n|$)/g), ([, line = '', lineBreak = '']) => ({
    text: line,
    lineBreak,
  })).filter((_line, index, lines) => index < lines.length - 1 || lines[index - 1]?.lineBreak !== '');

/** More edits than this are not looked for: then the lines between count as new. */
const MAX_EDITS = 1000;

/** Returns for each new line the old line that it was. */
function matchLines(old: readonly string[], lines: readonly string[]): (number | undefined)[] {
  const matches: (number | undefined)[] = lines.map(() => undefined);
  const shorter = Math.min(old.length, lines.length);
  let [start, end] = [0, 0];
  while (start < shorter && old[start] === lines[start]) matches[start] = start++;
  while (end < shorter - start && old.at(-1 - end) === lines.at(-1 - end)) {
    matches[lines.length - 1 - end] = old.length - 1 - end;
    end++;
  }
  let [before, after] = [start, start];
  const between = [old, lines].map((each) => each.slice(start, each.length - end)) as [string[], string[]];
  for (const { added, removed, count } of diffArrays(...between, { maxEditLength: MAX_EDITS }) ?? []) {
    if (!added && !removed) for (let at = 0; at < count; at++) matches[after + at] = before + at;
    if (!added) before += count;
    if (!removed) after += count;
  }
  return matches;
}

/**
 * Returns the text that was typed into a form, which has changed all line breaks, and characters that no page can show. Lines that
 * were in the old text keep their bytes. New lines end like the old ones, or with `lineBreak`.
 */
export function restoreLines(old: string, typed: string, lineBreak = '\n'): string {
  if (asShown(old) === typed) return old;
  const before = linesOf(old);
  const usual = before[0]?.lineBreak || lineBreak;
  const lines = typed.split('\n');
  const matches = matchLines(
    before.map(({ text }) => asShown(text)),
    lines,
  );
  const restored = lines
    .map((text, index) => {
      const line = before[matches[index] ?? -1];
      const isLast = index === lines.length - 1;
      return (line?.text ?? text) + (isLast ? '' : line?.lineBreak || usual);
    })
    .join('');
  // A carriage return before an empty line that ends with a line feed would be one break with it.
  return asShown(restored) === typed ? restored : typed.replaceAll('\n', usual);
}
