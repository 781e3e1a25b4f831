import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import { type ChangeSpec, EditorSelection, type EditorState, type StateCommand } from '@codemirror/state';
import type { SyntaxNode, Tree } from '@lezer/common';
import { citationsOf } from './chips.ts';

// Makes words bold or italic, and takes it back. CommonMark's rules decide where a mark may stand (section 6.2).

export type Mark = '**' | '*';

const NAMES: Readonly<Record<Mark, string>> = { '**': 'StrongEmphasis', '*': 'Emphasis' };

interface Span {
  from: number;
  to: number;
}

/** Returns the tree of a text, at least up to the end of what is selected if that is parsed in time. */
export const treeOf = (state: EditorState): Tree =>
  ensureSyntaxTree(state, state.selection.main.to, 50) ?? syntaxTree(state);

/** The blocks that have text: marks do not reach from one to another. */
const isTextBlock = (name: string) => /^(?:Paragraph|ATXHeading\d|SetextHeading\d|TableCell)$/.test(name);

/** Returns where the words of a block begin, behind the signs of a heading. */
function wordsOf(state: EditorState, block: SyntaxNode): Span {
  const [opens] = block.getChildren('HeaderMark');
  const from = opens && opens.from === block.from ? opens.to : block.from;
  const to = opens && opens.from > block.from ? opens.from - 1 : block.to;
  const text = state.sliceDoc(from, to);
  return { from: from + text.length - text.trimStart().length, to: from + text.trimEnd().length };
}

const PUNCTUATION = /^[\p{P}\p{S}]$/u;
const LAST = /.$/su;
const FIRST = /^./su;

const isPunctuation = (character: string) => PUNCTUATION.test(character);
const isBoundary = (character: string) =>
  character === '' || /\s/.test(character) || isPunctuation(character);

/**
 * Moves the ends of a span inwards to where marks open and close: not beside white space, and beside punctuation only if no word is on the
 * other side. In `增长了。然后`, a mark behind the full stop would close nothing.
 */
function markable(state: EditorState, span: Span): Span | undefined {
  const chips = citationsOf(state);
  let { from, to } = span;
  const text = (start: number, end: number) =>
    state.sliceDoc(Math.max(0, start), Math.min(end, state.doc.length));
  for (let isMoved = true; isMoved && from < to; ) {
    isMoved = false;
    const first = FIRST.exec(text(from, from + 2))?.[0] ?? '';
    const before = LAST.exec(text(from - 2, from))?.[0] ?? '';
    if (/\s/.test(first) || (isPunctuation(first) && !isBoundary(before))) {
      from = chips.find((chip) => chip.from === from)?.to ?? from + first.length;
      isMoved = true;
      continue;
    }
    const last = LAST.exec(text(to - 2, to))?.[0] ?? '';
    const after = FIRST.exec(text(to, to + 2))?.[0] ?? '';
    if (/\s/.test(last) || (isPunctuation(last) && !isBoundary(after))) {
      to = chips.find((chip) => chip.to === to)?.from ?? to - last.length;
      isMoved = true;
    }
  }
  return from < to ? { from, to } : undefined;
}

/** Widens a span so that its ends are not within a citation. */
function withWholeChips(state: EditorState, { from, to }: Span): Span {
  const chips = citationsOf(state);
  const within = (at: number) => chips.find((chip) => chip.from < at && at < chip.to);
  return { from: within(from)?.from ?? from, to: within(to)?.to ?? to };
}

/** Returns the node of this name around a span. */
function nodeAround(tree: Tree, { from, to }: Span, name: string): SyntaxNode | undefined {
  for (const side of [1, -1] as const)
    for (let node: SyntaxNode | null = tree.resolveInner(from, side); node; node = node.parent)
      if (node.name === name && node.from <= from && node.to >= to) return node;
  return undefined;
}

/** Whether the words of the main selection have this mark. */
export function isMarked(state: EditorState, mark: Mark): boolean {
  const { main } = state.selection;
  const around = nodeAround(treeOf(state), main, NAMES[mark]);
  // What is typed behind the marks is plain.
  return around !== undefined && !(main.empty && (main.head === around.from || main.head === around.to));
}

/** Space and other marks. */
const NO_WORDS = /^[\s*_~]*$/;

/** Takes the marks away around a part of what they mark; the rest keeps them. */
function unmark(state: EditorState, node: SyntaxNode, { from, to }: Span, mark: Mark): ChangeSpec[] {
  const start = node.from + mark.length;
  const end = node.to - mark.length;
  const isWhole = from === to;
  const left = isWhole ? '' : state.sliceDoc(start, Math.max(start, from));
  const right = isWhole ? '' : state.sliceDoc(Math.min(to, end), end);
  const changes: ChangeSpec[] = [];
  if (NO_WORDS.test(left)) changes.push({ from: node.from, to: start });
  else changes.push({ from: start + left.trimEnd().length, insert: mark });
  if (NO_WORDS.test(right)) changes.push({ from: end, to: node.to });
  else changes.push({ from: end - right.trimStart().length, insert: mark });
  return changes;
}

