import { EditorSelection, EditorState, type StateCommand } from '@codemirror/state';
import { citationChips } from '../../../../src/newsroom/browser/prose/chips.ts';
import { storyMarkdown } from '../../../../src/newsroom/browser/prose/markdown.ts';

/** Runs commands on a text in which `|` is the cursor, or two of them the ends of what is selected; returns it in the same form. */
export function run(marked: string, ...commands: StateCommand[]): string {
  const [before = '', selected, after] = marked.split('|');
  const doc = before + (selected ?? '') + (after ?? '');
  const end = after === undefined ? before.length : before.length + (selected ?? '').length;
  let state = EditorState.create({
    doc,
    selection: EditorSelection.single(before.length, end),
    extensions: [storyMarkdown, citationChips(() => undefined)],
  });
  for (const command of commands)
    command({
      state,
      dispatch: (transaction) => {
        state = transaction.state;
      },
    });
  const { from, to } = state.selection.main;
  const text = state.doc.toString();
  return from === to
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}|${text.slice(from, to)}|${text.slice(to)}`;
}
