import type { Marks, Run } from './blocks.ts';

// Puts the runs of a paragraph into the form that Markdown can say: one space between words, no emphasis that begins or ends with a
// space or, beside a letter, with punctuation (CommonMark 0.31, section 6.2).

const EMPHASES = ['strong', 'em', 'del'] as const;
const PUNCTUATION = /[\p{P}\p{S}]/u;

const sameMarks = (one: Marks, other: Marks) =>
  one.link === other.link &&
  one.note === other.note &&
  EMPHASES.every((emphasis) => Boolean(one[emphasis]) === Boolean(other[emphasis]));

/** Joins neighbours that look the same, and leaves out what is empty. */
function joinRuns(runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  /** The pieces of the last run. */
  let pieces: string[] = [];
  const close = () => {
    const last = joined.at(-1);
    if (last?.kind === 'text') last.text = pieces.join('');
  };
  for (const run of runs) {
    const last = joined.at(-1);
    if (run.kind === 'text' && last?.kind === 'text' && sameMarks(run.marks, last.marks))
      pieces.push(run.text);
    else if (run.kind === 'break' || run.text !== '') {
      close();
      joined.push({ ...run });
      pieces = run.kind === 'break' ? [] : [run.text];
    }
  }
  close();
  return joined;
}

/** Makes one space of each white space, and none where a line begins or ends. No-break spaces stay. */
export function collapse(runs: readonly Run[]): Run[] {
  const collapsed: Run[] = [];
  let afterSpace = true;
  for (const run of runs) {
    if (run.kind !== 'text') {
      afterSpace = run.kind === 'break';
      collapsed.push(run);
      continue;
    }
    let text = run.text.replace(/[ \t\n\r\f]+/g, ' ');
    if (afterSpace) text = text.replace(/^ /, '');
    if (text === '') continue;
    afterSpace = text.endsWith(' ');
    collapsed.push({ ...run, text });
  }
  return collapsed;
}

/** Leaves out white space and line breaks at the end, and white space before a line break. */
function trimEnds(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  let atEnd = true;
  for (const run of runs.toReversed()) {
    if (run.kind === 'break') {
      if (kept.length > 0) kept.push(run);
      atEnd = true;
    } else {
      const text = atEnd && run.kind === 'text' ? run.text.trimEnd() : run.text;
      if (text === '') continue;
      kept.push({ ...run, text });
      atEnd = false;
    }
  }
  kept.reverse();
  while (kept[0]?.kind === 'break') kept.shift();
  const first = kept[0];
  if (first?.kind === 'text') kept[0] = { ...first, text: first.text.trimStart() };
  return kept;
}

/** The last and first character, as code points. */
const lastOf = (text: string) => /.$/su.exec(text)?.[0] ?? '';
const firstOf = (text: string) => /^./su.exec(text)?.[0] ?? '';

/** How many UTF-16 units at the edge of emphasised text have to stand outside it, beside that character. */
function edgeLength(text: string, neighbour: string, edge: 'start' | 'end'): number {
  const isLoose = neighbour === '' || /\s/.test(neighbour) || PUNCTUATION.test(neighbour);
  const pattern = isLoose
    ? { start: /^\s+/, end: /\s+$/ }[edge]
    : { start: /^[\s\p{P}\p{S}]+/u, end: /[\s\p{P}\p{S}]+$/u }[edge];
  return pattern.exec(text)?.[0].length ?? 0;
}

/** Takes white space and punctuation that Markdown does not allow at the edges of one kind of emphasis out of it. */
function shrink(runs: readonly Run[], emphasis: (typeof EMPHASES)[number]): Run[] {
  const without = (marks: Marks): Marks => ({ ...marks, [emphasis]: false });
  const has = (run: Run | undefined) =>
    run !== undefined && run.kind !== 'break' && run.marks[emphasis] === true;
  const cut: Run[] = [];
  for (const [at, run] of runs.entries()) {
    if (!has(run) || run.kind !== 'text') {
      cut.push(run);
      continue;
    }
    const before = runs[at - 1];
    const after = runs[at + 1];
    const neighbour = (other: Run | undefined, pick: (text: string) => string) =>
      other === undefined || other.kind === 'break' ? '' : pick(other.text);
    const start = has(before) ? 0 : edgeLength(run.text, neighbour(before, lastOf), 'start');
    const rest = run.text.slice(start);
    const end = has(after) ? 0 : edgeLength(rest, neighbour(after, firstOf), 'end');
    cut.push(
      { ...run, text: run.text.slice(0, start), marks: without(run.marks) },
      { ...run, text: rest.slice(0, rest.length - end) },
      { ...run, text: rest.slice(rest.length - end), marks: without(run.marks) },
    );
  }
  return joinRuns(cut);
}

/** Whether a run has anything to read. */
const isShown = (run: Run) => run.kind === 'code' || (run.kind === 'text' && /\S/.test(run.text));

/** A link without text to read would not be a link: its text, if any, stays. */
function dropEmptyLinks(runs: readonly Run[]): Run[] {
  return runs.map((run, at) => {
    if (run.kind === 'break' || run.marks.link === undefined || isShown(run)) return run;
    const { link } = run.marks;
    const hasLink = (other: Run | undefined) => other?.kind !== 'break' && other?.marks.link === link;
    if (hasLink(runs[at - 1]) && hasLink(runs[at + 1])) return run;
    const { link: _link, ...marks } = run.marks;
    return { ...run, marks };
  });
}

/** Puts runs into the form that Markdown can say. The words and their order stay. */
export function normalizeRuns(runs: readonly Run[]): Run[] {
  let normal = dropEmptyLinks(trimEnds(collapse(joinRuns(runs))));
  for (const emphasis of EMPHASES) normal = shrink(joinRuns(normal), emphasis);
  // White space that was taken out of emphasis may stand beside other white space.
  return trimEnds(collapse(normal));
}

/** Splits runs where at least two line breaks follow each other: authors make paragraphs in this way. */
export function splitParagraphs(runs: readonly Run[]): Run[][] {
  const paragraphs: Run[][] = [[]];
  let breaks: Run[] = [];
  for (const run of runs) {
    if (run.kind === 'break') breaks.push(run);
    // White space between line breaks is none to read.
    else if (breaks.length === 0 || isShown(run)) {
      if (breaks.length > 1) paragraphs.push([]);
      else paragraphs.at(-1)?.push(...breaks);
      breaks = [];
      paragraphs.at(-1)?.push(run);
    }
  }
  return paragraphs.map(normalizeRuns).filter((paragraph) => paragraph.some(isShown));
}

/** Keeps one kind of emphasis of those that lie within each other. */
export const withOneEmphasis = (runs: readonly Run[]): Run[] =>
  normalizeRuns(
    runs.map((run) => {
      if (run.kind === 'break') return run;
      const { strong, em, del, ...others } = run.marks;
      const one: Marks = strong ? { strong } : em ? { em } : del ? { del } : {};
      return { ...run, marks: { ...others, ...one } };
    }),
  );

/** Leaves emphasis out; links and code stay. */
export const withoutEmphasis = (runs: readonly Run[]): Run[] =>
  runs.map((run) =>
    run.kind === 'break'
      ? run
      : { ...run, marks: run.marks.link === undefined ? {} : { link: run.marks.link } },
  );
