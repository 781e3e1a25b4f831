import {
  type ChangeSpec,
  EditorState,
  type Extension,
  Prec,
  type Range,
  type StateCommand,
  type TransactionSpec,
} from '@codemirror/state';
import { Decoration, EditorView, keymap } from '@codemirror/view';
import { citationsOf } from './chips.ts';
import { bareText } from './markdown.ts';
import { treeOf } from './marks.ts';

// Keeps the marks of bold, italics and links whole: the cursor passes them in one step, and they go in pairs.

interface Pair {
  name: string;
  from: number;
  to: number;
  /** Where the words between the marks begin and end. */
  opens: number;
  closes: number;
}

/** Returns the pairs that touch a part of the text, outer ones first. */
function pairsBetween(state: EditorState, from: number, to: number): Pair[] {
  const pairs: Pair[] = [];
  if (state.facet(bareText)) return pairs;
  treeOf(state).iterate({
    from,
    to,
    enter: ({ name, from: start, to: end, node }) => {
      if (name === 'Image' || citationsOf(state).some((each) => each.from < start && end < each.to))
        return false;
      const marks = node.getChildren(name === 'Link' ? 'LinkMark' : 'EmphasisMark');
      const isPair = name === 'Link' ? node.getChild('URL') : /^(?:Strong)?Emphasis$/.test(name);
      const [first, second] = [marks[0], name === 'Link' ? marks[1] : marks.at(-1)];
      if (isPair && first && second && first !== second)
        pairs.push({ name, from: start, to: end, opens: first.to, closes: second.from });
      return undefined;
    },
  });
  return pairs;
}

/** The marks in sight. */
const passed = EditorView.atomicRanges.of((view) => {
  const ranges: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges)
    for (const pair of pairsBetween(view.state, from, to))
      ranges.push(
        Decoration.mark({}).range(pair.from, pair.opens),
        Decoration.mark({}).range(pair.closes, pair.to),
      );
  return Decoration.set(ranges, true);
});

/** Moves the cursor past the marks beside it, so that what deletes next meets words. */
const passMarks =
  (step: -1 | 1): StateCommand =>
  ({ state, dispatch }) => {
    const { head, empty } = state.selection.main;
    if (!empty || state.readOnly) return false;
    let at = head;
    for (let isMoved = true; isMoved; ) {
      isMoved = false;
      for (const { from, to, opens, closes } of pairsBetween(state, at, at)) {
        const [start, end] = [at > from && at <= opens, at >= closes && at < to];
        let next = at;
        if (step < 0) next = start ? from : at > closes && at <= to ? closes : at;
        else next = end ? to : at >= from && at < opens ? opens : at;
        if (next === at) continue;
        at = next;
        isMoved = true;
        break;
      }
    }
    if (at !== head) dispatch(state.update({ selection: { anchor: at } }));
    return false;
  };

/** Backspace between marks without words: takes both away. */
const deleteEmpty: StateCommand = ({ state, dispatch }) => {
  const { head, empty } = state.selection.main;
  if (!empty || state.readOnly || state.facet(bareText)) return false;
  const line = state.doc.lineAt(head);
  const before = /\*{1,3}$/.exec(line.text.slice(0, head - line.from))?.[0].length ?? 0;
  const behind = /^\*{1,3}/.exec(line.text.slice(head - line.from))?.[0].length ?? 0;
  if (before === 0 || before !== behind) return false;
  const size = before === 2 ? 2 : 1;
  dispatch(
    state.update({
      changes: { from: head - size, to: head + size },
      selection: { anchor: head - size },
      userEvent: 'delete.backward',
    }),
  );
  return true;
};

/** Returns what has to be deleted for a deletion to leave pairs of marks or none. */
function balance(state: EditorState, from: number, to: number, inserted: number): ChangeSpec[] {
  const kept: { from: number; to: number; name: string; isEnd: boolean }[] = [];
  const gone: { from: number; to: number }[] = [];
  for (const pair of pairsBetween(state, from, to)) {
    if (pair.from >= to || pair.to <= from || (from <= pair.from && to >= pair.to)) continue;
    const isWithin = from >= pair.opens && to <= pair.closes;
    if (isWithin && inserted > 0) continue;
    if (from <= pair.opens && to >= pair.closes)
      gone.push({ from: pair.from, to: pair.opens }, { from: pair.closes, to: pair.to });
    else {
      if (from < pair.opens) kept.push({ from: pair.from, to: pair.opens, name: pair.name, isEnd: false });
      if (to > pair.closes) kept.push({ from: pair.closes, to: pair.to, name: pair.name, isEnd: true });
    }
  }
  kept.sort((a, b) => a.from - b.from);
  const left: typeof kept = [];
  for (const mark of kept) {
    const last = left.at(-1);
    // The end of one and the beginning of the next, with nothing between.
    if (inserted === 0 && last?.isEnd && !mark.isEnd && last.name === mark.name && mark.name !== 'Link')
      left.pop();
    else left.push(mark);
  }
  const changes: { from: number; to: number }[] = gone
    .map((mark) =>
      mark.to <= from || mark.from >= to
        ? mark
        : mark.from < from
          ? { from: mark.from, to: from }
          : { from: to, to: mark.to },
    )
    .filter((mark) => mark.from < mark.to);
  let at = from;
  for (const mark of left) {
    if (mark.from > at) changes.push({ from: at, to: mark.from });
    at = Math.max(at, mark.to);
  }
  if (at < to) changes.push({ from: at, to });
  return changes;
}

/** What deletes or replaces at one place leaves marks in pairs. */
const balanced = EditorState.transactionFilter.of(
  (transaction): TransactionSpec | readonly TransactionSpec[] => {
    const { startState: state, changes } = transaction;
    const isEdit = ['delete', 'input.type', 'input.paste'].some((event) => transaction.isUserEvent(event));
    if (!isEdit || transaction.isUserEvent('input.type.compose')) return transaction;
    const parts: { from: number; to: number; insert: string }[] = [];
    changes.iterChanges((from, to, _start, _end, text) => {
      parts.push({ from, to, insert: text.sliceString(0, text.length, state.lineBreak) });
    });
    const [part] = parts;
    if (parts.length !== 1 || !part || part.from === part.to) return transaction;
    const { from, to, insert } = part;
    const deleted = balance(state, from, to, insert.length);
    const isSame = deleted.length === 1 && JSON.stringify(deleted[0]) === JSON.stringify({ from, to });
    if (isSame) return transaction;
    // A keyboard on a screen may delete a part of a mark.
    let at = from;
    for (const pair of pairsBetween(state, from, from)) {
      if (pair.from < from && from < pair.opens) at = pair.opens;
      if (pair.closes < from && from < pair.to) at = pair.closes;
    }
    const made = state.changes(insert ? [...deleted, { from: at, insert }] : deleted);
    return {
      changes: made,
      selection: { anchor: made.mapPos(at, insert ? 1 : -1) },
      effects: transaction.effects,
      scrollIntoView: true,
      userEvent: transaction.isUserEvent('delete') ? 'delete' : 'input',
    };
  },
);

export const wholeMarks: Extension = [
  passed,
  balanced,
  Prec.highest(
    keymap.of(
      ['Backspace', 'Mod-Backspace', 'Alt-Backspace']
        .flatMap((key) => [
          { key, run: deleteEmpty },
          { key, run: passMarks(-1) },
        ])
        .concat(['Delete', 'Mod-Delete', 'Alt-Delete'].map((key) => ({ key, run: passMarks(1) }))),
    ),
  ),
];