/**
 * At the end of what is marked: moves the cursor behind the marks, with the space before it, or from behind them back to the words.
 * Missing elsewhere.
 */
function passEnd(state: EditorState, head: number, around: Span | undefined, mark: Mark) {
  const size = mark.length;
  if (around?.to === head) return { range: EditorSelection.cursor(head - size) };
  const { from, text } = state.doc.lineAt(head);
  const [before, behind] = [text.slice(0, head - from), text.slice(head - from)];
  const stars = /^\*+/.exec(behind)?.[0].length ?? 0;
  // Of bold italics, `***`, the other mark goes on.
  if (around && stars > 0 && head + stars >= around.to && !NO_WORDS.test(state.sliceDoc(around.from, head)))
    return { range: EditorSelection.cursor(head + (stars === 3 ? size : stars)) };
  const spaces = /\S([ \t]+)$/.exec(before)?.[1];
  const begun = before.split(mark).length % 2 === 0 && !before.trimEnd().endsWith(mark);
  if (around || !spaces || !begun || !behind.startsWith(mark)) return undefined;
  const changes = [
    { from: head - spaces.length, to: head },
    { from: head + size, insert: spaces },
  ];
  return { changes, range: EditorSelection.cursor(head + size) };
}

interface Marking {
  changes: ChangeSpec[];
  /** The words that are marked, before the changes. */
  marked: Span | undefined;
}

/** Marks a span, in each block that it touches. What is marked within it is so no more. */
function addMarks(state: EditorState, tree: Tree, span: Span, mark: Mark): Marking {
  const changes: ChangeSpec[] = [];
  let marked: Span | undefined;
  tree.iterate({
    from: span.from,
    to: span.to,
    enter: ({ name, node }) => {
      if (!isTextBlock(name)) return;
      const words = wordsOf(state, node);
      const part = markable(state, {
        from: Math.max(span.from, words.from),
        to: Math.min(span.to, words.to),
      });
      if (!part) return false;
      let { from, to } = part;
      tree.iterate({
        ...part,
        enter: (inner) => {
          if (inner.name !== NAMES[mark] || inner.to <= part.from || inner.from >= part.to) return;
          const [opens, closes] = [inner.from + mark.length, inner.to - mark.length];
          changes.push({ from: inner.from, to: opens }, { from: closes, to: inner.to });
          from = Math.min(from, inner.from);
          to = Math.max(to, inner.to);
        },
      });
      changes.push({ from, insert: mark }, { from: to, insert: mark });
      marked = { from: marked?.from ?? from, to };
      return false;
    },
  });
  return { changes, marked };
}

/** Returns the command that makes words bold or italic, or plain again: what is selected, or else the word at the cursor. */
export const toggleMark =
  (mark: Mark): StateCommand =>
  ({ state, dispatch }) => {
    const tree = treeOf(state);
    if (state.readOnly) return false;
    const change = state.changeByRange((range) => {
      const around = nodeAround(tree, range, NAMES[mark]);
      const word = range.empty ? state.wordAt(range.head) : range;
      const behind = range.empty && passEnd(state, range.head, around, mark);
      if (behind) return behind;
      if (around) {
        const changes = state.changes(unmark(state, around, withWholeChips(state, range), mark));
        return { changes, range: range.map(changes) };
      }
      const marking = word && addMarks(state, tree, withWholeChips(state, word), mark);
      if (!marking?.marked) {
        if (!range.empty || word) return { range };
        const { from } = range;
        const size = mark.length;
        const stars = /\*+$/.exec(state.sliceDoc(Math.max(0, from - 3), from))?.[0].length ?? 0;
        const isEmpty =
          state.sliceDoc(from, from + stars) === '*'.repeat(stars) &&
          (mark === '**' ? stars >= 2 : stars % 2 === 1);
        return isEmpty
          ? { changes: { from: from - size, to: from + size }, range: EditorSelection.cursor(from - size) }
          : { changes: { from, insert: mark + mark }, range: EditorSelection.cursor(from + size) };
      }
      const changes = state.changes(marking.changes);
      const { from, to } = marking.marked;
      return {
        changes,
        range: range.empty
          ? EditorSelection.cursor(changes.mapPos(range.head, range.head === to ? -1 : 1))
          : EditorSelection.range(changes.mapPos(from, 1), changes.mapPos(to, -1)),
      };
    });
    dispatch(state.update(change, { userEvent: 'input.format', scrollIntoView: true }));
    return true;
  };
