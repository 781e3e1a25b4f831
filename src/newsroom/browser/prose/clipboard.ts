import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { addressIn } from '../editor/citation.ts';
import { isLinkable, linkTo } from './link.ts';

/** Returns what is pasted, as Markdown: its plain text. */
const markdownOf = (data: DataTransfer): string => data.getData('text/plain');

/** Pastes. An address on selected words makes a link of them. */
export const pasting = (say: (words: string) => void): Extension =>
  EditorView.domEventHandlers({
    paste(event, view) {
      const pasted = event.clipboardData ? markdownOf(event.clipboardData) : '';
      const address = addressIn(pasted);
      if (!address) return false;
      const { from, to } = view.state.selection.main;
      if (!isLinkable(view.state, from, to)) {
        say('An address was pasted as text. Cite (Alt+Shift+C) makes a citation of a source.');
        return false;
      }
      const insert = linkTo(view.state.sliceDoc(from, to), address);
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        userEvent: 'input.paste',
        scrollIntoView: true,
      });
      return true;
    },
  });
