import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { markdownKeymap, markdownLanguage } from '@codemirror/lang-markdown';
import { yamlFrontmatter } from '@codemirror/lang-yaml';
import { HighlightStyle, LanguageSupport, syntaxHighlighting } from '@codemirror/language';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, Text } from '@codemirror/state';
import { EditorView, highlightSpecialChars, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { chooseLineBreak, exactText, withLineBreaks } from './line-breaks.ts';

// CodeMirror in place of a `<textarea>`: the largest script by far, so that the editor's page loads it late.

/** The headings, links and emphasis of Markdown, and the names of front matter's fields. Weight and shape, so that no theme is needed. */
const highlighting = HighlightStyle.define([
  { tag: tags.heading, fontWeight: 'bold' },
  { tag: tags.strong, fontWeight: 'bold' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], textDecoration: 'underline' },
  { tag: tags.monospace, fontFamily: 'monospace' },
  { tag: tags.definition(tags.propertyName), fontWeight: 'bold' },
]);

const theme = EditorView.theme({
  '&': { border: '1px solid', borderRadius: '4px', backgroundColor: 'Field', color: 'FieldText' },
  '&.cm-focused': { outline: '3px solid Highlight', outlineOffset: '1px' },
  '.cm-scroller': { fontFamily: 'inherit', lineHeight: '1.5', minHeight: '12rem', maxHeight: '75vh' },
  '.cm-content': { caretColor: 'FieldText', padding: '0.5rem 0' },
});

/** Markdown without the parsers of HTML, CSS and JavaScript, which are half of the package. */
const markdown = new LanguageSupport(markdownLanguage, keymap.of(markdownKeymap));

/** The attributes that the editor takes over from the `<textarea>`, so that it has the same name, language and direction. */
function attributesOf(textarea: HTMLTextAreaElement): Record<string, string> {
  const attributes: Record<string, string> = { spellcheck: 'true' };
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
  /** Replaces the text. The change can be undone. */
  setText: (text: string) => void;
  /** Replaces what is selected, and puts the cursor behind it. */
  insert: (text: string) => void;
  focus: () => void;
}

/**
 * Hides the `<textarea>` and shows an editor in its place, which keeps the text and the `<textarea>`'s value in step.
 * Tab is not bound, and leaves the editor as it leaves every field.
 */
export function replaceTextarea(textarea: HTMLTextAreaElement): TextEditor {
  const text = exactText(textarea);
  const lineBreak = chooseLineBreak(text);
  const hasFrontMatter = textarea.dataset.editor === 'file';
  const extensions: Extension[] = [
    EditorState.lineSeparator.of(lineBreak),
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
    highlightSpecialChars(),
    history(),
    search(),
    hasFrontMatter ? yamlFrontmatter({ content: markdown }) : markdown,
    syntaxHighlighting(highlighting),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap]),
    theme,
  ];
  const view = new EditorView({
    state: EditorState.create({ doc: Text.of(text.split(lineBreak)), extensions }),
  });
  textarea.hidden = true;
  textarea.after(view.dom);
  textarea.labels?.[0]?.addEventListener('click', () => view.focus());
  return {
    text: () => view.state.sliceDoc(),
    setText: (next) => {
      const doc = Text.of(next.split(lineBreak));
      if (!doc.eq(view.state.doc))
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: doc } });
    },
    insert: (inserted) => view.dispatch(view.state.replaceSelection(withLineBreaks(inserted, lineBreak))),
    focus: () => view.focus(),
  };
}
