import { insertNewlineContinueMarkupCommand } from '@codemirror/lang-markdown';
import {
  type ChangeSpec,
  EditorSelection,
  type EditorState,
  type Line,
  type StateCommand,
} from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { treeOf } from './marks.ts';

// Commands about paragraphs, headings, lists and quotes, on the signs at the beginning of lines.

type BlockKind = 'heading' | 'list' | 'numbers' | 'quote';

/** The signs before a line's words: of quotes and lists, and last that of a heading. */
const SIGNS = /^((?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))[ \t]?)*[ \t]*)(#{1,6}(?:[ \t]+|$))?/;
const LAST_SIGN = /(?:>|[-*+]|\d{1,9}[.)])[ \t]*$/;
const LIST_SIGN = /(?:[-*+]|(\d{1,9})[.)])[ \t]*$/;

interface Signs {
  /** The signs of quotes and lists. */
  outer: string;
  /** The sign of a heading. */
  heading: string;
  /** Where the words begin. */
  words: number;
}

function signsOf({ text, from }: Line): Signs {
  const [all = '', outer = '', heading = ''] = SIGNS.exec(text) ?? [];
  return { outer, heading, words: from + all.length };
}

/** Returns the nearest block of these names around a place. */
function blockAround(state: EditorState, at: number, names: RegExp): SyntaxNode | undefined {
  for (const side of [-1, 1] as const)
    for (let node: SyntaxNode | null = treeOf(state).resolveInner(at, side); node; node = node.parent)
      if (names.test(node.name)) return node;
  return undefined;
}

const CODE_OR_TABLE = /^(?:FencedCode|CodeBlock|Table)$/;
const isIn = (state: EditorState, at: number, names: RegExp): boolean =>
  blockAround(state, at, names) !== undefined;

/** Whether the block at the main selection is one. */
export function isBlock(state: EditorState, kind: BlockKind): boolean {
  const { head } = state.selection.main;
  if (kind === 'heading') return isIn(state, head, /^(?:ATX|Setext)Heading/);
  if (kind === 'quote') return isIn(state, head, /^Blockquote$/);
  const item = blockAround(state, head, /^(?:Bullet|Ordered)List$/);
  return item?.name === (kind === 'list' ? 'BulletList' : 'OrderedList');
}

function* linesOf(state: EditorState): Generator<Line> {
  const { from, to } = state.selection.main;
  const last = state.doc.lineAt(to).number;
  for (let at = state.doc.lineAt(from).number; at <= last; at++) yield state.doc.line(at);
}

const isBlank = (line: Line) => line.text.trim() === '';

/** Whether a line goes on with the paragraph of the line before it. */
function isContinued(state: EditorState, line: Line): boolean {
  const paragraph = isBlank(line) ? undefined : blockAround(state, line.to, /^Paragraph$/);
  return paragraph !== undefined && paragraph.from < line.from;
}

function headingChanges(state: EditorState, lines: readonly Line[]): ChangeSpec[] {
  const isTaken = isBlock(state, 'heading');
  return lines.flatMap((line): ChangeSpec[] => {
    const { outer, heading, words } = signsOf(line);
    if (isTaken) {
      const setext = blockAround(state, line.from, /^SetextHeading/);
      const under = setext && state.doc.lineAt(setext.to);
      if (under && under.number > line.number)
        return [{ from: state.doc.line(under.number - 1).to, to: under.to }];
      return heading === '' ? [] : [{ from: words - heading.length, to: words }];
    }
    if (isContinued(state, line) || (isBlank(line) && lines.length > 1)) return [];
    return [{ from: line.from + outer.length, insert: '## ' }];
  });
}

