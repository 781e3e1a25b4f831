import { cursorLineBoundaryBackward } from '@codemirror/commands';
import { EditorSelection, EditorState, type Extension, type Line, Prec } from '@codemirror/state';
import { type EditorView, keymap } from '@codemirror/view';
import { bareText } from './markdown.ts';
import { treeOf } from './marks.ts';

// Keeps the cursor out of the signs before a line's words, which readers do not see: of headings, lists and quotes.

const SIGN = /^(?:HeaderMark|ListMark|QuoteMark)$/;

/** Returns where the words of a line begin. */
function wordsOf(state: EditorState, { from, text }: Line): number {
  const tree = treeOf(state);
  let words = from;
  for (;;) {
    const at = words + (/^[ \t]*/.exec(text.slice(words - from))?.[0].length ?? 0);
    const { name, to, from: start, parent } = tree.resolveInner(at, 1);
    if (!SIGN.test(name) || start !== at || (name === 'HeaderMark' && parent?.from !== start)) return words;
    words = text[to - from] === ' ' ? to + 1 : to;
  }
}

/** Moves the cursor from before the words of a line to them, or to the line above if it comes from the words. */
const besideSigns = EditorState.transactionFilter.of((transaction) => {
  const { startState, selection, docChanged } = transaction;
  if (!selection || docChanged || !transaction.isUserEvent('select') || startState.facet(bareText))
    return transaction;
  const before = startState.selection.main;
  const { anchor, head } = selection.main;
  const line = startState.doc.lineAt(head);
  const words = wordsOf(startState, line);
  const isSelecting = anchor !== head && (anchor < words || anchor > line.to);
  if (head >= words || isSelecting || selection.ranges.length > 1) return transaction;
  const isLeaving = before.head === words && line.number > 1 && !transaction.isUserEvent('select.pointer');
  const next = isLeaving ? line.from - 1 : words;
  const moved = EditorSelection.single(anchor === head ? next : anchor, next);
  return [transaction, { selection: moved, sequential: true }];
});

/** Home: stays at the words of a line. */
function goHome(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const line = view.state.doc.lineAt(head);
  const words = wordsOf(view.state, line);
  if (head !== words || words === line.from) return cursorLineBoundaryBackward(view);
  view.dispatch({ selection: { anchor: words }, scrollIntoView: true });
  return true;
}

export const cursorAtWords: Extension = [
  besideSigns,
  Prec.high(
    keymap.of([
      { key: 'Home', run: goHome, preventDefault: true },
      { mac: 'Cmd-ArrowLeft', run: goHome, preventDefault: true },
    ]),
  ),
];
