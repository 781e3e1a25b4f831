import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { addressIn } from '../editor/citation.ts';
import { withLineBreaks } from '../line-breaks.ts';
import { t } from '../words.ts';
import { isLinkable, linkTo } from './link.ts';
import { pasteInto } from './paste.ts';

/** Pastes and takes what is dropped, as Markdown. An address that is pasted on words makes a link of them. */
export const pasting = (say: (words: string) => void): Extension =>
  EditorView.domEventHandlers({
    drop: (event, view) => pasteInto(view, event, say),
    paste(event, view) {
      const pasted = event.clipboardData?.getData('text/plain') ?? '';
      const { state } = view;
      const { from, to } = state.selection.main;
      const address = addressIn(pasted);
      if (!address && pasteInto(view, event, say)) return true;
      if (pasted === '') return false;
      const isLink = address !== undefined && isLinkable(state, from, to);
      const inserted = isLink
        ? linkTo(state.sliceDoc(from, to), address)
        : withLineBreaks(pasted, state.lineBreak);
      view.dispatch(state.replaceSelection(inserted), { userEvent: 'input.paste', scrollIntoView: true });
      if (address && !isLink)
        say(
          t('An address was pasted as text. Cite ({keys}) makes a citation of a source.', {
            keys: 'Alt+Shift+C',
          }),
        );
      return true;
    },
  });