function listChanges(state: EditorState, lines: readonly Line[], kind: 'list' | 'numbers'): ChangeSpec[] {
  const isTaken = isBlock(state, kind);
  let number = 0;
  return lines.flatMap((line): ChangeSpec[] => {
    const { outer, words } = signsOf(line);
    const sign = LIST_SIGN.exec(outer)?.[0];
    if (isTaken) return sign === undefined ? [] : [{ from: words - sign.length, to: words }];
    if (isBlank(line) && lines.length > 1) return [];
    if (isContinued(state, line) && sign === undefined)
      return [{ from: line.from + outer.length, insert: kind === 'list' ? '  ' : '   ' }];
    const insert = kind === 'list' ? '- ' : `${++number}. `;
    return [{ from: words - (sign?.length ?? 0), to: words, insert }];
  });
}

const quoteChanges = (state: EditorState, lines: readonly Line[]): ChangeSpec[] =>
  isBlock(state, 'quote')
    ? lines.flatMap((line) => {
        const [sign] = /^[ \t]*>[ ]?/.exec(line.text) ?? [];
        return sign === undefined ? [] : [{ from: line.from, to: line.from + sign.length }];
      })
    : lines.map(({ from, text }) => ({ from, insert: text.trim() === '' && lines.length > 1 ? '>' : '> ' }));

/** Returns the command that makes the selected paragraphs a heading, list or quote, or paragraphs again. */
export const toggleBlock =
  (kind: BlockKind): StateCommand =>
  ({ state, dispatch }) => {
    if (state.readOnly || isIn(state, state.selection.main.head, CODE_OR_TABLE)) return false;
    const lines = [...linesOf(state)];
    const changes = state.changes(
      kind === 'heading'
        ? headingChanges(state, lines)
        : kind === 'quote'
          ? quoteChanges(state, lines)
          : listChanges(state, lines, kind),
    );
    const { anchor, head } = state.selection.main;
    dispatch(
      state.update({
        changes,
        selection: { anchor: changes.mapPos(anchor, 1), head: changes.mapPos(head, 1) },
        userEvent: 'input.format',
        scrollIntoView: true,
      }),
    );
    return true;
  };

const continueMarkup = insertNewlineContinueMarkupCommand({ nonTightLists: false });

/** Replaces a part of the text by a line break or more, and puts the cursor behind. */
function breakLine(state: EditorState, from: number, to: number, insert: string) {
  return state.update({
    changes: { from, to, insert: insert.replaceAll('\n', state.lineBreak) },
    selection: EditorSelection.cursor(from + insert.length),
    userEvent: 'input',
    scrollIntoView: true,
  });
}

/** Takes the last sign of an empty line away, and leaves an empty line before it, so that what is typed goes on with nothing. */
function endEmpty(state: EditorState, line: Line, outer: string) {
  const rest = outer.replace(LAST_SIGN, '').trimEnd();
  const before = line.number > 1 ? state.doc.line(line.number - 1) : undefined;
  const isApart = !before || /^[\s>]*$/.test(before.text);
  return breakLine(state, line.from, line.to, `${isApart ? '' : `${rest}\n`}${rest && `${rest} `}`);
}

/** Enter: begins a paragraph or an item, goes on with a quote, and ends what is empty. */
export const startParagraph: StateCommand = ({ state, dispatch }) => {
  const range = state.selection.main;
  const line = state.doc.lineAt(range.from);
  const { outer, heading, words } = signsOf(line);
  if (state.readOnly || isIn(state, range.from, CODE_OR_TABLE)) return false;
  const isEmpty = words === line.to && heading === '';
  if (range.empty && isEmpty && outer.trim() !== '') {
    const item = blockAround(state, range.from, /^ListItem$/);
    const isInner = item?.parent?.parent?.name === 'ListItem';
    if (isInner && continueMarkup({ state, dispatch })) return true;
    dispatch(endEmpty(state, line, outer));
    return true;
  }
  // The sign of an item before the cursor.
  const isBeforeWords = range.from < words && outer.trim() !== '';
  if (isBeforeWords) return false;
  if (isIn(state, range.from, /^ListItem$/) && range.empty && continueMarkup({ state, dispatch }))
    return true;
  const quote = /^[\s>]*>/.exec(outer)?.[0].trimEnd() ?? '';
  const isParagraph = range.from > line.from && !isBlank(line);
  const from = range.from - (/[ \t]+$/.exec(state.sliceDoc(words, range.from))?.[0].length ?? 0);
  const spaces = /^[ \t]*/.exec(state.sliceDoc(range.to, state.doc.lineAt(range.to).to))?.[0].length ?? 0;
  const next = quote && `${quote} `;
  dispatch(
    breakLine(
      state,
      Math.max(from, line.from),
      range.to + spaces,
      isParagraph ? `\n${quote}\n${next}` : `\n${next}`,
    ),
  );
  return true;
};

