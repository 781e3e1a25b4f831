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

/** Makes the editor look like the `<textarea>`, in the page's colours. */
function themeLike(textarea: HTMLTextAreaElement): Extension {
  const { fontFamily, fontSize, lineHeight } = getComputedStyle(textarea);
  const minHeight = `min(${textarea.offsetHeight}px, 75vh)`;
  return EditorView.theme({
    '&': { border: '1px solid var(--edge)', borderRadius: '3px', color: 'var(--ink)' },
    '&.cm-focused': { outline: '2px solid var(--link)', outlineOffset: '2px' },
    '.cm-scroller': { fontFamily, fontSize, lineHeight, minHeight, maxHeight: '75vh' },
    '.cm-content': { caretColor: 'var(--ink)', padding: '0.5rem 0.25rem' },
    '.cm-panels': { backgroundColor: 'var(--ground)', color: 'var(--ink)' },
  });
}

/** Markdown without the parsers of HTML, CSS and JavaScript, which are half of the package. */
const markdown = new LanguageSupport(markdownLanguage, keymap.of(markdownKeymap));

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

/** Returns the line that the page's address asks for: the one that has a fault. */
function askedLine(doc: Text): { from: number } | undefined {
  const asked = Number(new URLSearchParams(location.search).get('line'));
  return Number.isInteger(asked) && asked >= 1 && asked <= doc.lines ? doc.line(asked) : undefined;
}

/** An editor in place of a `<textarea>`. */
export interface TextEditor {
  /** Returns the text as it was typed, line breaks included. */
  text: () => string;
  /** Replaces what is selected, puts the cursor behind it, and takes the focus. */
  insert: (text: string) => void;
  /** The element that has the focus while somebody types. */
  content: HTMLElement;
}

/**
 * Shows an editor in the place of a `<textarea>`, whose value follows the editor's text.
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
    themeLike(textarea),
  ];
  const doc = Text.of(text.split(lineBreak));
  const line = hasFrontMatter ? askedLine(doc) : undefined;
  const anchor = line?.from ?? Math.min(textarea.selectionStart, doc.length);
  const hasFocus = document.activeElement === textarea || line !== undefined;
  const view = new EditorView({ state: EditorState.create({ doc, selection: { anchor }, extensions }) });
  // Out of sight, but not gone: its label and links to it, such as those of faults, lead to the editor.
  textarea.classList.add('hidden');
  textarea.tabIndex = -1;
  textarea.setAttribute('aria-hidden', 'true');
  textarea.addEventListener('focus', () => view.focus());
  textarea.after(view.dom);
  if (hasFocus) view.focus();
  if (line) view.dispatch({ effects: EditorView.scrollIntoView(line.from, { y: 'center' }) });
  return {
    text: () => view.state.sliceDoc(),
    insert: (inserted) => {
      view.dispatch(view.state.replaceSelection(withLineBreaks(inserted, lineBreak)));
      view.focus();
    },
    content: view.contentDOM,
  };
}
