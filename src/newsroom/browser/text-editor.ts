import { EditorState, type Extension, Transaction } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { TextEdit } from '../drafts/views/editor/merge/text.ts';
import { withLineBreaks } from './line-breaks.ts';
import { t } from './words.ts';

// CodeMirror in place of a `<textarea>`, whatever it edits.

/** The attributes that the editor takes over from the `<textarea>`, so that it has the same name, language and direction. */
function attributesOf(textarea: HTMLTextAreaElement): Record<string, string> {
  // What is editable is a tab stop without `tabindex`, but tools that check pages do not all know that.
  const attributes: Record<string, string> = { spellcheck: 'true', tabindex: '0' };
  for (const name of ['aria-describedby', 'aria-labelledby', 'aria-label', 'aria-invalid', 'lang', 'dir']) {
    const value = textarea.getAttribute(name);
    if (value !== null) attributes[name] = value;
  }
  const [label] = textarea.labels ?? [];
  if (label && !attributes['aria-label'])
    attributes['aria-labelledby'] ??= label.id ||= `${textarea.id}-label`;
  return attributes;
}

/** The nonce that the page's Content Security Policy allows styles with. */
const styleNonce = (): string => document.querySelector<HTMLElement>('script[nonce]')?.nonce ?? '';

/** An editor in place of a `<textarea>`. */
export interface TextEditor {
  /** Returns the text as it was typed, line breaks included. */
  text: () => string;
  /** Puts text behind what is selected and the cursor behind it, and takes the focus. */
  insert: (text: string) => void;
  /** Writes other words in the place of these, which are on one line, if they still stand there. */
  replace: (before: string, after: string) => void;
  /** Makes changes that somebody else has made, at places in the text with line feeds. Undoing leaves them alone. */
  change: (edits: readonly TextEdit[]) => void;
  /** The element that has the focus while somebody types. */
  content: HTMLElement;
}

/** What CodeMirror says while somebody searches in a text, by its own words. */
const searchWords = EditorState.phrases.of({
  Find: t('Find'),
  Replace: t('Replace'),
  next: t('next'),
  previous: t('previous'),
  all: t('all'),
  'match case': t('match case'),
  regexp: t('regular expression'),
  'by word': t('by word'),
  replace: t('replace'),
  'replace all': t('replace all'),
  close: t('close'),
  'Go to line': t('Go to line'),
  go: t('go'),
  'current match': t('current match'),
  'on line': t('on line'),
  'replaced match on line $': t('replaced match on line $'),
  'replaced $ matches': t('replaced $ matches'),
  'Control character': t('Control character'),
  'Selection deleted': t('Selection deleted'),
});

/** Returns where places in a text with line feeds are in a document, whose lines may have carriage returns in them. */
function placesIn(doc: string): (at: number) => number {
  if (!doc.includes('\r')) return (at) => at;
  const starts = Array.from(doc.matchAll(/\r\n|[\s\S]/g), ({ index }) => index);
  return (at) => starts[at] ?? doc.length;
}

/** What every editor in place of a `<textarea>` does: it has its name, and the value of the `<textarea>` follows its text. */
export const followedBy = (textarea: HTMLTextAreaElement, lineBreak: string): Extension => [
  EditorState.lineSeparator.of(lineBreak),
  searchWords,
  EditorView.clipboardInputFilter.of((pasted) => withLineBreaks(pasted, lineBreak)),
  EditorView.cspNonce.of(styleNonce()),
  EditorView.contentAttributes.of(attributesOf(textarea)),
  EditorView.lineWrapping,
  EditorView.perLineTextDirection.of(true),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (!docChanged) return;
    textarea.value = state.sliceDoc();
    textarea.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }),
];

/** Shows an editor in the place of a `<textarea>`, which goes out of sight. */
export function replaceBy(view: EditorView, textarea: HTMLTextAreaElement, lineBreak: string): TextEditor {
  // Out of sight, but not gone: its label and links to it, such as those of faults, lead to the editor.
  textarea.classList.add('hidden');
  textarea.tabIndex = -1;
  textarea.setAttribute('aria-hidden', 'true');
  textarea.addEventListener('focus', () => view.focus());
  textarea.after(view.dom);
  return {
    text: () => view.state.sliceDoc(),
    insert: (inserted) => {
      const { to } = view.state.selection.main;
      const insert = view.state.toText(withLineBreaks(inserted, lineBreak));
      view.dispatch({
        changes: { from: to, insert },
        selection: { anchor: to + insert.length },
        userEvent: 'input',
        scrollIntoView: true,
      });
      view.focus();
    },
    replace: async (before, after) => {
      await composed(view);
      const from = view.state.doc.toString().indexOf(before);
      if (from >= 0)
        view.dispatch({ changes: { from, to: from + before.length, insert: after }, userEvent: 'input' });
    },
    change: (edits) => {
      const placeOf = placesIn(view.state.doc.toString());
      const changes = edits.map(({ from, to, insert }) => ({
        ...{ from: placeOf(from), to: placeOf(to) },
        insert: withLineBreaks(insert, lineBreak),
      }));
      view.dispatch({
        changes,
        annotations: [Transaction.addToHistory.of(false), Transaction.remote.of(true)],
      });
    },
    content: view.contentDOM,
  };
}

/** Resolves once nobody composes: a change of the text then would end the composition, and put its text elsewhere. */
export async function composed(view: EditorView): Promise<void> {
  while (view.compositionStarted)
    await new Promise((resolve) => {
      view.contentDOM.addEventListener('compositionend', () => setTimeout(resolve), { once: true });
    });
}