/** Shift+Enter: a line break within the paragraph. */
export const breakHard: StateCommand = ({ state, dispatch }) => {
  const { from, to } = state.selection.main;
  const line = state.doc.lineAt(from);
  const { outer, words } = signsOf(line);
  if (state.readOnly || isIn(state, from, CODE_OR_TABLE) || from <= words) return false;
  const next = outer.replace(/(?:[-*+]|\d{1,9}[.)])(?=\s)/g, (sign) => ' '.repeat(sign.length));
  dispatch(breakLine(state, from, to, `\\\n${next}`));
  return true;
};

/** Returns the first and last blank line beside a line. */
function blanksBeside({ doc }: EditorState, line: Line, step: 1 | -1): Line | undefined {
  let found: Line | undefined;
  for (let at = line.number + step; at >= 1 && at <= doc.lines && isBlank(doc.line(at)); at += step)
    found = doc.line(at);
  return found;
}

const WITH_WORDS = /^(?:Paragraph|ATXHeading\d)$/;

/** Backspace before the words of a line: takes its sign away, or joins the paragraph with the one before it. */
export const joinBackward: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  const { outer, heading, words } = signsOf(line);
  if (state.readOnly || !main.empty || main.head !== words || isIn(state, main.head, CODE_OR_TABLE))
    return false;
  const update = (from: number, to: number, insert = '') => {
    dispatch(
      state.update({
        changes: { from, to, insert: insert.replace('\n', state.lineBreak) },
        selection: EditorSelection.cursor(from + insert.length),
        userEvent: 'delete.backward',
        scrollIntoView: true,
      }),
    );
    return true;
  };
  if (heading !== '') return update(words - heading.length, words);
  const sign = LAST_SIGN.exec(outer)?.[0];
  if (sign !== undefined) {
    const before = line.number > 1 ? state.doc.line(line.number - 1) : undefined;
    const isApart = !before || /^[\s>]*$/.test(before.text);
    // Behind an empty line, because the words would go on with the item before.
    const rest = outer.slice(0, outer.length - sign.length);
    return update(line.from, words, isApart ? rest : `${rest.trimEnd()}\n${rest}`);
  }
  const blank = outer === '' ? blanksBeside(state, line, -1) : undefined;
  if (!blank || blank.number === 1) return false;
  const before = state.doc.line(blank.number - 1);
  if (isIn(state, before.to, CODE_OR_TABLE) || !isIn(state, before.to, WITH_WORDS)) return false;
  return update(before.to, line.from);
};

/** Delete behind the words of a paragraph: joins it with the next one. */
export const joinForward: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  const line = state.doc.lineAt(main.head);
  if (state.readOnly || !main.empty || main.head !== line.to || isBlank(line)) return false;
  const blank = blanksBeside(state, line, 1);
  if (!blank || blank.number === state.doc.lines) return false;
  const next = state.doc.line(blank.number + 1);
  const isPlain = signsOf(next).words === next.from && isIn(state, next.to, WITH_WORDS);
  if (!isPlain || isIn(state, next.to, CODE_OR_TABLE) || !isIn(state, main.head, WITH_WORDS)) return false;
  dispatch(state.update({ changes: { from: line.to, to: next.from }, userEvent: 'delete.forward' }));
  return true;
};
