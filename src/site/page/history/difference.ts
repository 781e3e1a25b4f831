import { diffArrays } from 'diff';

/** A part of a text: in both versions, or only in one of them. */
export interface Run {
  kind: 'same' | 'removed' | 'added';
  text: string;
}

/**
 * The most edits that a comparison looks for. Its time grows with their square; the limit is that of a few milliseconds. A clock
 * would be no limit here, because a page must not depend on how fast it was made.
 */
const MAX_LINE_EDITS = 400;
const MAX_WORD_EDITS = 400;
/** The most edits that one pair of texts may take in all, which many changed paragraphs would otherwise multiply. */
const MAX_EDITS = 2000;
/** The most characters of an unchanged run on each side of a change. */
const CONTEXT = 120;

type Tokens = readonly string[];

function compareTokens(before: Tokens, after: Tokens, maxEditLength: number): Run[] | undefined {
  return diffArrays([...before], [...after], { maxEditLength })?.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.join(''),
  }));
}

/** Splits a text into its lines, each with the breaks that end it. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n+|[^\n]+$/g) ?? [];

/** Joins neighbouring changes, and those between which there is nothing but space: what was removed comes first. */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  let [removed, added, between] = ['', '', ''];
  const flush = () => {
    if (removed) joined.push({ kind: 'removed', text: removed });
    if (added) joined.push({ kind: 'added', text: added });
    if (between) joined.push({ kind: 'same', text: between });
    [removed, added, between] = ['', '', ''];
  };
  for (const { kind, text } of runs) {
    if (kind === 'same' && (removed || added) && between === '' && /^[^\S\n]+$/.test(text)) between = text;
    else if (kind === 'same') {
      flush();
      joined.push({ kind, text });
    } else {
      if (between) [removed, added, between] = [removed + between, added + between, ''];
      if (kind === 'removed') removed += text;
      else added += text;
    }
  }
  flush();
  return joined;
}

/** Compares two versions of a text by its lines. */
export const compareLines = (before: string, after: string): Run[] =>
  compareTokens(linesOf(before), linesOf(after), MAX_LINE_EDITS) ?? [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];

/**
 * Compares two versions of a text: first by lines, then by words in the lines that changed, as the language divides them. Where too
 * much has changed, whole lines stand for their words.
 */
export function compareTexts(before: string, after: string, language: string): Run[] {
  const segmenter = new Intl.Segmenter(language, { granularity: 'word' });
  const wordsOf = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);
  const lines = compareLines(before, after);
  let room = MAX_EDITS;
  const runs: Run[] = [];
  for (let index = 0; index < lines.length; index++) {
    const [run, next] = [lines[index] as Run, lines[index + 1]];
    const isPair = run.kind !== 'same' && next && next.kind !== 'same' && next.kind !== run.kind;
    if (!isPair) {
      runs.push(run);
      continue;
    }
    const [removed, added] = run.kind === 'removed' ? [run, next] : [next, run];
    const limit = Math.min(MAX_WORD_EDITS, room);
    const words = compareTokens(wordsOf(removed.text), wordsOf(added.text), limit);
    const changed = words?.filter(({ kind }) => kind !== 'same').length ?? limit;
    room = Math.max(0, room - changed);
    runs.push(...(words ?? [removed, added]));
    index++;
  }
  return joinRuns(runs);
}

/** Cuts a text after at most `CONTEXT` characters, between two words if it has spaces. */
function beginning(text: string): string {
  const cut = text.slice(0, CONTEXT);
  const end = cut.lastIndexOf(' ');
  return end > CONTEXT / 2 ? cut.slice(0, end) : cut.replace(/[\uD800-\uDBFF]$/, '');
}

/** Cuts a text before its last `CONTEXT` characters at most, between two words if it has spaces. */
function ending(text: string): string {
  const cut = text.slice(-CONTEXT);
  const start = cut.indexOf(' ');
  return start >= 0 && start < CONTEXT / 2 ? cut.slice(start + 1) : cut.replace(/^[\uDC00-\uDFFF]/, '');
}

/** Shortens what is the same in both versions to a few words before and after each change. */
export const foldUnchanged = (runs: readonly Run[]): Run[] =>
  runs.map(({ kind, text }, index) => {
    const [isFirst, isLast] = [index === 0, index === runs.length - 1];
    const most = isFirst || isLast ? CONTEXT + 20 : 2 * CONTEXT + 20;
    if (kind !== 'same' || text.length <= most) return { kind, text };
    const [head, tail] = [isFirst ? '' : beginning(text), isLast ? '' : ending(text)];
    return { kind, text: `${head}${head && ' '}…${tail && ' '}${tail}` };
  });
